/**
 * The advisories once more, slowly and plainly: an oracle for benchmarks and for tests on real lock files. It reads the OSV
 * records themselves, compares versions part by part as PEP 440 tells, and shares no line with any room of the product.
 */
import { compare, parse, type Version, withLocalOf } from './slow-version.ts'

/** What matching needs of an OSV record. */
export interface OsvRecord {
  readonly id: string
  readonly modified?: string
  readonly withdrawn?: string | null
  readonly affected?: readonly OsvAffected[]
}

export interface OsvAffected {
  readonly package?: { readonly ecosystem?: string; readonly name?: string }
  readonly versions?: readonly string[]
  readonly ranges?: readonly OsvRange[]
}

export interface OsvRange {
  readonly type: string
  readonly events: readonly OsvEvent[]
}

export type OsvEvent = Readonly<Partial<Record<Kind, string>>>

export interface Pin {
  readonly name: string
  readonly version: string
}

type Answer = 'hit' | 'miss' | 'undecided'

/**
 * The ids of the live records that certainly match each pin, sorted; by `name==version` as the pin was given. Every pin has
 * an entry. A record whose range has a bound that PEP 440 cannot read matches where it does so wherever that bound may lie;
 * for what then stays open see `slowUndecided`.
 */
export function slowMatch(records: Iterable<OsvRecord>, pins: readonly Pin[]): Map<string, string[]> {
  return collect(records, pins, 'hit')
}

/** As `slowMatch`: the records that may match or not, for a bound of theirs cannot be read. */
export function slowUndecided(records: Iterable<OsvRecord>, pins: readonly Pin[]): Map<string, string[]> {
  return collect(records, pins, 'undecided')
}

function collect(records: Iterable<OsvRecord>, pins: readonly Pin[], wanted: Answer): Map<string, string[]> {
  const byName = recordsByName(records)
  const found = new Map<string, string[]>()
  for (const { name, version } of pins) {
    const normal = normalize(name)
    const matching = (byName.get(normal) ?? []).filter((record) => judge(record, normal, version) === wanted)
    found.set(`${name}==${version}`, matching.map(({ id }) => id).sort())
  }
  return found
}

/** Live records by each name they speak of. Of records with one id the one that was modified last counts. */
function recordsByName(records: Iterable<OsvRecord>): Map<string, OsvRecord[]> {
  const byId = new Map<string, OsvRecord>()
  for (const record of records) {
    const other = byId.get(record.id)
    if (other === undefined || (other.modified ?? '') < (record.modified ?? '')) byId.set(record.id, record)
  }
  const byName = new Map<string, OsvRecord[]>()
  for (const record of byId.values()) {
    if (record.withdrawn) continue
    for (const name of new Set((record.affected ?? []).map(nameOf))) {
      if (name !== null) byName.set(name, [...(byName.get(name) ?? []), record])
    }
  }
  return byName
}

function nameOf(affected: OsvAffected): string | null {
  const { ecosystem, name } = affected.package ?? {}
  return ecosystem === 'PyPI' && name !== undefined ? normalize(name) : null
}

