import type { SignerFact, SignerIdentity, VouchedFile, Vouching } from '@cordon/model'

export const index = 'https://index.example.invalid/simple'
export const publish = 'https://docs.pypi.org/attestations/publish/v1'
export const slsa = 'https://slsa.dev/provenance/v1'

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

export function madeVouching(identity: SignerIdentity, time: string, predicateType = publish): Vouching {
  return { kind: null, predicateType, facts: [], identity, times: [time], publisher: null }
}

const nothing = { sha256: null, digestFrom: null, index, vouchings: [], failures: [] } as const

export function verified(filename: string, ...vouchings: readonly Vouching[]): VouchedFile {
  return { ...nothing, filename, state: 'verified', vouchings }
}

export function missing(filename: string, uploaded: string | null = null): VouchedFile {
  return { ...nothing, filename, uploaded, state: 'missing' }
}

export function unread(filename: string, state: 'unknown' | 'failed' = 'unknown'): VouchedFile {
  return { ...nothing, filename, state, failures: [{ code: 'provenance-unavailable', detail: 'no answer' }] }
}
