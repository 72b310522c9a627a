/** Why a text is not what a packaging standard asks for. Tests assert the code, never the message. */
export type PypaErrorCode =
  | 'NAME'
  | 'VERSION'
  | 'SPECIFIER'
  | 'MARKER'
  | 'REQUIREMENT'
  | 'FILENAME'
  | 'PURL'
  | 'VCS_URL'
  | 'INDEX_PAGE'
  | 'REPORT'

/**
 * An answer rather than a fault, so it records no stack: a megabyte of bad words makes half a million of them, and stacks
 * would take two thirds of the time.
 */
export class PypaError extends Error {
  readonly code: PypaErrorCode
  constructor(code: PypaErrorCode, message: string, options?: ErrorOptions) {
    const limit = Error.stackTraceLimit
    Error.stackTraceLimit = 0
    super(message, options)
    Error.stackTraceLimit = limit
    this.name = 'PypaError'
    this.code = code
  }
}
