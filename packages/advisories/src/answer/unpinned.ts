import { type PackageName, type SpecifierSet, satisfies } from '@cordon/pypa'
import { groupHits, type Hit, type Hits } from './assess.ts'
import { names } from './names.ts'
import type { Releases } from './releases.ts'
import type { PackageView } from './view.ts'

/** Flaws of every version there is: certain without knowing which one will be installed. */
export function hitsOfEveryVersion(view: PackageView): Hits {
  const hits: Hit[] = []
  for (const entry of view.entries) {
    const whole = entry.intervals.find(({ from, end, certain }) => from < 0 && end === 'open' && certain)
    if (whole !== undefined) hits.push({ entry, intervals: [whole], listed: null })
  }
  return groupHits(hits)
}

/** The range of verdicts over the releases that the advisories know and the specifier admits, in one sentence. */
export function describeUnpinned(name: PackageName, specifier: SpecifierSet | null, releases: Releases | null): string {
  const begin = 'no version is fixed'
  if (releases === null || releases.view.entries.length === 0) return `${begin}; no advisory names ${name}`
  const that = specifier === null || specifier.clauses.length === 0 ? '' : ` that \`${specifier.raw}\` admits`
  const { view } = releases
  const admitted = admittedOf(releases, specifier)
  const newest = admitted.at(-1)
  if (newest === undefined) return `${begin}; the advisories about ${name} know no release${that}`
  const affected = admitted.filter((point) => releases.isAffected(point))
  const undecided = admitted.filter((point) => releases.isUndecided(point))
  const lowest = admitted.find((point) => !releases.isAffected(point) && !releases.isUndecided(point))
  const notes = [begin, `${affected.length} of ${admitted.length} known releases${that} are affected`]
  if (undecided.length > 0)
    notes.push(`of ${undecided.length} it cannot be told (${names(undecidedIds(undecided, releases))})`)
  notes.push(
    lowest === undefined ? 'none is known to be clear' : `the lowest that is clear is ${view.version(lowest).raw}`,
  )
  if (affected.at(-1) === newest) notes.push(`the newest of them, ${view.version(newest).raw}, is affected`)
  return notes.join('; ')
}

/** PEP 440: pre-releases count only where the specifier names one, or where there is nothing else. */
function admittedOf(releases: Releases, specifier: SpecifierSet | null): number[] {
  const { view } = releases
  const set = specifier ?? { raw: '', clauses: [] }
  const known = releases.all()
  const usual = known.filter((point) => satisfies(view.version(point), set))
  return usual.length > 0 ? usual : known.filter((point) => satisfies(view.version(point), set, true))
}

function undecidedIds(points: readonly number[], releases: Releases): string[] {
  const records = points.flatMap((point) => releases.assess(point).undecided.map(({ entry }) => entry.record))
  return [...new Set(records)].sort((a, b) => a - b).map((record) => releases.view.library.recordId(record))
}
