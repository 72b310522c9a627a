import type { Stage } from '@cordon/model'
import type { Event, Problem } from '@cordon/python'

/** An event and the earliest stage at which it happens; `unreached` in a branch that is never taken. */
export interface StagedEvent {
  readonly event: Event
  readonly stage: Stage | 'unreached'
}

/** What was seen in one file. */
export interface FileEvents {
  readonly path: string
  /** When its top level runs. */
  readonly stage: Stage
  readonly isFiltered: boolean
  readonly events: readonly StagedEvent[]
  readonly problems: readonly Problem[]
}

/** What was seen in all files of a package. */
export interface PackageEvents {
  readonly files: readonly FileEvents[]
}
