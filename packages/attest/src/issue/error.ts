import { CodedError } from '@cordon/model'

/** Why an attestation is not issued. */
export const issueErrorCodes = ['key-malformed', 'key-public', 'key-passphrase', 'key-unsupported'] as const

export type IssueErrorCode = (typeof issueErrorCodes)[number]

/** What issuing throws: the code, what is in the way, and what to do about it. Never holds a piece of a private key or of a passphrase. */
export class IssueError extends CodedError<IssueErrorCode> {}
