import { CodedError } from '@cordon/model'

/**
 * `NAMES_DAMAGED`: the bytes are no index of names, or none that this version and this machine read. `BAD_NAMES`: a text is no
 * list of popular names.
 */
export type NamesErrorCode = 'NAMES_DAMAGED' | 'BAD_NAMES'

export class NamesError extends CodedError<NamesErrorCode> {}

/** The error of an index that cannot be what it says it is. */
export function damaged(what: string): NamesError {
  return new NamesError(
    'NAMES_DAMAGED',
    `the index of popular names is damaged (${what}); run \`cordon db update --names\` to build it anew`,
  )
}
