import { githubIssuer, gitlabIssuer, googleIssuer, type SignerIdentity } from '@cordon/model'
import { AttestError } from './error.ts'

/** Who must have signed; what is null is not asked for. All comparisons are of whole texts. */
export interface IdentityDemand {
  readonly subject: string | null
  readonly issuer: string | null
  /** Address of the source repository, as the certificate says it. */
  readonly repository: string | null
  /** Address of the repository's owner. */
  readonly owner: string | null
  /** Path of the workflow in its repository. */
  readonly workflow: string | null
  readonly environment: string | null
}

/** A demand that asks for nothing. */
export const anyone: IdentityDemand = {
  subject: null,
  issuer: null,
  repository: null,
  owner: null,
  workflow: null,
  environment: null,
}

const publisherForm = /^(github|gitlab|google):([^\s#]{1,300})(?:#([^\s@]{1,300}))?$/

/**
 * Reads `github:OWNER[/REPOSITORY][#WORKFLOW]`, `gitlab:GROUP[/PROJECT][#PATH]`, `google:EMAIL`, or else a whole subject alternative
 * name. Without a repository it is every one of the owner. Throws `malformed` for an empty text.
 */
export function parseIdentity(text: string): IdentityDemand {
  if (text === '') throw new AttestError('malformed', 'The identity is empty.')
  const [, kind, place = '', file] = publisherForm.exec(text) ?? []
  if (kind === 'google') return { ...anyone, issuer: googleIssuer, subject: place }
  if (kind === 'github') {
    const workflow = file === undefined || file.includes('/') ? (file ?? null) : `.github/workflows/${file}`
    return { ...anyone, issuer: githubIssuer, ...sourceOf('https://github.com', place), workflow }
  }
  if (kind === 'gitlab')
    return { ...anyone, issuer: gitlabIssuer, ...sourceOf('https://gitlab.com', place), workflow: file ?? null }
  return { ...anyone, subject: text }
}

function sourceOf(host: string, place: string): Pick<IdentityDemand, 'repository' | 'owner'> {
  const address = `${host}/${place}`
  return place.includes('/') ? { repository: address, owner: null } : { repository: null, owner: address }
}

/** Throws `identity-mismatch` with what was demanded and what is there. */
export function checkIdentity(identity: SignerIdentity | null, demand: IdentityDemand): void {
  const reason = mismatch(identity, demand)
  if (reason !== null) throw new AttestError('identity-mismatch', reason)
}

/** Why an identity is not the one that is demanded, or null when it is. */
export function mismatch(identity: SignerIdentity | null, demand: IdentityDemand): string | null {
  if (Object.values(demand).every((each) => each === null)) return null
  if (identity === null) return 'It is signed by a key, which has no identity.'
  const { facts } = identity
  const pairs: readonly (readonly [string, string | null, string | null | undefined])[] = [
    ['subject', demand.subject, identity.subject],
    ['issuer', demand.issuer, identity.issuer],
    ['repository', demand.repository, facts.sourceRepository],
    ["repository's owner", demand.owner, facts.sourceOwner],
    ['environment', demand.environment, facts.environment],
  ]
  for (const [what, wanted, found] of pairs)
    if (wanted !== null && wanted !== found) return `Its ${what} is ${found ?? 'not said'}, and should be ${wanted}.`
  return demand.workflow === null ? null : workflowMismatch(identity, demand.workflow)
}

/** Fulcio writes the workflow as `REPOSITORY/PATH@REF` (GitLab: `REPOSITORY//PATH@REF`), with the very commit or ref of the build. */
function workflowMismatch({ facts, issuer }: SignerIdentity, workflow: string): string | null {
  const { buildConfigUri, sourceCommit, sourceRef, sourceRepository } = facts
  const slash = issuer === gitlabIssuer ? '//' : '/'
  const allowed = [sourceCommit, sourceRef].flatMap((end) =>
    end === undefined ? [] : [`${sourceRepository ?? ''}${slash}${workflow}@${end}`],
  )
  if (buildConfigUri !== undefined && allowed.includes(buildConfigUri)) return null
  return `Its workflow is ${buildConfigUri ?? 'not said'}, and should be ${workflow}.`
}
