import { CodedError } from '@cordon/model'

/**
 * `NOT_A_DATABASE`: the bytes are something else. `DATABASE_VERSION`: written for another version of the format.
 * `DATABASE_DAMAGED`: cut short, changed or inconsistent. `BAD_DATE`: a date that was asked for is none.
 */
export type AdvisoryErrorCode = 'NOT_A_DATABASE' | 'DATABASE_VERSION' | 'DATABASE_DAMAGED' | 'BAD_DATE'

export class AdvisoryError extends CodedError<AdvisoryErrorCode> {}

/** The error of a database that contradicts itself. */
export function damaged(what: string): AdvisoryError {
  return new AdvisoryError(
    'DATABASE_DAMAGED',
    `the advisory database is damaged (${what}); run \`cordon db update\` to build it anew`,
  )
}
