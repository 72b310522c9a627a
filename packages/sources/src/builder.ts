import type { AdvisoryText } from './advisories/osv.ts'
import type { SourceProblem } from './advisories/source.ts'
import type { DatabaseMeta } from './cache.ts'

/** What a database is built from. Everything in it was written by others. */
export interface BuildInput {
  /** Read once, while the build goes on. */
  readonly records: Iterable<AdvisoryText>
  /** The KEV catalogue as parsed JSON. */
  readonly kev?: unknown
  /** Lines of the EPSS list. */
  readonly epss?: Iterable<string>
  readonly source: string
  readonly sourceTime: string | null
  readonly builtTime: string
}

export interface BuildOutput {
  readonly bytes: Uint8Array
  /** How many records could not be used at all. */
  readonly stats: { readonly refused: number }
  /** What was not understood, whole records or parts of them. */
  readonly problems: readonly SourceProblem[]
}

/** The database's own room, handed in: this room moves bytes and knows nothing of what is in them. */
export interface DatabaseBuilder {
  build(input: BuildInput): BuildOutput
  /** Opens a database and says what it is; throws a `CodedError` for bytes that are none. */
  read(bytes: Uint8Array): DatabaseMeta
}
