import { CodedError } from '@cordon/model'
import { withoutSecrets } from './secrets.ts'

/** The whole file cannot be read: `MALFORMED` syntax, a lock version we do not know, or over a bound. */
export class LockfileError extends CodedError<'MALFORMED' | 'UNSUPPORTED_VERSION' | 'TOO_LARGE' | 'BAD_ENCODING'> {
  /** Line of the trouble, from 1; 0 when the parser does not tell. */
  readonly line: number
  constructor(
    code: 'MALFORMED' | 'UNSUPPORTED_VERSION' | 'TOO_LARGE' | 'BAD_ENCODING',
    message: string,
    options: ErrorOptions & { readonly line?: number } = {},
  ) {
    super(code, withoutSecrets(message), options)
    this.line = options.line ?? 0
  }
}
