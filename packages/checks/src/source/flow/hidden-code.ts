import { type Action, type ActionKind, isBuilding, isDecoding, type PackageCode } from '@cordon/capabilities'
import { fileOf } from './files.ts'

const acting: ReadonlySet<ActionKind> = new Set([
  'spawn',
  'fetch',
  'send',
  'connect',
  'resolve',
  'install-package',
  'write-registry',
  'capture-keys',
  'capture-screen',
  'read-clipboard',
])

/** What the code does that an action decodes and runs: a process or a connection that was kept from readers. Null when it does nothing of the kind. */
export function hiddenDeed(code: PackageCode, runner: Action): Action | null {
  const inner = (fileOf(code, runner.at.path)?.actions ?? []).find(
    ({ kind, layer, at, trail }) =>
      acting.has(kind) &&
      layer > runner.layer &&
      at.line === runner.at.line &&
      trail.some((by) => isDecoding(by) || isBuilding(by)),
  )
  return inner ?? null
}
