import { CodedError } from '@cordon/model'

/** Why an attestation does not vouch for a file; in the order in which they are checked. */
export const attestErrorCodes = [
  'malformed',
  'unsupported-version',
  'unsupported-signature',
  'unknown-line',
  'bad-bundle',
  'bad-trusted-root',
  'no-signed-time',
  'cert-chain',
  'cert-eku',
  'sct',
  'tlog-inclusion',
  'tlog-body-mismatch',
  'signature',
  'statement',
  'subject-name',
  'subject-digest',
  'other-subject',
  'layout-expired',
  'layout-threshold',
  'layout-rule',
  'inspections-not-run',
  'predicate-type',
  'predicate',
  'vsa-verifier',
  'vsa-resource',
  'vsa-result',
  'vsa-level',
  'identity-mismatch',
  'publisher-claim-mismatch',
  'unknown-publisher-kind',
  'provenance-unavailable',
  'provenance-missing',
] as const

export type AttestErrorCode = (typeof attestErrorCodes)[number]

/** What says nothing against a file, and nothing for it: it is about others, or of a kind that cannot be judged here. */
const undecidedCodes: readonly AttestErrorCode[] = [
  'unsupported-version',
  'unsupported-signature',
  'unknown-line',
  'other-subject',
  'inspections-not-run',
  'unknown-publisher-kind',
]

/** Whether a code says nothing against a file, and nothing for it. */
export function isUndecided(code: AttestErrorCode): boolean {
  return undecidedCodes.includes(code)
}

/** The one error of this room. Its text names no more of hostile input than it must. */
export class AttestError extends CodedError<AttestErrorCode> {}
