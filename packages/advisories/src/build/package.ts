import type { Version } from '@cordon/pypa'
import type { StoredEntry, StoredPackage } from '../file/items.ts'
import { isMalwareId } from '../records/ids.ts'
import type { Interval } from '../records/intervals.ts'
import type { BuildProblem } from '../records/problem.ts'
import { compileRange } from '../records/ranges.ts'
import type { AdvisoryRecord, Affected } from '../records/record.ts'
import { type Point, PointSet, placeIntervals, placeRuns } from './points.ts'

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
  readonly listed: readonly Point[]
  readonly legacy: ReadonlySet<string>
}

export interface CompiledPackage {
  readonly stored: StoredPackage
  readonly problems: readonly BuildProblem[]
}

/** All that the records say of one package, over one sorted list of the versions they name. */
export function compilePackage(mentions: readonly Mention[]): CompiledPackage {
  const points = new PointSet()
  const drafts = mentions.map((mention) => draftEntry(mention, points))
  const sorted = points.sort()
  const entries = drafts.map((draft) => finishEntry(draft, points))
  const hasLocals = sorted.some(({ text }) => text.includes('+'))
  return {
    stored: {
      points: sorted.map(({ text }) => text),
      released: sorted.map(({ released }) => released),
      // Where local versions are named, a list may cover more of them than the intervals around it.
      entries: hasLocals ? entries : entries.map((entry) => withoutIdleList(entry, sorted.length)),
    },
    problems: drafts.flatMap((draft, index) => problemsOf(draft, entries[index])),
  }
}

function draftEntry(mention: Mention, points: PointSet): Draft {
  const listed: Point[] = []
  const legacy = new Set<string>()
  const intervals: Interval[] = []
  const visit = (version: Version, released: boolean): void => void points.add(version, released)
  for (const affected of mention.affected) {
    for (const text of affected.versions) {
      const point = points.list(text)
      if (point === null) legacy.add(text.trim())
      else listed.push(point)
    }
    // A malware record that lists releases means those: its range is often a wildcard over a project that was hijacked.
    if (isMalwareId(mention.record.id) && affected.versions.length > 0) continue
    for (const range of affected.ranges) for (const each of compileRange(range, visit)) intervals.push(each)
    if (affected.incomplete) intervals.push(undecided)
  }
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
    runs: placeRuns(listed),
    legacy: [...legacy].sort(),
    vectors: mention.affected.flatMap(({ vectors }) => vectors),
  }
}

/** A list of which the intervals hold everything decides nothing; most lists are of that kind. */
function withoutIdleList(entry: StoredEntry, points: number): StoredEntry {
  const held = new Uint8Array(points)
  for (const { from, to, end, certain } of entry.intervals)
    if (certain) held.fill(1, Math.max(from, 0), end === 'open' ? points : end === 'before' ? to : to + 1)
  for (let index = 0; index < entry.runs.length; index += 2) {
    const [start = 0, last = 0] = entry.runs.slice(index, index + 2)
    if (held.subarray(start, last + 1).includes(0)) return entry
  }
  return { ...entry, runs: [] }
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
