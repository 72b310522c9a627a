import { githubIssuer, type SignerIdentity } from '@cordon/model'
import { type Json, listOf, member, textOf } from './json.ts'
import { containerType, workflowTypes } from './slsa/build-types.ts'
import { isDelegator } from './slsa/builders.ts'
import { type Claim, checkClaims, checkSaid, type Facts } from './slsa/claims.ts'
import {
  containerClaims,
  provenanceV1Claims,
  provenanceV02Claims,
  sourceUri,
  workflowClaims,
} from './slsa/github-claims.ts'

/**
 * A provenance that a workflow writes about itself may say anything; the certificate is issued by somebody else. Where both speak they
 * must say the same: version 1. Throws `predicate`.
 */
export function checkGithubBuild(predicate: Json, identity: SignerIdentity | null): void {
  if (identity?.issuer !== githubIssuer) return
  const { facts } = identity
  const type = textOf(predicate, 'buildDefinition', 'buildType') ?? ''
  const isWorkflow = workflowTypes.includes(type)
  const own: readonly Claim[] = isWorkflow ? workflowClaims : type === containerType ? containerClaims : []
  checkClaims(predicate, [...own, ...provenanceV1Claims], facts)
  checkBuilder(member(predicate, 'runDetails', 'builder', 'id'), facts, 'runDetails.builder.id')
  const dependencies = listOf(predicate, 'buildDefinition', 'resolvedDependencies')
  checkDependencies(dependencies, facts, 'resolvedDependencies')
  // In these types the first dependency is what was checked out.
  const first = isWorkflow ? member(dependencies[0], 'uri') : undefined
  const source = sourceUri(facts)
  if (first !== undefined && source !== undefined) checkSaid(first, [source], 'resolvedDependencies.uri')
}

/** The same for version 0.2. Throws `predicate`. */
export function checkGithubBuildV02(predicate: Json, identity: SignerIdentity | null): void {
  if (identity?.issuer !== githubIssuer) return
  checkClaims(predicate, provenanceV02Claims, identity.facts)
  checkBuilder(member(predicate, 'builder', 'id'), identity.facts, 'builder.id')
  checkDependencies(listOf(predicate, 'materials'), identity.facts, 'materials')
}

const runner = 'https://github.com/actions/runner'

/** The builder is the workflow that signs. Older provenance names the kind of runner; some workflows sign for others, and say so. */
function checkBuilder(said: Json | undefined, { buildSignerUri, runnerEnvironment }: Facts, where: string): void {
  if (typeof said !== 'string' || buildSignerUri === undefined || isDelegator(buildSignerUri)) return
  if (said === runner) return
  if (said.startsWith(`${runner}/`)) {
    if (runnerEnvironment !== undefined) checkSaid(said, [`${runner}/${runnerEnvironment}`], where)
  } else if (said.includes('/.github/workflows/')) checkSaid(said, [buildSignerUri], where)
}

/** Wherever the source is named among what went in, it is at the commit of the certificate. */
function checkDependencies(
  dependencies: readonly Json[],
  { sourceRepository, sourceCommit }: Facts,
  where: string,
): void {
  if (sourceRepository === undefined || sourceCommit === undefined) return
  const addresses = [`git+${sourceRepository}`, `git+${sourceRepository}.git`]
  for (const dependency of dependencies) {
    const uri = textOf(dependency, 'uri') ?? ''
    if (!addresses.some((address) => uri === address || uri.startsWith(`${address}@`))) continue
    for (const algorithm of ['gitCommit', 'sha1']) {
      const said = member(dependency, 'digest', algorithm)
      if (said !== undefined && said !== null) checkSaid(said, [sourceCommit], `${where}.digest.${algorithm}`)
    }
  }
}
