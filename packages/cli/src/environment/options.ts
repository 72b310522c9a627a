import type { AccessOptions } from '../inspect/index-access.ts'

/** Where it may be told from which files an environment was installed. */
export interface SourceOptions extends Pick<AccessOptions, 'indexUrl' | 'offline'> {
  readonly report?: readonly string[]
  readonly lock?: readonly string[]
  readonly wheels?: readonly string[]
}

/** The options of `cordon environment record`, as commander reads them. */
export interface RecordOptions extends SourceOptions {
  readonly onlyBinary?: boolean
  readonly dryRun?: boolean
  readonly undo?: boolean
  readonly format: 'table' | 'json'
}
