import type { LocalPlace } from '../place.ts'

/** A kind of data that the advisory database is built from. One file per source, listed in `index.ts`. */
export interface AdvisorySource<T> {
  readonly id: string
  /** For people, with an article: `the EPSS scores`. */
  readonly title: string
  /** The well-known public address. */
  readonly defaultUrl: string
  readonly maxBytes: number
  /** True when a folder will do. */
  readonly folders: boolean
  /** Reads a local copy; throws `SourceError`. What is lazy throws while it is read. */
  read(local: LocalPlace, reading: Reading): T
}

/** Who is told while a source is read. */
export interface Reading {
  onProblem(problem: SourceProblem): void
  onProgress(done: number, total: number | null): void
}

/** A part that was left out: never in silence. */
export interface SourceProblem {
  /** Name of the file or archive member. */
  readonly record: string
  readonly code: string
  readonly detail: string
}
