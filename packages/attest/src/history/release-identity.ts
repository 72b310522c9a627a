import { dropCredentials, type FileKind, type RefClass, type ReleaseIdentity, type SignerIdentity } from '@cordon/model'

/** The members of an identity, in the order in which they are written and compared. */
export const identityFields = [
  'issuer',
  'account',
  'repository',
  'repositoryId',
  'owner',
  'ownerId',
  'workflow',
  'signer',
  'environment',
  'ref',
  'runner',
  'trigger',
] as const satisfies readonly (keyof ReleaseIdentity)[]

/** What stays the same from release to release, out of what a certificate says of one. */
export function releaseIdentityOf({ subject, issuer, facts }: SignerIdentity): ReleaseIdentity {
  const repository = said(facts.sourceRepository)
  return {
    issuer: said(issuer),
    account: repository === null ? said(subject) : null,
    repository,
    repositoryId: said(facts.sourceRepositoryId),
    owner: said(facts.sourceOwner),
    ownerId: said(facts.sourceOwnerId),
    workflow: said(workflowOf(facts)),
    signer: said(signerOf(facts)),
    environment: said(facts.environment),
    ref: facts.sourceRef === undefined ? null : refClassOf(facts.sourceRef),
    runner: said(facts.runnerEnvironment),
    trigger: said(facts.trigger),
  }
}

/** An empty text says as much as none. */
function said(text: string | null | undefined): string | null {
  return text === undefined || text === '' ? null : text
}

/** Path in the repository; the whole address where the workflow lies in another one. */
function workflowOf({ buildConfigUri, sourceRepository, sourceCommit, sourceRef }: SignerIdentity['facts']) {
  if (buildConfigUri === undefined) return null
  const address = withoutVersion(buildConfigUri, [sourceRef, sourceCommit])
  if (sourceRepository === undefined || !address.startsWith(`${sourceRepository}/`)) return address
  // GitLab writes `REPOSITORY//PATH`.
  return address.slice(sourceRepository.length).replace(/^\/{1,2}/, '')
}

function signerOf({ buildSignerUri, buildConfigUri, ...rest }: SignerIdentity['facts']): string | null {
  if (buildSignerUri === undefined || buildSignerUri === buildConfigUri) return null
  return withoutVersion(buildSignerUri, [rest.sourceRef, rest.sourceCommit])
}

/** A ref may hold `@`, and so may a path: the known ending first. */
function withoutVersion(address: string, endings: readonly (string | undefined)[]): string {
  for (const ending of endings)
    if (ending !== undefined && address.endsWith(`@${ending}`)) return address.slice(0, -ending.length - 1)
  const ref = address.indexOf('@refs/')
  const at = ref === -1 ? address.lastIndexOf('@') : ref
  return at === -1 ? address : address.slice(0, at)
}

function refClassOf(ref: string): RefClass {
  if (ref.startsWith('refs/tags/')) return 'tag'
  return ref.startsWith('refs/heads/') ? 'branch' : 'other'
}

/** True for the same identity in every member. */
export function isSameIdentity(one: ReleaseIdentity, other: ReleaseIdentity): boolean {
  return identityFields.every((field) => one[field] === other[field])
}

const sdistEnding = /\.(?:tar\.(?:gz|bz2|xz)|tgz|zip)$/

/** `wheel`, `sdist`, or null for what is neither. */
export function fileKindOf(filename: string): FileKind | null {
  const lower = filename.toLowerCase()
  if (lower.endsWith('.whl')) return 'wheel'
  return sdistEnding.test(lower) ? 'sdist' : null
}

/** The address of an index as histories go by it: without credentials, and without a slash at its end. */
export function historyIndexOf(url: string): string {
  return dropCredentials(url).replace(/\/{1,8}$/, '')
}
