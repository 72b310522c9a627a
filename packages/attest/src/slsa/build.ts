import { githubIssuer, type SignerIdentity, type SlsaBuild, type Vouching } from '@cordon/model'
import { splitAddress, workflowPath } from './address.ts'
import { certifiedParameters } from './build-types.ts'
import { factOf, parametersOf } from './parameters.ts'

/**
 * How a file was built. `isTrusted`: a trusted builder signs, so that what it says counts where the certificate is silent; what anybody
 * else says of source, ref and workflow is left out.
 */
export function buildOf(vouching: Vouching, builder: string | null, isTrusted: boolean): SlsaBuild {
  const buildType = factOf(vouching, 'build type')
  // GitHub's certificates are compared with every provenance of a known type: what holds has been found the same.
  const certified = vouching.identity?.issuer === githubIssuer ? certifiedParameters(buildType) : []
  const parameters = parametersOf(vouching).map((each) => ({ ...each, certified: certified.includes(each.name) }))
  const facts = vouching.identity?.facts ?? {}
  if (facts.sourceRepository !== undefined || !isTrusted)
    return {
      builder,
      source: facts.sourceRepository ?? null,
      commit: facts.sourceCommit ?? null,
      ref: facts.sourceRef ?? null,
      workflow: workflowPath(facts.buildConfigUri, facts.sourceRepository) ?? null,
      buildType,
      parameters,
    }
  const said = parameters.find(({ name }) => sourceParameters.includes(name))
  const [source = null, ref = null] = sourceOf(factOf(vouching, 'source') ?? said?.value ?? null)
  return {
    builder,
    source,
    commit: factOf(vouching, 'commit'),
    ref: factOf(vouching, 'ref') ?? ref,
    workflow: factOf(vouching, 'workflow'),
    buildType,
    // What is compared as the source need not be expected once more.
    parameters: parameters.map((each) => (each === said ? { ...each, certified: true } : each)),
  }
}

/** Where types of build that are no workflow name their source, by JSON pointer. */
const sourceParameters: readonly string[] = ['/source', '/source/uri']

/** `git+https://host/owner/name@REF` as repository and ref. */
function sourceOf(text: string | null): readonly (string | null)[] {
  if (text === null) return []
  const { place, ref } = splitAddress(text.replace(/^git\+/, ''))
  return [place.replace(/\.git$/, ''), ref === '' ? null : ref]
}

/** Who the certificate says has signed: the workflow, or else its subject; `key` where there is none. */
export function signerOf(identity: SignerIdentity | null): string {
  return identity === null ? 'key' : (identity.facts.buildSignerUri ?? identity.subject ?? '')
}
