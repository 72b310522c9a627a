import type { FixChoice } from '@cordon/model'
import { type SpecifierSet, satisfies, type Version } from '@cordon/pypa'
import { type Assessment, fixesOf, type Hits } from './assess.ts'
import { names } from './names.ts'
import type { Releases } from './releases.ts'
import type { PackageView, Place } from './view.ts'

/** The release to move away from. */
export interface FixRequest {
  readonly installed: Version
  readonly place: Place
  readonly hits: Hits
  /** What the project allows; null for anything. */
  readonly constraint: SpecifierSet | null
}

const shownRefusals = 3

/**
 * The nearest later release that no advisory calls affected: of final releases first (unless the installed one is a
 * pre-release itself), and of those first one about which every record can be read. Null when there is nothing to fix.
 */
export function chooseFix(request: FixRequest, releases: Releases): FixChoice | null {
  if (request.hits.size === 0) return null
  const { view } = releases
  const chosen = pick(request, request.constraint, releases)
  if (chosen >= 0) {
    const because = [...explain(chosen, request, releases), ...refusals(chosen, request, releases)]
    return { version: view.version(chosen).raw, unfixable: [], because: because.join('; ') }
  }
  const unfixable = findUnfixable(request, releases)
  const refused = request.constraint === null ? -1 : pick(request, null, releases)
  const notes = refused >= 0 ? explainRefused(refused, request, view) : explainNone(unfixable, request, releases)
  const because = [...notes, ...refusals(refused < 0 ? view.size : refused, request, releases)]
  return { version: null, unfixable: groupIds(unfixable, view), because: because.join('; ') }
}

function isAdmitted(version: Version, constraint: SpecifierSet | null): boolean {
  return constraint === null || satisfies(version, constraint, true)
}

/** The release to choose, or -1. */
function pick({ installed, place }: FixRequest, constraint: SpecifierSet | null, releases: Releases): number {
  let undecided = -1
  let early = -1
  for (let point = releases.next(place.at); point >= 0; point = releases.next(point)) {
    if (releases.isAffected(point)) continue
    const version = releases.view.version(point)
    if (!isAdmitted(version, constraint)) continue
    if (version.isPrerelease && !installed.isPrerelease) early = early < 0 ? point : early
    else if (releases.isUndecided(point)) undecided = undecided < 0 ? point : undecided
    else return point
  }
  return undecided < 0 ? early : undecided
}

/** Flaws that every later release has. */
function findUnfixable({ hits, place }: FixRequest, releases: Releases): number[] {
  return [...hits.keys()].filter((group) => {
    const covered = releases.coverageOf(group)
    for (let point = releases.next(place.at); point >= 0; point = releases.next(point))
      if (covered[point] === 0) return false
    return true
  })
}

function explain(chosen: number, { installed, hits, constraint }: FixRequest, releases: Releases): string[] {
  const within = constraint === null || constraint.clauses.length === 0 ? '' : ` that \`${constraint.raw}\` admits`
  const version = releases.view.version(chosen)
  const notes = [`${version.raw} is the nearest known release${within} that clears ${flaws(hits.size)}`]
  if (version.isPrerelease && !installed.isPrerelease) notes.push('it is a pre-release; no final one is clear')
  if (releases.isUndecided(chosen)) {
    const records = recordIds(releases.assess(chosen).undecided, releases.view)
    notes.push(`whether it is affected by ${names(records)} cannot be told`)
  }
  return notes
}

/** The constraint is all that stands against a release. */
function explainRefused(point: number, { hits, constraint }: FixRequest, view: PackageView): string[] {
  const text = `${view.version(point).raw} is the nearest known release that clears ${flaws(hits.size)}`
  return [`${text}, and \`${constraint?.raw ?? ''}\` does not admit it`]
}

function explainNone(unfixable: readonly number[], request: FixRequest, releases: Releases): string[] {
  const { hits, place } = request
  const { view } = releases
  const notes: string[] = []
  if (releases.next(place.at) < 0) notes.push('the advisories know no later release')
  else if (unfixable.length > 0) notes.push(`no known release is free of ${names(groupIds(unfixable, view))}`)
  else notes.push('every later release that is known has a flaw')
  const rest = hits.size - unfixable.length
  const partial = findPartial(unfixable, request, releases)
  if (partial >= 0) notes.push(`${view.version(partial).raw} clears ${others(rest, unfixable)}`)
  const older = findOlder(request, releases)
  if (older >= 0) notes.push(`the newest older release that is clear is ${view.version(older).raw}`)
  return notes
}

/** The nearest release that leaves only what cannot be fixed, or -1. */
function findPartial(unfixable: readonly number[], request: FixRequest, releases: Releases): number {
  const { hits, place, installed, constraint } = request
  const fixable = [...hits.keys()].filter((group) => !unfixable.includes(group))
  if (fixable.length === 0) return -1
  const coverages = fixable.map((group) => releases.coverageOf(group))
  for (let point = releases.next(place.at); point >= 0; point = releases.next(point)) {
    if (coverages.some((covered) => covered[point] === 1)) continue
    const version = releases.view.version(point)
    if (version.isPrerelease && !installed.isPrerelease) continue
    if (isAdmitted(version, constraint)) return point
  }
  return -1
}

/** The newest release before the installed one that every record calls clear, or -1. */
function findOlder({ place, installed, constraint }: FixRequest, releases: Releases): number {
  for (let point = releases.previous(place.at + 1); point >= 0; point = releases.previous(point)) {
    if (point === place.exact || point === place.public) continue
    if (releases.isAffected(point) || releases.isUndecided(point)) continue
    const version = releases.view.version(point)
    if (version.isPrerelease && !installed.isPrerelease) continue
    if (isAdmitted(version, constraint)) return point
  }
  return -1
}

/** Why the releases that end one of the flaws, below the chosen one, are not the answer: nearest first. */
function refusals(chosen: number, { hits, constraint }: FixRequest, releases: Releases): string[] {
  const ends = fixesOf([...hits.values()].flat())
  const lower = ends.filter((point) => point < chosen)
  const reasons = lower
    .slice(0, shownRefusals)
    .map((point) => `${releases.view.version(point).raw} ${refusal(point, constraint, releases)}`)
  const rest = lower.length - shownRefusals
  if (rest > 0) reasons.push(rest === 1 ? 'one more is refused' : `${rest} more are refused`)
  return reasons
}

function refusal(point: number, constraint: SpecifierSet | null, releases: Releases): string {
  const { view } = releases
  const { hits, undecided } = releases.assess(point)
  if (hits.size > 0) return `has ${names(groupIds([...hits.keys()], view))}`
  if (constraint !== null && !isAdmitted(view.version(point), constraint)) return `is not in \`${constraint.raw}\``
  if (undecided.length > 0) return `may have ${names(recordIds(undecided, view))}`
  return view.version(point).local === null ? 'is a pre-release' : 'is a local version'
}

function others(count: number, unfixable: readonly number[]): string {
  if (unfixable.length === 0) return flaws(count)
  return count === 1 ? 'the other one' : `the other ${count}`
}

function flaws(count: number): string {
  if (count === 1) return 'the flaw'
  return count === 2 ? 'both flaws' : `all ${count} flaws`
}

/** Keys of groups; those are numbered in the order of their keys. */
function groupIds(groups: readonly number[], { library }: PackageView): string[] {
  return groups.toSorted((a, b) => a - b).map((group) => library.groupKey(group))
}

function recordIds(undecided: Assessment['undecided'], { library }: PackageView): string[] {
  return undecided.map(({ entry }) => library.recordId(entry.record))
}
