import {
  type BuildLevel,
  githubIssuer,
  gitlabIssuer,
  type SignerIdentity,
  type SlsaBuild,
  type SlsaLevel,
  type SlsaReason,
  type TrustedBuilder,
  type Vouching,
} from '@cordon/model'
import { isPinned, splitAddress } from './address.ts'
import { buildOf, signerOf } from './build.ts'
import { knownBuilders } from './builders.ts'
import { factOf } from './parameters.ts'
import { reason } from './reasons.ts'

const provenanceKinds: readonly (string | null)[] = ['slsa-provenance-v0.2', 'slsa-provenance-v1']
const publishKind = 'pypi-publish-v1'
const hostedRunners = new Map([
  [githubIssuer, 'github-hosted'],
  [gitlabIssuer, 'gitlab-hosted'],
])

/**
 * The SLSA build level of one file by everything that verifiably vouches for it: the highest that any of it gives, with its reasons.
 * Certificates decide, and of the provenance only what they or a trusted builder bear out. `builders` are trusted beside the known ones.
 */
export function slsaLevelOf(vouchings: readonly Vouching[], builders: readonly TrustedBuilder[] = []): SlsaLevel {
  const all = [...knownBuilders, ...builders]
  let best: SlsaLevel | null = null
  let bestRank = -1
  for (const vouching of vouchings) {
    const isProvenance = provenanceKinds.includes(vouching.kind)
    if (!isProvenance && vouching.kind !== publishKind) continue
    const each = isProvenance ? provenanceLevel(vouching, all) : publishLevel(vouching)
    // Of two of one level, provenance says more than a publish attestation.
    const rank = each.level * 2 + (isProvenance ? 1 : 0)
    if (rank > bestRank) [best, bestRank] = [each, rank]
  }
  return best ?? level(0, null, 'no-provenance')
}

function level(number: BuildLevel, build: SlsaBuild | null, code: SlsaReason['code'], about = ''): SlsaLevel {
  return { track: 'build', level: number, build, reasons: [reason(code, about)] }
}

/** PEP 740: a publish attestation says who uploaded, and its certificate from what source; never more than level 1. */
function publishLevel(vouching: Vouching): SlsaLevel {
  const { identity } = vouching
  const { sourceRepository, sourceCommit } = identity?.facts ?? {}
  if (sourceRepository === undefined)
    return level(0, null, 'publisher-unlocated', identity?.subject ?? 'a key that nothing names')
  const commit = sourceCommit === undefined ? '' : ` at ${sourceCommit.slice(0, 12)}`
  const build = buildOf(vouching, signerOf(identity), false)
  return level(1, build, 'publisher-authenticated', `${sourceRepository}${commit}`)
}

/** The signer of one provenance, and the trusted builders that the pair of signer and named builder is. */
interface Claim {
  readonly identity: SignerIdentity | null
  readonly signer: string
  /** What the provenance names as its builder. */
  readonly named: string
  readonly trusted: readonly TrustedBuilder[]
  readonly build: SlsaBuild
}

function provenanceLevel(vouching: Vouching, builders: readonly TrustedBuilder[]): SlsaLevel {
  const { identity } = vouching
  const signer = signerOf(identity)
  const named = factOf(vouching, 'builder') ?? ''
  const signing = builders.filter((each) => isSigner(each, identity, signer))
  const trusted = signing.filter(({ id }) => (id === null ? isBorneOut(named, signer) : isPlace(id, named)))
  const delegates = trusted.some(({ id }) => id !== null)
  const build = buildOf(vouching, delegates || identity === null ? named : signer, trusted.length > 0)
  const claim = { identity, signer, named, trusted, build }
  const isDelegated = signing.some(({ id }) => id !== null)
  if (isDelegated && trusted.length === 0 && runnerFlaw(identity) === null)
    return level(2, build, 'builder-not-trusted', named)
  return trustedLevel(claim) ?? hostedLevel(claim)
}

/** A trusted builder, called by a name that does not move, on a runner it may use; null for any other. */
function trustedLevel({ identity, signer, named, trusted, build }: Claim): SlsaLevel | null {
  const flaw = runnerFlaw(identity)
  const usable = trusted.filter(
    ({ selfHosted }) => selfHosted || flaw === null || flaw.code === 'signer-not-recognised',
  )
  if (usable.length === 0 || !isApart(identity)) return null
  const pinned = usable.filter(
    ({ refs, id }) =>
      isPinned(splitAddress(signer).ref, refs) && (id === null || isPinned(splitAddress(named).ref, refs)),
  )
  const best = Math.max(0, ...pinned.map((each) => each.level))
  if (best === 0) return level(2, build, 'builder-not-pinned', build.builder ?? named)
  return level(best === 3 ? 3 : 2, build, 'builder-trusted', build.builder ?? named)
}

function hostedLevel({ identity, signer, named, build }: Claim): SlsaLevel {
  const flaw = runnerFlaw(identity)
  if (flaw !== null) return { ...level(1, build, flaw.code), reasons: [flaw] }
  const { buildConfigUri, sourceRepository } = identity?.facts ?? {}
  const isRunner = identity?.issuer === gitlabIssuer && named.startsWith(`${sourceRepository}/-/runners/`)
  if (!isRunner && !isBorneOut(named, signer)) return level(1, build, 'builder-not-borne-out', signer)
  const isForeign = buildConfigUri !== undefined && buildConfigUri !== signer
  return level(2, build, isForeign ? 'builder-not-trusted' : 'hosted-build', signer)
}

/** Why nothing that ran there is more than level 1; null for a runner that its service hosts. */
function runnerFlaw(identity: SignerIdentity | null): SlsaReason | null {
  const hosted = hostedRunners.get(identity?.issuer ?? '')
  if (hosted === undefined) return reason('signer-not-recognised', identity?.subject ?? 'a key')
  const runner = identity?.facts.runnerEnvironment
  if (runner === undefined) return reason('runner-not-said')
  return runner === hosted ? null : reason('runner-self-hosted', runner)
}

function isSigner(
  { signer: trusted, issuer }: TrustedBuilder,
  identity: SignerIdentity | null,
  signer: string,
): boolean {
  if (identity === null) return trusted === 'key' && issuer === null
  return issuer !== null && issuer === identity.issuer && isPlace(trusted, signer)
}

/** Whether an address is the one that is trusted, or a workflow of the repository that is. */
function isPlace(trusted: string, address: string): boolean {
  const { place } = splitAddress(address)
  return place === trusted || place.startsWith(`${trusted}/.github/workflows/`) || place.startsWith(`${trusted}//`)
}

/** A workflow that nobody calls runs in the hands of its authors; who is no workflow has no callers. */
function isApart(identity: SignerIdentity | null): boolean {
  if (!hostedRunners.has(identity?.issuer ?? '')) return true
  const { buildConfigUri, buildSignerUri } = identity?.facts ?? {}
  return buildConfigUri !== undefined && buildSignerUri !== undefined && buildConfigUri !== buildSignerUri
}

/** Older provenance names the kind of runner as its builder, which says less than the certificate and nothing against it. */
function isBorneOut(named: string, signer: string): boolean {
  return named === signer || /^https:\/\/github\.com\/actions\/runner(?:\/(?:github|self)-hosted)?$/.test(named)
}
