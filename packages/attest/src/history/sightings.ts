import type { FileKind, IdentityHistory, IdentityMoment, IdentitySighting, KnownIdentity } from '@cordon/model'
import { compareVersions, parseVersion } from '@cordon/pypa'

/** One row of a history: whose, and where it was seen. */
export interface KnownSighting {
  readonly known: KnownIdentity
  readonly seen: IdentitySighting
}

/** Every row of a history. */
export function sightingsOf({ identities }: IdentityHistory): readonly KnownSighting[] {
  return identities.flatMap((known) => known.seen.map((seen) => ({ known, seen })))
}

/** Every row of the identities that count. */
export function countingSightings(history: IdentityHistory): readonly KnownSighting[] {
  return sightingsOf(history).filter(({ known }) => known.trust !== 'pending')
}

/** What to compare with: rows of the same kind of files and type of statement, else of the type, of the kind, or whatever there is. */
export function comparableWith(
  rows: readonly KnownSighting[],
  { files, says }: { readonly files: FileKind; readonly says: string },
): readonly KnownSighting[] {
  const ofType = rows.filter(({ seen }) => seen.says === says)
  const ofKind = rows.filter(({ seen }) => seen.files === files)
  const ofBoth = ofType.filter(({ seen }) => seen.files === files)
  return [ofBoth, ofType, ofKind].find(({ length }) => length > 0) ?? rows
}

/** Those that had been seen before a moment, or at it. */
export function before(rows: readonly KnownSighting[], moment: IdentityMoment): readonly KnownSighting[] {
  return rows.filter(({ seen }) => isNotLater(seen.first, moment))
}

/** True where one moment is not after another: by time where both have one, else by version. What cannot be compared is not after. */
export function isNotLater(one: IdentityMoment, other: IdentityMoment): boolean {
  if (one.time !== null && other.time !== null) return Date.parse(one.time) <= Date.parse(other.time)
  const [a, b] = [parseVersion(one.version), parseVersion(other.version)]
  return a === null || b === null || compareVersions(a, b) <= 0
}

/** The row that was seen last; null of none. */
export function latestOf(rows: readonly KnownSighting[]): KnownSighting | null {
  return rows.reduce<KnownSighting | null>(
    (latest, row) => (latest === null || isNotLater(latest.seen.last, row.seen.last) ? row : latest),
    null,
  )
}
