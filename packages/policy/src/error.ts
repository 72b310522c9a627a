import { CodedError, type Location } from '@cordon/model'

export type PolicyErrorCode = 'MALFORMED' | 'UNKNOWN_KEY' | 'BAD_VALUE' | 'BAD_FLAG'

/** A configuration or a flag that cannot be meant as written; the message names the place and the next step. */
export class PolicyError extends CodedError<PolicyErrorCode> {
  /** Where it stands; null for a flag. */
  readonly at: Location | null
  constructor(code: PolicyErrorCode, message: string, options: ErrorOptions & { readonly at?: Location } = {}) {
    super(code, options.at === undefined ? message : `${options.at.path}:${options.at.line}: ${message}`, options)
    this.at = options.at ?? null
  }
}
