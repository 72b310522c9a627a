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

/** The options of `cordon environment audit`, as commander reads them. */
export interface AuditOptions extends Pick<AccessOptions, 'indexUrl' | 'offline'> {
  readonly lock?: string
  readonly allowHost?: readonly string[]
  readonly vouched?: boolean
  readonly refresh?: boolean
  readonly trustedRoot?: string
  readonly verify: boolean
  readonly format: 'table' | 'json'
}
