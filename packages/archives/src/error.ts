import { CodedError } from '@cordon/model'

/**
 * `NOT_AN_ARCHIVE` nothing in these bytes can be read as an archive · `REFUSED` an archive with an oddity, where the caller
 * asked to refuse them all. Everything else that is wrong with an archive is an `Oddity` beside what could be read.
 */
export type ArchiveErrorCode = 'NOT_AN_ARCHIVE' | 'REFUSED'

export class ArchiveError extends CodedError<ArchiveErrorCode> {}
