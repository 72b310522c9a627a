import type { StagedEvent } from '../evaluate/event.ts'
import type { Stage } from '../evaluate/stage.ts'
import type { Problem } from '../problem.ts'
import type { Shape } from './shape.ts'

/** A file of a package that may hold Python: a module, a script, or a `.pth`. Its path has `/` between folders. */
export interface SourceFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** A file that something runs. */
export interface Entry {
  readonly path: string
  readonly stage: Stage
  /** Null when its top level is run; else the dotted name of a function or class in it. */
  readonly symbol: string | null
}

export interface FileEvents {
  readonly path: string
  readonly shape: Shape
  /** Nothing of interest is named in it and nothing of interest imports it: it was not parsed. */
  readonly isFiltered: boolean
  readonly events: readonly StagedEvent[]
  readonly problems: readonly Problem[]
}

export interface PackageEvents {
  /** In the order of the files that were given. */
  readonly files: readonly FileEvents[]
}
