import { gitlabIssuer, type SignerIdentity } from '@cordon/model'
import { isObject, type Json, listOf, member, textOf } from './json.ts'
import { type Claim, checkClaims, checkSaid, claim, derived } from './slsa/claims.ts'

const job = /\/-\/jobs\/([0-9]{1,20})$/

const v1: readonly Claim[] = [
  claim(['buildDefinition', 'externalParameters', 'source'], 'sourceRepository'),
  jobAt('buildDefinition', 'internalParameters', 'job'),
  jobAt('runDetails', 'metadata', 'invocationId'),
  jobAt('runDetails', 'metadata', 'invocationID'),
]

const v02: readonly Claim[] = [
  claim(['invocation', 'configSource', 'uri'], 'sourceRepository'),
  jobAt('metadata', 'buildInvocationId'),
  jobAt('metadata', 'buildInvocationID'),
]

function jobAt(...path: readonly string[]): Claim {
  return derived(path, ({ runUri }) => job.exec(runUri ?? '')?.[1])
}

/** What GitLab's runner writes of a job is what the certificate of the job says. Provenance 1. Throws `predicate`. */
export function checkGitlabBuild(predicate: Json, identity: SignerIdentity | null): void {
  if (identity?.issuer !== gitlabIssuer) return
  checkClaims(predicate, v1, identity.facts)
  checkSources(listOf(predicate, 'buildDefinition', 'resolvedDependencies'), identity)
}

/** The same for provenance 0.2. Throws `predicate`. */
export function checkGitlabBuildV02(predicate: Json, identity: SignerIdentity | null): void {
  if (identity?.issuer !== gitlabIssuer) return
  checkClaims(predicate, v02, identity.facts)
  const source = member(predicate, 'invocation', 'configSource')
  checkSources([...listOf(predicate, 'materials'), ...(source === undefined ? [] : [source])], identity)
}

/** GitLab writes the commit as a digest, whatever the name of the algorithm. */
function checkSources(sources: readonly Json[], { facts }: SignerIdentity): void {
  const { sourceRepository, sourceCommit } = facts
  if (sourceRepository === undefined || sourceCommit === undefined) return
  for (const source of sources) {
    const digest = member(source, 'digest')
    if (textOf(source, 'uri') !== sourceRepository || !isObject(digest)) continue
    for (const said of Object.values(digest)) checkSaid(said ?? null, [sourceCommit], 'digest of the source')
  }
}
