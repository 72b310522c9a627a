import type { SignerFact, SignerIdentity } from '@cordon/model'
import { AttestError } from './error.ts'
import { githubIssuer } from './identity.ts'
import { type Json, listOf, textOf } from './json.ts'

const buildType = 'https://actions.github.io/buildtypes/workflow/v1'
const workflow = ['buildDefinition', 'externalParameters', 'workflow']
const github = ['buildDefinition', 'internalParameters', 'github']

/** What a provenance of GitHub's own says, and what its certificate says of the same. */
const pairs: readonly (readonly [readonly string[], SignerFact])[] = [
  [[...workflow, 'repository'], 'sourceRepository'],
  [[...workflow, 'ref'], 'sourceRef'],
  [[...github, 'event_name'], 'trigger'],
  [[...github, 'repository_id'], 'sourceRepositoryId'],
  [[...github, 'repository_owner_id'], 'sourceOwnerId'],
  [[...github, 'runner_environment'], 'runnerEnvironment'],
  [['runDetails', 'metadata', 'invocationId'], 'runUri'],
]

/**
 * A provenance that a workflow writes about itself may say anything; the certificate is issued by somebody else. Where both speak they
 * must say the same. Throws `predicate`.
 */
export function checkGithubBuild(predicate: Json, identity: SignerIdentity | null): void {
  if (identity?.issuer !== githubIssuer || textOf(predicate, 'buildDefinition', 'buildType') !== buildType) return
  const { facts } = identity
  for (const [path, fact] of pairs) same(textOf(predicate, ...path), facts[fact], path.join('.'))
  const { buildConfigUri, buildSignerUri, sourceRepository } = facts
  const path = textOf(predicate, ...workflow, 'path')
  if (path !== null) same(path, workflowPath(buildConfigUri, sourceRepository), [...workflow, 'path'].join('.'))
  const builder = textOf(predicate, 'runDetails', 'builder', 'id')
  // Older provenance names the kind of runner here, which the certificate has elsewhere.
  if (builder?.includes('/.github/workflows/')) same(builder, buildSignerUri, 'runDetails.builder.id')
  for (const dependency of listOf(predicate, 'buildDefinition', 'resolvedDependencies')) {
    const isSource = sourceRepository !== undefined && textOf(dependency, 'uri')?.startsWith(`git+${sourceRepository}@`)
    if (isSource) same(textOf(dependency, 'digest', 'gitCommit'), facts.sourceCommit, 'resolvedDependencies.digest')
  }
}

function same(said: string | null, known: string | undefined, where: string): void {
  if (said === null || known === undefined || said === known) return
  throw new AttestError(
    'predicate',
    `The provenance says \`${said.slice(0, 200)}\` in \`${where}\`; its certificate says ${known}.`,
  )
}

/** `.github/workflows/release.yml` out of `REPOSITORY/.github/workflows/release.yml@REF`. */
function workflowPath(uri: string | undefined, repository: string | undefined): string | undefined {
  if (uri === undefined || repository === undefined || !uri.startsWith(`${repository}/`)) return undefined
  const rest = uri.slice(repository.length + 1)
  const end = rest.indexOf('@')
  return end === -1 ? rest : rest.slice(0, end)
}
