import type {
  FileKind,
  IdentityHistory,
  IdentityMoment,
  ReleaseIdentity,
  Severity,
  VouchedFile,
  Vouching,
} from '@cordon/model'
import { type Difference, type DifferenceKind, differencesBetween, rankOf } from './differences.ts'
import { fileKindOf, releaseIdentityOf } from './release-identity.ts'
import { before, comparableWith, countingSightings, type KnownSighting, latestOf, sightingsOf } from './sightings.ts'

/** Something that is not as it was in the releases before. */
export interface Drift {
  /** As a difference of identities; `lost`: nothing vouches any more; `statement-lost`: a type of statement is no longer made. */
  readonly kind: DifferenceKind | 'lost' | 'statement-lost'
  readonly severity: Severity
  readonly before: string | null
  readonly after: string | null
  /** The release that it is compared with. */
  readonly since: IdentityMoment
  /** Names of the files, sorted. */
  readonly files: readonly string[]
}

/** States of a release: the gravest that holds, as PyPI names them; `unread` where nothing could be read. */
export type ReleaseState = 'changed' | 'lost' | 'inconsistent' | 'partial' | 'full' | 'none' | 'unread'

export interface ReleaseComparison {
  readonly state: ReleaseState
  /** Gravest first. */
  readonly drifts: readonly Drift[]
  /** Whose identities are more than one in this one release; empty where there is one. */
  readonly sources: readonly string[]
  /** Identities that no earlier release tells anything of, and the files that they vouch for. */
  readonly firstSeen: readonly SeenIdentity[]
}

/** One identity that vouches for a file in one type of statement. */
export interface SeenIdentity {
  readonly filename: string
  readonly files: FileKind
  readonly says: string
  readonly identity: ReleaseIdentity
  readonly moment: IdentityMoment
}

export interface Release {
  readonly version: string
  readonly files: readonly VouchedFile[]
}

/**
 * Compares a release with what its project's history says of those that counted. Files that could not be asked about or whose attestations do not hold are
 * neither absent nor changed: they say nothing here.
 */
export function compareRelease(history: IdentityHistory, release: Release): ReleaseComparison {
  const rows = countingSightings(history)
  const seen = release.files.flatMap((file) => seenIn(file, release.version))
  const judged = seen.map((each) => judge(rows, each))
  const drifts = joined([
    ...judged.flatMap(({ drifts }) => drifts),
    ...lostDrifts(history, release),
    ...lostStatements(rows, seen),
  ])
  const sources = sourcesOf(seen)
  return {
    state: stateOf(release.files, drifts, sources),
    drifts,
    sources,
    firstSeen: judged.flatMap(({ isFirst, seen }) => (isFirst ? [seen] : [])),
  }
}

/** Everything that vouches for a file with an identity; empty for what is no file of a release. */
export function seenIn(file: VouchedFile, version: string): readonly SeenIdentity[] {
  const files = fileKindOf(file.filename)
  if (file.state !== 'verified' || files === null) return []
  return file.vouchings.flatMap((vouching) => seenBy(vouching, { filename: file.filename, files, version }))
}

function seenBy(
  { identity, predicateType, times }: Vouching,
  { filename, files, version }: { readonly filename: string; readonly files: FileKind; readonly version: string },
): readonly SeenIdentity[] {
  if (identity === null) return []
  const moment = { version, time: times[0] ?? null }
  return [{ filename, files, says: predicateType ?? 'signature', identity: releaseIdentityOf(identity), moment }]
}

interface Judged {
  readonly seen: SeenIdentity
  readonly isFirst: boolean
  readonly drifts: readonly Drift[]
}

function judge(rows: readonly KnownSighting[], seen: SeenIdentity): Judged {
  const comparison = compareIdentity(rows, seen)
  const drifts = (comparison?.differences ?? []).map((difference) => ({
    ...difference,
    since: comparison?.since ?? seen.moment,
    files: [seen.filename],
  }))
  return { seen, isFirst: comparison === null, drifts }
}

export interface IdentityComparison {
  readonly differences: readonly Difference[]
  readonly since: IdentityMoment
}

/**
 * In what an identity differs from the nearest of those that count, whenever they were seen: who counts is a list, and what is like
 * nobody on it is a change. Null where nobody is on it.
 */
export function compareIdentity(
  rows: readonly KnownSighting[],
  { identity, files, says }: SeenIdentity,
): IdentityComparison | null {
  const [first, ...others] = comparableWith(rows, { files, says }).map(({ known, seen }) => ({
    since: seen.last,
    differences: withoutSigner(differencesBetween(known.identity, identity), seen.says === says),
  }))
  if (first === undefined) return null
  const nearest = others.reduce((best, each) => (isNearer(each.differences, best.differences) ? each : best), first)
  return recreatedAmong(rows, identity) ?? nearest
}

/** Statements of one type are often signed by a workflow of their own: those of another type tell nothing about it. */
function withoutSigner(differences: readonly Difference[], isSameType: boolean): readonly Difference[] {
  return isSameType ? differences : differences.filter(({ kind }) => kind !== 'signer')
}

