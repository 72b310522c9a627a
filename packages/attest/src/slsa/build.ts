import { githubIssuer, type SignerIdentity, type SlsaBuild, type Vouching } from '@cordon/model'
import { workflowPath } from './address.ts'
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
  const [source = null, ref = null] = sourceOf(factOf(vouching, 'source'))
  return {
    builder,
    source,
    commit: factOf(vouching, 'commit'),
    ref: factOf(vouching, 'ref') ?? ref,
    workflow: factOf(vouching, 'workflow'),
    buildType,
    parameters,
  }
}

/** `git+https://host/owner/name@REF` as repository and ref. */
function sourceOf(text: string | null): readonly (string | null)[] {
  if (text === null) return []
  const address = text.replace(/^git\+/, '')
  const at = address.startsWith('https://') ? address.lastIndexOf('@') : -1
  const repository = at === -1 ? address : address.slice(0, at)
  return [repository.replace(/\.git$/, ''), at === -1 ? null : address.slice(at + 1)]
}

/** Who the certificate says has signed: the workflow, or else its subject; `key` where there is none. */
export function signerOf(identity: SignerIdentity | null): string {
  return identity === null ? 'key' : (identity.facts.buildSignerUri ?? identity.subject ?? '')
}
