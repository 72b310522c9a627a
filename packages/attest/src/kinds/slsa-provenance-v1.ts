import { checkGithubBuild } from '../github-build.ts'
import { checkGitlabBuild } from '../gitlab-build.ts'
import { listOf, member } from '../json.ts'
import type { AttestationKind } from '../kind.ts'
import { factsAt, required } from '../kind.ts'
import { parameterFacts } from '../slsa/parameters.ts'

/** SLSA build provenance 1.x: what was built by whom from what. GitHub's artifact attestations are of this kind. */
export const slsaProvenanceV1: AttestationKind = {
  id: 'slsa-provenance-v1',
  title: 'built by',
  predicateTypes: ['https://slsa.dev/provenance/v1'],
  hosted: true,
  checkSigner(predicate, identity) {
    checkGithubBuild(predicate, identity)
    checkGitlabBuild(predicate, identity)
  },
  read(predicate) {
    required(predicate, 'buildDefinition', 'buildType')
    required(predicate, 'runDetails', 'builder', 'id')
    const workflow = ['buildDefinition', 'externalParameters', 'workflow']
    const facts = factsAt(predicate, {
      builder: ['runDetails', 'builder', 'id'],
      'build type': ['buildDefinition', 'buildType'],
      source: [...workflow, 'repository'],
      ref: [...workflow, 'ref'],
      workflow: [...workflow, 'path'],
      run: ['runDetails', 'metadata', 'invocationId'],
    })
    const [first] = listOf(predicate, 'buildDefinition', 'resolvedDependencies')
    const commit = first === undefined ? [] : factsAt(first, { commit: ['digest', 'gitCommit'] })
    return [...facts, ...commit, ...parameterFacts(member(predicate, 'buildDefinition', 'externalParameters'))]
  },
}
