import type { TargetOptions } from '../target-options.ts'

/** The options of `cordon verify`, as commander reads them. */
export interface VerifyCommandOptions extends Omit<TargetOptions, 'verify'> {
  readonly bundle?: readonly string[]
  readonly provenance?: readonly string[]
  readonly attestation?: readonly string[]
  readonly layout?: string
  readonly links?: string
  readonly identity?: readonly string[]
  readonly issuer?: string
  readonly key?: readonly string[]
  readonly threshold?: string
  readonly trustedRoot?: string
  readonly instance?: readonly string[]
  readonly signatureOnly?: boolean
  readonly indexUrl?: readonly string[]
  readonly offline?: boolean
  readonly refresh?: boolean
  readonly requireAttestation?: boolean
  readonly all?: boolean
  readonly format: 'table' | 'json'
}
