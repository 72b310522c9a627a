import type { SignerFact, SignerIdentity, VouchedFile, Vouching } from '@cordon/model'

/** Index of made files. */
export const madeIndex = 'https://index.example.invalid/simple'
/** Type of PyPI's publish attestation. */
export const publishType = 'https://docs.pypi.org/attestations/publish/v1'
/** Type of SLSA provenance 1. */
export const slsaType = 'https://slsa.dev/provenance/v1'

/** What Fulcio writes for a release workflow on GitHub. */
const usual = {
  issuer: 'https://token.actions.githubusercontent.com',
  runnerEnvironment: 'github-hosted',
  sourceRepository: 'https://github.com/acme/tools',
  sourceCommit: '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567',
  sourceRef: 'refs/tags/v1.0',
  sourceRepositoryId: '5550100',
  sourceOwner: 'https://github.com/acme',
  sourceOwnerId: '5550001',
  trigger: 'release',
  visibility: 'public',
  environment: 'pypi',
} as const satisfies Partial<Record<SignerFact, string>>

/** An identity; `workflow` and `signer` are paths or addresses without a version. */
export interface MadeIdentity extends Partial<Record<SignerFact, string | undefined>> {
  readonly workflow?: string
  readonly signer?: string
}

/** What a certificate says of a release workflow, with what is otherwise; `undefined` for what it does not say. */
export function madeIdentity({
  workflow = '.github/workflows/release.yml',
  signer,
  ...facts
}: MadeIdentity = {}): SignerIdentity {
  const all = { ...usual, ...facts }
  const buildConfigUri = `${all.sourceRepository}/${workflow}@${all.sourceRef}`
  const buildSignerUri = signer === undefined ? buildConfigUri : `${signer}@refs/tags/v2`
  const entries = Object.entries({ ...all, buildConfigUri, buildSignerUri }).filter(([, value]) => value !== undefined)
  return { subject: buildSignerUri, issuer: all.issuer ?? null, facts: Object.fromEntries(entries) }
}

/** An attestation that holds. */
export function madeVouching(identity: SignerIdentity, time: string, predicateType = publishType): Vouching {
  return { kind: null, predicateType, facts: [], identity, times: [time], publisher: null }
}

const nothing = { sha256: null, digestFrom: null, index: madeIndex, vouchings: [], failures: [] } as const

/** A file that these vouch for. */
export function verifiedFile(filename: string, ...vouchings: readonly Vouching[]): VouchedFile {
  return { ...nothing, filename, state: 'verified', vouchings }
}

/** A file that nothing vouches for, as its index says. */
export function missingFile(filename: string, uploaded: string | null = null): VouchedFile {
  return { ...nothing, filename, uploaded, state: 'missing' }
}

/** A file that nobody could tell of, or whose attestation does not hold. */
export function unreadFile(
  filename: string,
  state: 'unknown' | 'failed' = 'unknown',
  code = 'provenance-unavailable',
): VouchedFile {
  return { ...nothing, filename, state, failures: [{ code, detail: `It is a made ${code}.` }] }
}
