import { parseVersion, type Version } from '@cordon/pypa'
import type { StoredInterval } from '../file/items.ts'
import type { Interval } from '../records/intervals.ts'

/** One version that a package's records name. */
export interface Point {
  readonly key: string
  /** Of its spellings the shortest, and of those the smallest. */
  text: string
  /** True for a release that an index serves: listed, fixed or last affected, and no local version. */
  released: boolean
  /** Its number among the package's versions, oldest first; known after `sort`. */
  place: number
}

/** Every version that a package's records name. */
export class PointSet {
  private readonly byText = new Map<string, Point | null>()
  private readonly byKey = new Map<string, Point>()

  /** The point of a listed version, or null for a text that PEP 440 cannot read. */
  list(text: string): Point | null {
    const known = this.byText.get(text)
    if (known !== undefined) return known
    const version = parseVersion(text)
    const point = version === null ? null : this.add(version, true)
    this.byText.set(text, point)
    return point
  }

  add(version: Version, released: boolean): Point {
    const { key, local } = version
    const text = version.raw.trim()
    let point = this.byKey.get(key)
    if (point === undefined) {
      point = { key, text, released: false, place: -1 }
      this.byKey.set(key, point)
    } else if (text.length < point.text.length || (text.length === point.text.length && text < point.text)) {
      point.text = text
    }
    point.released ||= released && local === null
    return point
  }

  /** All points, oldest first, numbered. */
  sort(): Point[] {
    const points = [...this.byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
    points.forEach((point, place) => {
      point.place = place
    })
    return points
  }

  /** The number of a version after `sort`; -1 for none. */
  placeOf(key: string): number {
    return this.byKey.get(key)?.place ?? -1
  }
}

/** Intervals by the places of their ends, each once, in one order whatever the order of the input. */
export function placeIntervals(intervals: readonly Interval[], points: PointSet): StoredInterval[] {
  const placed = new Map<string, StoredInterval>()
  for (const { from, to, end, fixed, certain, text } of intervals) {
    const [start, stop] = [points.placeOf(from), end === 'open' ? -1 : points.placeOf(to)]
    placed.set(`${start} ${stop} ${end} ${fixed} ${certain} ${text}`, {
      from: start,
      to: stop,
      end,
      fixed,
      certain,
      text,
    })
  }
  return [...placed]
    .sort(([a, x], [b, y]) => x.from - y.from || x.to - y.to || (a < b ? -1 : 1))
    .map(([, each]) => each)
}

/** Listed versions as the places of the first and the last of each run, ascending. */
export function placeRuns(listed: readonly Point[]): number[] {
  const places = new Uint32Array(listed.length)
  listed.forEach(({ place }, index) => {
    places[index] = place
  })
  places.sort()
  const runs: number[] = []
  let last = -2
  for (const place of places) {
    if (place === last) continue
    if (place === last + 1) runs[runs.length - 1] = place
    else runs.push(place, place)
    last = place
  }
  return runs
}
