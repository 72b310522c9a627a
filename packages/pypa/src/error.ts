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

export class PypaError extends Error {
  readonly code: PypaErrorCode
  constructor(code: PypaErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'PypaError'
    this.code = code
  }
}
