import type {
  IdentityHistory,
  IdentityMoment,
  IdentitySighting,
  IdentityTrust,
  KnownIdentity,
  ReleaseIdentity,
} from '@cordon/model'
import { compareIdentity, type Release, type SeenIdentity, seenIn } from './compare.ts'
import { isSameIdentity } from './release-identity.ts'
import { countingSightings, isNotLater } from './sightings.ts'

/** A history of which nothing is known yet. */
export function emptyHistory(index: string, project: string): IdentityHistory {
  return { index, project, identities: [] }
}

/** More identities than this are none that a publisher has: the oldest that do not count go first. */
const mostIdentities = 200

/**
 * The history with a release added. An identity that nothing is known of counts from then on where `trustOnFirstUse` says so; one that
 * differs in what matters is kept and does not count, so that the next look at it ends as this one. What failed, is missing or could not
 * be asked about adds nothing. The same release twice changes nothing.
 */
export function observeRelease(history: IdentityHistory, release: Release, trustOnFirstUse: boolean): IdentityHistory {
  const rows = countingSightings(history)
  const seen = release.files.flatMap((file) => seenIn(file, release.version))
  const next = seen.reduce((identities, each) => {
    const comparison = compareIdentity(rows, each)
    const differences = comparison?.differences ?? []
    const trust: IdentityTrust =
      comparison === null
        ? trustOnFirstUse
          ? 'first-use'
          : 'pending'
        : differences.every(({ kind }) => kind === 'renamed')
          ? 'follows'
          : 'pending'
    return withSighting(identities, each, trust)
  }, history.identities)
  return next === history.identities ? history : { ...history, identities: bounded(next) }
}

/** Every identity that waits counts from now on, because a person says so. */
export function acceptPending(history: IdentityHistory): IdentityHistory {
  const waiting = history.identities.filter(({ trust }) => trust === 'pending')
  if (waiting.length === 0) return history
  const identities = history.identities.filter(({ trust }) => trust !== 'pending')
  for (const { identity, seen } of waiting) {
    const at = identities.findIndex((each) => isSameIdentity(each.identity, identity))
    const own = identities[at]
    const rows = own === undefined ? seen : seen.reduce<KnownIdentity['seen']>(withRow, own.seen)
    identities.splice(own === undefined ? identities.length : at, 1, { identity, trust: 'accepted', seen: rows })
  }
  return { ...history, identities }
}

/** The history without what does not count: what a team keeps under review. */
export function withoutPending(history: IdentityHistory): IdentityHistory {
  return { ...history, identities: history.identities.filter(({ trust }) => trust !== 'pending') }
}

function withSighting(
  identities: readonly KnownIdentity[],
  { identity, files, says, moment }: SeenIdentity,
  trust: IdentityTrust,
): readonly KnownIdentity[] {
  const row: IdentitySighting = { files, says, first: moment, last: moment }
  const own = identities.find((each) => isOwn(each, identity, trust))
  if (own === undefined) return [...identities, { identity, trust, seen: [row] }]
  const seen = withRow(own.seen, row)
  return seen === own.seen ? identities : identities.map((each) => (each === own ? { ...own, seen } : each))
}

/** An identity that counts and is seen waiting stands twice: what it has done since waits, and not what it did. */
function isOwn(known: KnownIdentity, identity: ReleaseIdentity, trust: IdentityTrust): boolean {
  return (known.trust === 'pending') === (trust === 'pending') && isSameIdentity(known.identity, identity)
}

function withRow(rows: KnownIdentity['seen'], row: IdentitySighting): KnownIdentity['seen'] {
  const own = rows.find(({ files, says }) => files === row.files && says === row.says)
  if (own === undefined) return [...rows, row]
  const first = earlier(own.first, row.first)
  const last = later(own.last, row.last)
  if (first === own.first && last === own.last) return rows
  const [head, ...tail] = rows.map((each) => (each === own ? { ...own, first, last } : each))
  return head === undefined ? rows : [head, ...tail]
}

function earlier(kept: IdentityMoment, other: IdentityMoment): IdentityMoment {
  return isNotLater(kept, other) ? kept : other
}

function later(kept: IdentityMoment, other: IdentityMoment): IdentityMoment {
  return isNotLater(other, kept) ? kept : other
}

function bounded(identities: readonly KnownIdentity[]): readonly KnownIdentity[] {
  const surplus = identities.length - mostIdentities
  if (surplus <= 0) return identities
  const going = new Set(identities.filter(({ trust }) => trust === 'pending').slice(0, surplus))
  return identities.filter((each) => !going.has(each))
}

/** What two histories of one project know together; where both know an identity, the first says how it counts unless it only waits. */
export function mergeHistories(one: IdentityHistory, other: IdentityHistory): IdentityHistory {
  const identities = [...one.identities]
  for (const { identity, trust, seen } of other.identities) {
    const at = identities.findIndex((each) => isOwn(each, identity, trust))
    const own = identities[at]
    const next =
      own === undefined
        ? { identity, trust, seen }
        : { ...own, seen: seen.reduce<KnownIdentity['seen']>(withRow, own.seen) }
    identities.splice(own === undefined ? identities.length : at, 1, next)
  }
  return { ...one, identities: bounded(identities) }
}
