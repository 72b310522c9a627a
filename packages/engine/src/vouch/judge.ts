import type { AttestationOutcome } from '@cordon/attest'
import { type AttestErrorCode, isUndecided } from '@cordon/attest/identities'
import type { VouchedFile, Vouching } from '@cordon/model'

/** What the attestations of a provenance come to: one that does not hold is enough to fail. */
export function judged(outcomes: readonly AttestationOutcome[]): Pick<VouchedFile, 'state' | 'vouchings' | 'failures'> {
  const vouchings: Vouching[] = []
  const failures: { readonly code: AttestErrorCode; readonly detail: string }[] = []
  for (const outcome of outcomes) {
    if (outcome.kind === 'failed') failures.push({ code: outcome.code, detail: outcome.detail })
    // Something else that is signed, served for a provenance, has not been held to the rules of one (PEP 740).
    else if (outcome.attestation.publisher === null)
      failures.push({ code: 'malformed', detail: 'What the index serves is no provenance object.' })
    else vouchings.push(plain(outcome.attestation))
  }
  const decided = failures.some(({ code }) => !isUndecided(code))
  const state = decided ? 'failed' : vouchings.length > 0 ? 'verified' : 'unknown'
  return { state, vouchings, failures }
}

function plain({ kind, predicateType, facts, identity, times, publisher }: Vouching): Vouching {
  const said = publisher === null ? null : { kind: publisher.kind, place: publisher.place }
  return { kind, predicateType, facts, identity, times, publisher: said }
}
