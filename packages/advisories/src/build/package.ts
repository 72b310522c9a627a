import type { StoredEntry, StoredPackage } from '../file/items.ts'
import { isMalwareId } from '../records/ids.ts'
import type { Interval } from '../records/intervals.ts'
import type { BuildProblem } from '../records/problem.ts'
import { type Bounds, compileRange } from '../records/ranges.ts'
import type { AdvisoryRecord, Affected } from '../records/record.ts'
import { PointSet, placeIntervals, placeRuns, type VersionReader } from './versions.ts'

/** A record that names the package, with everything it says of it. */
export interface Mention {
  readonly record: AdvisoryRecord
  /** Index of the record and of its alias group. */
  readonly index: number
  readonly group: number
  readonly affected: readonly Affected[]
}

interface Draft {
  readonly mention: Mention
  readonly intervals: readonly Interval[]
  readonly listed: ReadonlySet<string>
  readonly legacy: ReadonlySet<string>
}

export interface CompiledPackage {
  readonly stored: StoredPackage
  readonly problems: readonly BuildProblem[]
}

/** All that the records say of one package, over one sorted list of the versions they name. */
export function compilePackage(mentions: readonly Mention[], versions: VersionReader): CompiledPackage {
  const points = new PointSet()
  const drafts = mentions.map((mention) => draftEntry(mention, points, versions))
  const sorted = points.sorted()
  const entries = drafts.map((draft) => finishEntry(draft, points))
  return {
    stored: {
      points: sorted.map(({ text }) => text),
      released: sorted.map(({ released }) => released),
      entries,
    },
    problems: drafts.flatMap((draft, index) => problemsOf(draft, entries[index])),
  }
}

function draftEntry(mention: Mention, points: PointSet, versions: VersionReader): Draft {
  const listed = new Set<string>()
  const legacy = new Set<string>()
  const intervals: Interval[] = []
  const bounds: Bounds = new Map()
  for (const affected of mention.affected) {
    for (const text of affected.versions) {
      const version = versions.read(text)
      if (version === null) legacy.add(text.trim())
      else {
        listed.add(version.key)
        points.add(version, version.local === null)
      }
    }
    // A malware record that lists releases means those: its range is often a wildcard over a project that was hijacked.
    if (isMalwareId(mention.record.id) && affected.versions.length > 0) continue
    intervals.push(...affected.ranges.flatMap((range) => compileRange(range, bounds)))
    if (affected.incomplete) intervals.push(undecided)
  }
  const ends = new Set(intervals.filter(({ end, fixed }) => fixed || end === 'through').map(({ to }) => to))
  for (const [key, version] of bounds) points.add(version, version.local === null && ends.has(key))
  return { mention, intervals, listed, legacy }
}

/** What a part of the record says could not be read, so it may be about any version. */
const undecided: Interval = {
  from: '',
  to: '',
  end: 'open',
  fixed: false,
  certain: false,
  text: 'a part that cannot be read',
}

function finishEntry({ mention, intervals, listed, legacy }: Draft, points: PointSet): StoredEntry {
  return {
    record: mention.index,
    group: mention.group,
    live: mention.record.withdrawn === null,
    silent: mention.affected.every(
      ({ ranges, versions, incomplete }) => ranges.length + versions.length === 0 && !incomplete,
    ),
    intervals: placeIntervals(intervals, points),
    runs: placeRuns(listed, points),
    legacy: [...legacy].sort(),
    vectors: mention.affected.flatMap(({ vectors }) => vectors),
  }
}

function problemsOf({ mention }: Draft, entry: StoredEntry | undefined): BuildProblem[] {
  const record = mention.record.id
  const name = mention.affected[0]?.name ?? ''
  if (entry?.silent)
    return [{ record, code: 'NO_RELEASES', detail: `does not tell which releases of ${name} it affects` }]
  const clauses = entry?.intervals.filter(({ certain, text }) => !certain && text !== undecided.text) ?? []
  const texts = new Set(clauses.map(({ text }) => text))
  return [...texts].map((text) => ({
    record,
    code: 'BAD_BOUND',
    detail: `${name}: \`${text}\` has a bound that cannot be read`,
  }))
}