/** An address that had another number is told whatever else is near, unless the new number counts already. */
function recreatedAmong(rows: readonly KnownSighting[], identity: ReleaseIdentity): IdentityComparison | null {
  const { issuer, repositoryId } = identity
  if (rows.some(({ known }) => known.identity.issuer === issuer && known.identity.repositoryId === repositoryId))
    return null
  const recreated = rows
    .map((row) => ({ row, differences: differencesBetween(row.known.identity, identity) }))
    .filter(({ differences }) => differences[0]?.kind === 'recreated')
  const latest = latestOf(recreated.map(({ row }) => row))
  const differences = recreated.find(({ row }) => row === latest)?.differences
  return latest === null || differences === undefined ? null : { differences, since: latest.seen.last }
}

function isNearer(one: readonly Difference[], other: readonly Difference[]): boolean {
  return weightOf(one) < weightOf(other) || (weightOf(one) === weightOf(other) && one.length < other.length)
}

/** 0 for no difference, 1 for a rename, then by the gravest. */
function weightOf(differences: readonly Difference[]): number {
  return Math.max(0, ...differences.map(({ kind, severity }) => (kind === 'renamed' ? 1 : 9 - rankOf(severity))))
}

/** Kinds of files of which none is vouched for any more, though earlier releases had it: by an identity that counts or not. */
function lostDrifts(history: IdentityHistory, { version, files }: Release): readonly Drift[] {
  const rows = sightingsOf(history)
  return (['sdist', 'wheel'] as const).flatMap((kind) => {
    const own = files.filter(({ filename }) => fileKindOf(filename) === kind)
    if (own.length === 0 || own.some(({ state }) => state !== 'missing')) return []
    const uploaded = own.map((file) => file.uploaded ?? null)
    const moment = { version, time: uploaded.includes(null) ? null : (uploaded.sort().at(-1) ?? null) }
    const earlier = before(rows, moment).filter(({ seen }) => seen.files === kind)
    const last = latestOf(earlier)
    if (last === null) return []
    const { repository, account } = last.known.identity
    return [
      {
        kind: 'lost' as const,
        severity: 'high' as const,
        before: repository ?? account,
        after: null,
        since: last.seen.last,
        files: own.map(({ filename }) => filename).sort(),
      },
    ]
  })
}

/** Types of statement that earlier releases made for files of a kind, and this one makes for none of them. */
function lostStatements(rows: readonly KnownSighting[], seen: readonly SeenIdentity[]): readonly Drift[] {
  return [...Map.groupBy(seen, ({ files }) => files)].flatMap(([kind, [first, ...others]]) => {
    if (first === undefined) return []
    const own = [first, ...others]
    const made = new Set(own.map(({ says }) => says))
    const earlier = before(rows, first.moment).filter((row) => row.seen.files === kind && !made.has(row.seen.says))
    return [...Map.groupBy(earlier, (row) => row.seen.says)].map(([says, some]) => ({
      kind: 'statement-lost' as const,
      severity: 'medium' as const,
      before: says,
      after: null,
      since: latestOf(some)?.seen.last ?? first.moment,
      files: [...new Set(own.map(({ filename }) => filename))].sort(),
    }))
  })
}

/** Repositories of one release where they are several, else workflows: more than one is odd. Types of statement may have their own. */
function sourcesOf(seen: readonly SeenIdentity[]): readonly string[] {
  const repositories = new Set(seen.map(({ identity }) => identity.repository ?? identity.account ?? 'not said'))
  if (repositories.size > 1) return [...repositories].sort()
  const several = [...Map.groupBy(seen, ({ says }) => says).values()]
    .map((some) => new Set(some.map(({ identity }) => sourceText(identity))))
    .filter(({ size }) => size > 1)
  return [...new Set(several.flatMap((each) => [...each]))].sort()
}

function sourceText({ repository, account, workflow }: ReleaseIdentity): string {
  return `${repository ?? account ?? 'not said'}${workflow === null ? '' : ` ${workflow}`}`
}

/** The same drift of several files is one; what is graver of one file stays so. */
function joined(drifts: readonly Drift[]): readonly Drift[] {
  const groups = Map.groupBy(drifts, ({ kind, severity, before, after, since }) =>
    JSON.stringify([kind, severity, before, after, since.version]),
  )
  return [...groups.values()]
    .flatMap(([first, ...others]) =>
      first === undefined
        ? []
        : [{ ...first, files: [...new Set([first, ...others].flatMap(({ files }) => files))].sort() }],
    )
    .toSorted((a, b) => rankOf(a.severity) - rankOf(b.severity))
}

function stateOf(files: readonly VouchedFile[], drifts: readonly Drift[], sources: readonly string[]): ReleaseState {
  if (drifts.some(({ kind }) => kind !== 'lost' && kind !== 'statement-lost' && kind !== 'renamed')) return 'changed'
  if (drifts.some(({ kind }) => kind === 'lost')) return 'lost'
  if (sources.length > 1) return 'inconsistent'
  const read = files.filter(({ state }) => state === 'verified' || state === 'missing')
  if (read.length === 0) return 'unread'
  const verified = read.filter(({ state }) => state === 'verified').length
  return verified === 0 ? 'none' : verified === read.length ? 'full' : 'partial'
}
