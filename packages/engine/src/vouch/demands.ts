import { AttestError, type IdentityDemand, mismatch, readPublisher } from '@cordon/attest/identities'
import type { Dependency, PinnedIdentity, SignerIdentity, VouchedFile, VouchedRelease } from '@cordon/model'

/** The identities that a lock pins for a package (PEP 751), as far as they are texts; null where it pins none. */
export function pinnedOf({ attestationIdentities, at }: Dependency): readonly PinnedIdentity[] | null {
  if (attestationIdentities.length === 0) return null
  return attestationIdentities.map((table) => {
    const texts = Object.entries(table).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    const claims = new Map(texts)
    const kind = claims.get('kind') ?? ''
    claims.delete('kind')
    return { kind, claims: Object.fromEntries(claims), at }
  })
}

/** Holds what is verified of a release against who may have signed: one of `identities`, and one of those that its lock pins. */
export function withDemands(release: VouchedRelease, identities: readonly IdentityDemand[]): VouchedRelease {
  const pins = release.pinned?.map(pinOf) ?? null
  if (identities.length === 0 && pins === null) return release
  return { ...release, files: release.files.map((file) => pinnedFile(demandedFile(file, identities), pins)) }
}

/** As for a file that is verified by itself: everything that vouches for it must be by one of those that are asked for. */
function demandedFile(file: VouchedFile, identities: readonly IdentityDemand[]): VouchedFile {
  if (identities.length === 0 || file.state !== 'verified') return file
  const reasons = file.vouchings.flatMap(({ identity }) => {
    const found = identities.map((demand) => mismatch(identity, demand))
    return found.includes(null) ? [] : [found.at(-1) ?? '']
  })
  return reasons.length === 0 ? file : failed(file, 'identity-mismatch', [...new Set(reasons)])
}

/** A pin that can be compared, or the kind of one that cannot. */
type Pin = { readonly demand: IdentityDemand; readonly environment: string | null } | { readonly unknown: string }

function pinOf({ kind, claims }: PinnedIdentity): Pin {
  try {
    const { demand } = readPublisher({ ...claims, kind })
    if (demand === null) return { unknown: kind }
    return { demand, environment: Object.hasOwn(claims, 'environment') ? claims.environment || null : null }
  } catch (error) {
    if (error instanceof AttestError) return { unknown: kind }
    throw error
  }
}

function pinnedFile(file: VouchedFile, pins: readonly Pin[] | null): VouchedFile {
  if (pins === null || file.state === 'failed' || file.state === 'unknown') return file
  if (file.state === 'missing')
    return failed({ ...file, failures: [] }, 'provenance-missing', [
      'The lock says who has built it, and nothing vouches for it.',
    ])
  if (file.vouchings.some(({ identity }) => pins.some((pin) => isPinned(identity, pin)))) return file
  const [unknown] = pins.flatMap((pin) => ('unknown' in pin ? [pin.unknown] : []))
  if (unknown === undefined)
    return failed(file, 'identity-mismatch', ['It is signed by somebody else than the lock says.'])
  const detail = `The lock pins an identity that cannot be compared here, of kind ${unknown.slice(0, 100)}.`
  return { ...file, state: 'unknown', failures: [...file.failures, { code: 'unknown-publisher-kind', detail }] }
}

/** Certificates of before 2026 do not say their environment: where one does, it is the pinned one. */
function isPinned(identity: SignerIdentity | null, pin: Pin): boolean {
  if ('unknown' in pin || mismatch(identity, pin.demand) !== null) return false
  const said = identity?.facts.environment
  return pin.environment === null || said === undefined || said === pin.environment
}

function failed(file: VouchedFile, code: string, details: readonly string[]): VouchedFile {
  return { ...file, state: 'failed', failures: [...file.failures, ...details.map((detail) => ({ code, detail }))] }
}
