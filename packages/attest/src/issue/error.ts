import { CodedError } from '@cordon/model'

/**
 * Why an attestation is not issued.
 *
 * `key-malformed`, `key-public`, `key-passphrase`, `key-unsupported` the private key · `subject` the files · `predicate` what is said of
 * them · `build-facts` nothing says how they were built · `distribution-name` no wheel or source distribution · `certificate-required` a form that
 * only a certificate fills · `identity-token` who signs · `signing-config` which services · `service-answer` what a service sent back ·
 * `not-expressible` a form that cannot say it · `document` what is to be converted · `unverifiable` what was made does not hold.
 */
export const issueErrorCodes = [
  'key-malformed',
  'key-public',
  'key-passphrase',
  'key-unsupported',
  'subject',
  'predicate',
  'build-facts',
  'distribution-name',
  'certificate-required',
  'identity-token',
  'signing-config',
  'service-answer',
  'not-expressible',
  'document',
  'unverifiable',
] as const

export type IssueErrorCode = (typeof issueErrorCodes)[number]

/** What issuing throws: the code, what is in the way, and what to do about it. Never holds a piece of a private key, passphrase or token. */
export class IssueError extends CodedError<IssueErrorCode> {}