/** PEP 503. */
function normalize(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

function judge(record: OsvRecord, name: string, installed: string): Answer {
  const entries = (record.affected ?? []).filter((affected) => nameOf(affected) === name)
  return anyOf(entries.map((affected) => judgeEntry(record.id, affected, installed)))
}

/** One hit is a hit; without one, an open question keeps the answer open. */
function anyOf(answers: readonly Answer[]): Answer {
  if (answers.includes('hit')) return 'hit'
  return answers.includes('undecided') ? 'undecided' : 'miss'
}

function judgeEntry(id: string, affected: OsvAffected, installed: string): Answer {
  const listed = affected.versions ?? []
  const version = parse(installed)
  // A version that cannot be read is found in the list by its text, and no range can tell.
  if (version === null) return listed.some((text) => text.trim() === installed.trim()) ? 'hit' : 'miss'
  if (listed.some((text) => isSame(text, version))) return 'hit'
  if (id.startsWith('MAL-') && listed.length > 0) return 'miss'
  const ranges = (affected.ranges ?? []).filter(({ type }) => type === 'ECOSYSTEM')
  return anyOf(ranges.map((range) => judgeRange(range, version)))
}

function isSame(text: string, installed: Version): boolean {
  const version = parse(text)
  return version !== null && compare(version, withLocalOf(version, installed)) === 0
}

const kinds = ['introduced', 'last_affected', 'fixed', 'limit'] as const
type Kind = (typeof kinds)[number]

/** A bound at a version, or directly below it; `null` is below every version. */
interface Bound {
  readonly kind: Kind
  readonly at: Version | null
  readonly below: boolean
}

const mostArrangements = 100_000

/** If the answer is the same wherever the unreadable bounds lie, it is the answer. */
function judgeRange(range: OsvRange, installed: Version): Answer {
  let arrangements: readonly (readonly Bound[])[] = [[]]
  for (const event of range.events) {
    for (const kind of kinds) {
      const text = event[kind]
      if (text === undefined || (kind === 'limit' && text === '*')) continue
      const places = placesOf(kind, text, installed)
      arrangements = arrangements.flatMap((bounds) => places.map((place) => [...bounds, place]))
      if (arrangements.length > mostArrangements) return 'undecided'
    }
  }
  const answers = new Set(arrangements.map((bounds) => isInside(bounds, installed)))
  if (answers.size > 1) return 'undecided'
  return answers.has(true) ? 'hit' : 'miss'
}

/**
 * Where a bound lies: one place if it can be read. If it begins as a release and cannot be read further (`2.6.0-NA`), then
 * among the versions of that release; else anywhere. The places that can make a difference are the lowest, the highest,
 * the installed version, and directly below that.
 */
function placesOf(kind: Kind, text: string, installed: Version): readonly Bound[] {
  if (kind === 'introduced' && text === '0') return [{ kind, at: null, below: false }]
  const version = parse(text)
  if (version !== null) return [{ kind, at: version, below: false }]
  const { lowest, highest } = surroundings(text)
  const places = [
    { kind, at: lowest, below: false },
    { kind, at: highest, below: true },
  ]
  const isBetween = (lowest === null || compare(installed, lowest) > 0) && compare(installed, highest) < 0
  if (isBetween) places.push({ kind, at: installed, below: false }, { kind, at: installed, below: true })
  return places
}

const aboveAll = version('99999999999999999999!0')

function surroundings(text: string): { readonly lowest: Version | null; readonly highest: Version } {
  const release = /^v?(\d{1,9}(?:\.\d{1,9}){1,9})(?!\d)/i.exec(text)?.[1]
  if (release === undefined) return { lowest: null, highest: aboveAll }
  const numbers = release.split('.').map(Number)
  const next = [...numbers.slice(0, -1), (numbers.at(-1) ?? 0) + 1]
  return { lowest: version(`${release}.dev0`), highest: version(`${next.join('.')}.dev0`) }
}

function version(text: string): Version {
  const found = parse(text)
  if (found === null) throw new Error(`${text} is not a version.`)
  return found
}

/** The nearest bound at or below the installed version decides; of several at one version the last in the order of kinds. */
function isInside(bounds: readonly Bound[], installed: Version): boolean {
  const sorted = withOneLimit(bounds).toSorted(
    (a, b) => comparePlaces(a, b) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind),
  )
  const nearest = sorted.findLast((bound) => compareWith(bound, installed) <= 0)
  if (nearest === undefined) return false
  if (nearest.kind === 'introduced') return true
  return nearest.kind === 'last_affected' && compareWith(nearest, installed) === 0
}

/** To be below one of several limits is enough, so the highest counts. */
function withOneLimit(bounds: readonly Bound[]): readonly Bound[] {
  const limits = bounds.filter(({ kind }) => kind === 'limit').toSorted(comparePlaces)
  return [...bounds.filter(({ kind }) => kind !== 'limit'), ...limits.slice(-1)]
}

function comparePlaces(a: Bound, b: Bound): number {
  if (a.at === null || b.at === null) return Number(b.at === null) - Number(a.at === null)
  return compare(a.at, b.at) || Number(b.below) - Number(a.below)
}

/** Negative, zero or positive as the bound is below, at or above the installed version. */
function compareWith(bound: Bound, installed: Version): number {
  if (bound.at === null) return -1
  return compare(bound.at, withLocalOf(bound.at, installed)) || (bound.below ? -1 : 0)
}
