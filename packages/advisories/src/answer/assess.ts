import type { AdvisoryMatch, Proof } from '@cordon/model'
import type { StoredEntry, StoredInterval } from '../file/items.ts'
import { judge } from './judge.ts'
import type { PackageView, Place } from './view.ts'

/** A record that covers a version: by intervals that hold it, by the entry of its list that names it, or by both. */
export interface Hit {
  readonly entry: StoredEntry
  readonly intervals: readonly StoredInterval[]
  readonly listed: string | null
}

/** Hits by alias group. */
export type Hits = ReadonlyMap<number, readonly Hit[]>

/** What all records together say of one version of their package. */
export interface Assessment {
  readonly hits: Hits
  /** Records whose clause cannot be read, of flaws that no other record decides. */
  readonly undecided: readonly Undecided[]
}

export interface Undecided {
  readonly entry: StoredEntry
  /** The clause that cannot be read; null where the record tells nothing of releases. */
  readonly clause: string | null
}

const clear: Assessment = { hits: new Map(), undecided: [] }

/** Judges a version by every record of the package. */
export function assess(place: Place, view: PackageView): Assessment {
  const hits: Hit[] = []
  const undecided: Undecided[] = []
  for (const entry of view.entries) {
    const ruling = judge(entry, place)
    if (ruling.kind === 'affected') {
      const listed = ruling.listed < 0 ? null : view.version(ruling.listed).raw
      hits.push({ entry, intervals: ruling.intervals, listed })
    } else if (ruling.kind === 'undecided') undecided.push({ entry, clause: view.clause(ruling.interval) })
    else if (ruling.kind === 'silent' && isAloneSilent(entry, view)) undecided.push({ entry, clause: null })
  }
  if (hits.length === 0 && undecided.length === 0) return clear
  const byGroup = groupHits(hits)
  return { hits: byGroup, undecided: undecided.filter(({ entry }) => !byGroup.has(entry.group)) }
}

/** A record that tells nothing makes nothing uncertain where another one of the same flaw speaks plainly. */
export function isAloneSilent(entry: StoredEntry, view: PackageView): boolean {
  return view.entriesOf(entry.group).every(({ silent }) => silent)
}

export function groupHits(hits: readonly Hit[]): Hits {
  return Map.groupBy(hits, ({ entry }) => entry.group)
}

/** The flaws in full, in the order of their ids. `place` is where the version lies, null when it has no place. */
export function describeAll(hits: Hits, place: Place | null, view: PackageView): AdvisoryMatch[] {
  // Groups are numbered in the order of their ids.
  const groups = [...hits.keys()].sort((a, b) => a - b)
  return groups.map((group) => describe(hits.get(group) ?? [], group, place, view))
}

function describe(hits: readonly Hit[], group: number, place: Place | null, view: PackageView): AdvisoryMatch {
  const recordId = (entry: StoredEntry): string => view.library.recordId(entry.record)
  const entries = view.entriesOf(group)
  const others =
    place === null || entries.length === hits.length
      ? []
      : entries.filter((entry) => judge(entry, place).kind === 'clear')
  // Records are numbered in the order of their ids, and entries are in the order of their records.
  return {
    ...view.flaw(group),
    records: hits.map(({ entry }) => recordId(entry)),
    fixed: fixesOf(hits).map((point) => view.version(point).raw),
    proof: hits.map((hit) => proofOf(hit, view)),
    disagreeing: others.map(recordId),
  }
}

function proofOf({ entry, intervals, listed }: Hit, view: PackageView): Proof {
  const id = view.library.recordId(entry.record)
  const [first] = intervals
  if (first !== undefined) return { record: id, clause: 'range', text: view.clause(first) }
  return { record: id, clause: 'versions', text: `versions lists ${listed}` }
}

/** The points that end the intervals which hold the version, ascending. */
export function fixesOf(hits: readonly Hit[]): number[] {
  const points: number[] = []
  for (const { intervals } of hits)
    for (const { fixed, to } of intervals) if (fixed && !points.includes(to)) points.push(to)
  return points.sort((a, b) => a - b)
}
