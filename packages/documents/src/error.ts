import { CodedError } from '@cordon/model'

/**
 * `MALFORMED` syntax, `UNSUPPORTED_FORMAT` (no SBOM), `UNSUPPORTED_VERSION`, `TOO_LARGE` (too many bytes, values, components, levels),
 * `BAD_ENCODING`, `ENTITIES` (XML that brings a document type or entities of its own).
 */
export type DocumentErrorCode =
  | 'MALFORMED'
  | 'UNSUPPORTED_FORMAT'
  | 'UNSUPPORTED_VERSION'
  | 'TOO_LARGE'
  | 'BAD_ENCODING'
  | 'ENTITIES'

/** The whole document cannot be read. */
export class DocumentError extends CodedError<DocumentErrorCode> {
  /** Line of the trouble, from 1; 0 when it has none. */
  readonly line: number
  constructor(code: DocumentErrorCode, message: string, options: ErrorOptions & { readonly line?: number } = {}) {
    super(code, message, options)
    this.line = options.line ?? 0
  }
}
