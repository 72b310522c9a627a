import { checkGithubBuildV02 } from '../github-build.ts'
import { checkGitlabBuildV02 } from '../gitlab-build.ts'
import { member } from '../json.ts'
import type { AttestationKind } from '../kind.ts'
import { factsAt, required } from '../kind.ts'
import { parameterFacts } from '../slsa/parameters.ts'

/** SLSA build provenance 0.2, as older generators still write it. */
export const slsaProvenanceV02: AttestationKind = {
  id: 'slsa-provenance-v0.2',
  title: 'built by',
  predicateTypes: ['https://slsa.dev/provenance/v0.2'],
  hosted: false,
  checkSigner(predicate, identity) {
    checkGithubBuildV02(predicate, identity)
    checkGitlabBuildV02(predicate, identity)
  },
  read(predicate) {
    required(predicate, 'builder', 'id')
    required(predicate, 'buildType')
    const facts = factsAt(predicate, {
      builder: ['builder', 'id'],
      'build type': ['buildType'],
      source: ['invocation', 'configSource', 'uri'],
      commit: ['invocation', 'configSource', 'digest', 'sha1'],
      workflow: ['invocation', 'configSource', 'entryPoint'],
    })
    return [...facts, ...parameterFacts(member(predicate, 'invocation', 'parameters'))]
  },
}
