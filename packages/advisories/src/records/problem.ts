/**
 * Why something of the input is not as it should be. The first four lose the record or the part they name; after the
 * others the record still counts, with less to go by.
 */
export type ProblemCode =
  /** Not JSON, not an object, or without an id: nothing of it can be used. */
  | 'BAD_RECORD'
  /** A package name that is none: what the record says of it cannot be asked for. */
  | 'BAD_NAME'
  /** An alias that cannot be an id. */
  | 'BAD_ALIAS'
  /** A line or entry of the KEV or EPSS feed. */
  | 'BAD_FEED'
  /** A part of `affected` has the wrong shape: answers for the package are `unknown` where nothing else decides. */
  | 'BAD_AFFECTED'
  /** A bound of a range that is no PEP 440 version: answers near it are `unknown`. */
  | 'BAD_BOUND'
  /** A date that is none; a record without a readable `withdrawn` counts as live. */
  | 'BAD_DATE'
  /** A CVSS vector that is not whole: kept, without a score. */
  | 'BAD_VECTOR'
  /** Names a package and tells nothing of its releases: answers for it are `unknown` where no alias tells more. */
  | 'NO_RELEASES'

/** Something that was not understood while the database was built; reported, never passed over in silence. */
export interface BuildProblem {
  /** The record's id, or its file name where it has no readable one, or the feed's name. */
  readonly record: string
  readonly code: ProblemCode
  readonly detail: string
}
