/** A place in a file. `path` is as the person would write it, with `/`; `line` counts from 1 (0: the file as a whole). */
export interface Location {
  readonly path: string
  readonly line: number
  /** Notebook cell, from 1, where the file is a notebook. */
  readonly cell?: number
}

export const skipCodes = [
  'BAD_LINE',
  'BAD_REQUIREMENT',
  'BAD_MARKER',
  'BAD_HASH',
  'BAD_NAME',
  'BAD_VERSION',
  'BAD_ENTRY',
  'UNKNOWN_OPTION',
  'UNKNOWN_SOURCE',
  'DYNAMIC_VALUE',
  'UNSET_VARIABLE',
  'NO_NAME',
  'MISSING_INCLUDE',
  'INCLUDE_CYCLE',
  'INCLUDE_OUTSIDE',
  'REMOTE_INCLUDE',
  'TOO_MANY',
  'UNREADABLE',
  'TOO_LARGE',
  'NOT_A_FILE',
  'BINARY',
  'BAD_ENCODING',
  'MALFORMED',
  'UNSUPPORTED_VERSION',
  'UNSUPPORTED_FORMAT',
] as const
export type SkipCode = (typeof skipCodes)[number]

/** Something that says what gets installed and could not be understood: reported, never dropped. */
export interface Skipped {
  readonly at: Location
  readonly code: SkipCode
  /** The offending text, cut to a readable length. */
  readonly text: string
  /** Why, in words that tell the next step. */
  readonly reason: string
}
