import { compareVersions, parseVersion, type Version } from '@cordon/pypa'
import { damaged } from '../error.ts'
import type { DecodedPackage } from '../file/decode.ts'
import type { StoredEntry, StoredInterval } from '../file/items.ts'
import { describeFlaw, type Flaw } from './flaw.ts'
import type { Library } from './library.ts'
import { isVisible, type Moment } from './moment.ts'

/** Where a version lies among the points of its package. */
export interface Place {
  /** The last point at or below it; -1 for none. */
  readonly at: number
  /** The point that it equals; -1 for none. */
  readonly exact: number
  /** The point that equals it without its local part; -1 for none, and for a version without one. */
  readonly public: number
}

/** A package as it was known at a moment: its versions by point (oldest is 0) and what the records say of them. */
export class PackageView {
  readonly entries: readonly StoredEntry[]
  readonly library: Library
  private readonly moment: Moment
  private readonly stored: DecodedPackage
  private readonly versions: (Version | undefined)[] = []
  private readonly flaws = new Map<number, Flaw>()
  private readonly clauses = new Map<StoredInterval, string>()
  private groups: ReadonlyMap<number, readonly StoredEntry[]> | null = null

  constructor(stored: DecodedPackage, library: Library, moment: Moment) {
    this.stored = stored
    this.library = library
    this.moment = moment
    this.entries = stored.entries.filter((entry) =>
      moment.end === null ? entry.live : isVisible(library.record(entry.record), moment),
    )
  }

  /** How many points there are. */
  get size(): number {
    return this.stored.size
  }

  /** True for a point that is a release as far as the records tell, and that an index can serve: not a local version. */
  isRelease(point: number): boolean {
    return this.stored.isReleased(point)
  }

  version(point: number): Version {
    const known = this.versions[point]
    if (known !== undefined) return known
    const version = parseVersion(this.text(point))
    if (version === null) throw damaged('a version that is none')
    this.versions[point] = version
    return version
  }

  place(version: Version): Place {
    const at = this.lastAtOrBelow(version)
    const exact = at >= 0 && this.compare(version, at) === 0 ? at : -1
    const whole = version.local === null ? null : parseVersion(version.normalized.split('+', 1)[0] ?? '')
    if (whole === null) return { at, exact, public: -1 }
    const below = this.lastAtOrBelow(whole)
    return { at, exact, public: below >= 0 && this.compare(whole, below) === 0 ? below : -1 }
  }

  private lastAtOrBelow(version: Version): number {
    let low = 0
    let high = this.size
    // What is kept up to date is newer than all that advisories speak of.
    if (high > 0 && this.compare(version, high - 1) >= 0) return high - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.compare(version, middle) >= 0) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  private compare(version: Version, point: number): number {
    return compareVersions(version, this.version(point))
  }

  private text(point: number): string {
    return this.library.text(this.stored.pointText(point))
  }

  /** What the records of one flaw say of the package. */
  entriesOf(group: number): readonly StoredEntry[] {
    this.groups ??= Map.groupBy(this.entries, (entry) => entry.group)
    return this.groups.get(group) ?? []
  }

  flaw(group: number): Flaw {
    const known = this.flaws.get(group)
    if (known !== undefined) return known
    const flaw = describeFlaw(this.library.group(group), this.entriesOf(group), this.library, this.moment)
    this.flaws.set(group, flaw)
    return flaw
  }

  /** The text of an interval, as a version specifier where its ends say all. */
  clause(interval: StoredInterval): string {
    const known = this.clauses.get(interval)
    if (known !== undefined) return known
    const text = interval.text ?? this.specifier(interval)
    this.clauses.set(interval, text)
    return text
  }

  private specifier({ from, to, end }: StoredInterval): string {
    const last = end === 'open' ? '' : this.version(to).raw
    if (end === 'through' && from === to) return `==${last}`
    const lower = from < 0 ? [] : [`>=${this.version(from).raw}`]
    const upper = end === 'open' ? [] : [`${end === 'before' ? '<' : '<='}${last}`]
    return lower.length + upper.length === 0 ? 'every version' : [...lower, ...upper].join(', ')
  }
}
