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
  /** The deployment environment that it names; null for none, or any. */
  readonly environment: string | null
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
  // Older certificates never say an environment: it is compared where they do, and not demanded.
  const environment = textOf(json, 'environment') || null
  if (kind === 'GitHub') {
    const place = need('repository')
    const workflow = `.github/workflows/${need('workflow')}`
    return {
      kind,
      place,
      demand: { ...anyone, issuer: githubIssuer, repository: `https://github.com/${place}`, workflow },
      environment,
    }
  }
  if (kind === 'GitLab') {
    const place = need('repository')
    const workflow = need('workflow_filepath')
    return {
      kind,
      place,
      demand: { ...anyone, issuer: gitlabIssuer, repository: `https://gitlab.com/${place}`, workflow },
      environment,
    }
  }
  if (kind === 'Google') {
    const place = need('email')
    return { kind, place, demand: { ...anyone, issuer: googleIssuer, subject: place }, environment: null }
  }
  return {
    kind: kind.slice(0, 100),
    place: textOf(json, 'repository')?.slice(0, 300) ?? '',
    demand: null,
    environment: null,
  }
}

/** A publisher as PEP 740 and PEP 751 write it: `kind`, and the keys of its kind. */
export interface Publisher {
  readonly kind: string
  readonly claims: Readonly<Record<string, string>>
}

/**
 * The publisher that a certificate names, as `readPublisher` reads it back: what to pin for it. Null for a key, and for whoever is none of the kinds that
 * indexes know.
 */
export function publisherOf(identity: SignerIdentity | null): Publisher | null {
  if (identity === null) return null
  const publisher = claimsOf(identity)
  if (publisher === null) return null
  const { demand } = readPublisher({ kind: publisher.kind, ...publisher.claims })
  // What is written must ask for the very certificate that it was taken from.
  return demand !== null && mismatch(identity, demand) === null ? publisher : null
}

function claimsOf({ issuer, subject, facts }: SignerIdentity): Publisher | null {
  if (issuer === googleIssuer)
    return subject === null || subject === '' ? null : { kind: 'Google', claims: { email: subject } }
  const { sourceRepository, environment } = facts
  const host = issuer === githubIssuer ? 'https://github.com/' : issuer === gitlabIssuer ? 'https://gitlab.com/' : null
  if (host === null || sourceRepository?.startsWith(host) !== true) return null
  const repository = sourceRepository.slice(host.length)
  const file = workflowFile(facts, issuer === githubIssuer ? '/.github/workflows/' : '//')
  if (repository === '' || file === null) return null
  const place = environment === undefined || environment === '' ? {} : { environment }
  return issuer === githubIssuer
    ? { kind: 'GitHub', claims: { repository, workflow: file, ...place } }
    : { kind: 'GitLab', claims: { repository, workflow_filepath: file, ...place } }
}

/** The file in `REPOSITORY<between>FILE@REF`, where the ref is that of the build. */
function workflowFile(facts: SignerIdentity['facts'], between: string): string | null {
  const { buildConfigUri = '', sourceRepository = '', sourceCommit, sourceRef } = facts
  const start = `${sourceRepository}${between}`
  const end = [sourceCommit, sourceRef].find((each) => each !== undefined && buildConfigUri.endsWith(`@${each}`))
  if (end === undefined || !buildConfigUri.startsWith(start)) return null
  const file = buildConfigUri.slice(start.length, -(end.length + 1))
  return file === '' ? null : file
}

/** The certificate bears out what the index says. Throws `publisher-claim-mismatch`, `unknown-publisher-kind`. */
export function checkPublisher(identity: SignerIdentity | null, claim: PublisherClaim): void {
  if (claim.demand === null)
    throw new AttestError('unknown-publisher-kind', `Publishers of kind ${claim.kind} cannot be verified.`)
  const reason = mismatch(identity, claim.demand)
  if (reason !== null) throw new AttestError('publisher-claim-mismatch', `The index names another publisher. ${reason}`)
  const found = identity?.facts.environment
  // Indexes write the names of environments in small letters; forges take them in any.
  if (found === undefined || claim.environment === null) return
  if (found.toLowerCase() !== claim.environment.toLowerCase())
    throw new AttestError(
      'publisher-claim-mismatch',
      `The index names another publisher. Its environment is ${found}, and should be ${claim.environment}.`,
    )
}
