import { githubIssuer, gitlabIssuer, googleIssuer, type SignerIdentity } from '@cordon/model'
import { AttestError } from './error.ts'
import { anyone, type IdentityDemand, mismatch } from './identity.ts'
import { type Json, textOf } from './json.ts'

/** Who an index says has published a file (PEP 740). The index may lie: nothing signs this. */
export interface PublisherClaim {
  readonly kind: string
  /** For people: `owner/name`, or an address. */
  readonly place: string
  /** What a certificate must say for the claim to be true; null for a kind that is not known here. */
  readonly demand: IdentityDemand | null
}

/** Reads the `publisher` of a provenance object. Throws `malformed` without a kind, or without what its kind demands. */
export function readPublisher(json: Json | undefined): PublisherClaim {
  const kind = textOf(json, 'kind')
  if (kind === null) throw new AttestError('malformed', 'A publisher does not say its kind.')
  const need = (key: string): string => {
    const value = textOf(json, key)
    if (value === null || value === '') throw new AttestError('malformed', `A ${kind} publisher lacks \`${key}\`.`)
    return value
  }
  // The certificate says no environment where the publisher has none, and older certificates never do: it is not demanded.
  if (kind === 'GitHub') {
    const place = need('repository')
    const workflow = `.github/workflows/${need('workflow')}`
    return {
      kind,
      place,
      demand: { ...anyone, issuer: githubIssuer, repository: `https://github.com/${place}`, workflow },
    }
  }
  if (kind === 'GitLab') {
    const place = need('repository')
    const workflow = need('workflow_filepath')
    return {
      kind,
      place,
      demand: { ...anyone, issuer: gitlabIssuer, repository: `https://gitlab.com/${place}`, workflow },
    }
  }
  if (kind === 'Google') {
    const place = need('email')
    return { kind, place, demand: { ...anyone, issuer: googleIssuer, subject: place } }
  }
  return { kind: kind.slice(0, 100), place: textOf(json, 'repository')?.slice(0, 300) ?? '', demand: null }
}

/** The certificate bears out what the index says. Throws `publisher-claim-mismatch`, `unknown-publisher-kind`. */
export function checkPublisher(identity: SignerIdentity | null, claim: PublisherClaim): void {
  if (claim.demand === null)
    throw new AttestError('unknown-publisher-kind', `Publishers of kind ${claim.kind} cannot be verified.`)
  const reason = mismatch(identity, claim.demand)
  if (reason !== null) throw new AttestError('publisher-claim-mismatch', `The index names another publisher. ${reason}`)
}
