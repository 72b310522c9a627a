import type { SourceKind } from '@cordon/capabilities'

/** What is the user's or the machine's, and nobody else's business. */
export const personalSources = [
  'environment',
  'whole-environment',
  'secret-file',
  'browser-data',
  'wallet',
  'host-facts',
  'clipboard',
  'screen',
  'keys',
  'file',
  'process-output',
  'input',
] as const satisfies readonly SourceKind[]
