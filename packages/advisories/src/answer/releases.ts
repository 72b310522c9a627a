import type { StoredEntry } from '../file/items.ts'
import { type Assessment, assess, isAloneSilent } from './assess.ts'
import type { PackageView } from './view.ts'

const clear = 0
const affected = 1
const undecided = 2

/** The releases of a package, as points, and what the records together say of each; worked out when it is first asked for. */
export class Releases {
  readonly view: PackageView
  private states: Uint8Array | null = null
  private readonly assessments = new Map<number, Assessment>()

  constructor(view: PackageView) {
    this.view = view
  }

  /** The first release after the point, or -1. */
  next(point: number): number {
    for (let next = point + 1; next < this.view.size; next += 1) if (this.view.isRelease(next)) return next
    return -1
  }

  /** The last release before the point, or -1. */
  previous(point: number): number {
    for (let previous = point - 1; previous >= 0; previous -= 1) if (this.view.isRelease(previous)) return previous
    return -1
  }

  /** Oldest first. */
  all(): number[] {
    const points: number[] = []
    for (let point = this.next(-1); point >= 0; point = this.next(point)) points.push(point)
    return points
  }

  /** True where a record certainly covers the release. */
  isAffected(point: number): boolean {
    return this.state(point) === affected
  }

  /** True where no record covers the release, but of one it cannot be told. */
  isUndecided(point: number): boolean {
    return this.state(point) === undecided
  }

  /** All that the records say of the release. */
  assess(point: number): Assessment {
    const known = this.assessments.get(point)
    if (known !== undefined) return known
    const fresh = assess(this.view.place(this.view.version(point)), this.view)
    this.assessments.set(point, fresh)
    return fresh
  }

  /** For each point, 1 where the records of one flaw cover it. */
  coverageOf(group: number): Uint8Array {
    const covered = new Uint8Array(this.view.size)
    for (const entry of this.view.entriesOf(group)) paintCertain(covered, entry)
    return covered
  }

  private state(point: number): number {
    this.states ??= this.paintAll()
    return this.states[point] ?? clear
  }

  private paintAll(): Uint8Array {
    const { size, entries } = this.view
    const states = new Uint8Array(size)
    for (const entry of entries) {
      if (entry.silent && isAloneSilent(entry, this.view)) states.fill(undecided)
      paintIntervals(states, entry, false)
    }
    for (const entry of entries) paintCertain(states, entry)
    return states
  }
}

function paintCertain(states: Uint8Array, entry: StoredEntry): void {
  paintIntervals(states, entry, true)
  for (let index = 0; index < entry.runs.length; index += 2)
    states.fill(affected, entry.runs[index], (entry.runs[index + 1] ?? 0) + 1)
}

/** Exact for the points that are no local versions, which is all that releases are. */
function paintIntervals(states: Uint8Array, entry: StoredEntry, wanted: boolean): void {
  for (const { from, to, end, certain } of entry.intervals) {
    if (certain !== wanted) continue
    const stop = end === 'open' ? states.length : end === 'before' ? to : to + 1
    if (stop > from) states.fill(certain ? affected : undecided, Math.max(from, 0), stop)
  }
}
