import { parseVersion, type Version } from '@cordon/pypa'
import type { StoredInterval } from '../file/items.ts'
import type { Interval } from '../records/intervals.ts'

/** Reads version texts, each once: the same few thousand occur in most records. */
export class VersionReader {
  private readonly known = new Map<string, Version | null>()

  read(text: string): Version | null {
    let version = this.known.get(text)
    if (version === undefined) {
      version = parseVersion(text)
      this.known.set(text, version)
    }
    return version
  }
}

interface Point {
  text: string
  released: boolean
}

/** Every version that a package's records name: of the texts of one version the shortest, then the smallest, is kept. */
export class PointSet {
  private readonly points = new Map<string, Point>()
  private indexes: Map<string, number> | null = null

  add(version: Version, released: boolean): void {
    const text = version.raw.trim()
    const point = this.points.get(version.key)
    if (point === undefined) this.points.set(version.key, { text, released })
    else {
      point.released ||= released
      if (text.length < point.text.length || (text.length === point.text.length && text < point.text)) point.text = text
    }
  }

  /** Oldest first. */
  sorted(): Point[] {
    const entries = [...this.points].sort(([a], [b]) => (a < b ? -1 : 1))
    this.indexes = new Map(entries.map(([key], index) => [key, index]))
    return entries.map(([, point]) => point)
  }

  /** The place of a version in `sorted()`, which comes first; -1 for none. */
  indexOf(key: string): number {
    return this.indexes?.get(key) ?? -1
  }
}

/** Intervals by the places of their ends, each once, in one order whatever the order of the input. */
export function placeIntervals(intervals: readonly Interval[], points: PointSet): StoredInterval[] {
  const placed = new Map<string, StoredInterval>()
  for (const { from, to, end, fixed, certain, text } of intervals) {
    const stored: StoredInterval = {
      from: points.indexOf(from),
      to: end === 'open' ? -1 : points.indexOf(to),
      end,
      fixed,
      certain,
      text,
    }
    placed.set(JSON.stringify([stored.from, stored.to, end, fixed, certain, text]), stored)
  }
  return [...placed]
    .sort(([a, x], [b, y]) => x.from - y.from || x.to - y.to || (a < b ? -1 : 1))
    .map(([, each]) => each)
}

/** The places of listed versions as first and last of each run. */
export function placeRuns(keys: ReadonlySet<string>, points: PointSet): number[] {
  const places = Uint32Array.from(keys, (key) => points.indexOf(key)).sort()
  const runs: number[] = []
  places.forEach((place) => {
    if (runs.length > 0 && runs.at(-1) === place - 1) runs[runs.length - 1] = place
    else runs.push(place, place)
  })
  return runs
}
