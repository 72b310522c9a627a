import type { AdvisoryAnswer } from '@cordon/model'
import type { AnyVersion, LegacyVersion, PackageName, SpecifierSet, Version } from '@cordon/pypa'
import type { DatabaseMeta } from '../file/items.ts'
import { assess, describeAll, groupHits, type Hit, type Undecided } from './assess.ts'
import { chooseFix } from './fix.ts'
import { type Library, openLibrary } from './library.ts'
import { type Moment, momentOf } from './moment.ts'
import { names } from './names.ts'
import { Releases } from './releases.ts'
import { describeUnpinned, hitsOfEveryVersion } from './unpinned.ts'
import { PackageView } from './view.ts'

/** A dependency to ask about. */
export interface AdvisoryQuery {
  readonly name: PackageName
  /** Null when no version is fixed. */
  readonly version: AnyVersion | null
  /** What is demanded where no version is fixed; null for anything. */
  readonly specifier: SpecifierSet | null
  readonly ecosystem: 'pypi' | 'conda'
}

export interface AnswerOptions {
  /** Judge as the world was known at the end of that day (UTC), or at that instant. */
  readonly asOf?: string | undefined
  /** What the project allows a fix to be. */
  readonly constraint?: SpecifierSet | null | undefined
}

export interface AdvisoryDatabase {
  readonly meta: DatabaseMeta
  /** What the advisories say. Throws `AdvisoryError`: `BAD_DATE`, or `DATABASE_DAMAGED` for a forged file. */
  answer(query: AdvisoryQuery, options?: AnswerOptions): AdvisoryAnswer
}

/**
 * Opens the bytes of a database: checks header and checksum, and decodes nothing before it is asked for. The bytes must not
 * change afterwards. Throws `AdvisoryError`: `NOT_A_DATABASE`, `DATABASE_VERSION`, `DATABASE_DAMAGED`.
 */
export function openDatabase(bytes: Uint8Array): AdvisoryDatabase {
  const library = openLibrary(bytes)
  const packages = new Map<PackageName, Releases | null>()
  let asOf: string | undefined
  let moment = momentOf(undefined)
  return {
    meta: library.meta,
    answer(query, options = {}) {
      if (options.asOf !== asOf) {
        moment = momentOf(options.asOf)
        asOf = options.asOf
        packages.clear()
      }
      let releases = packages.get(query.name)
      if (releases === undefined) {
        releases = openPackage(query.name, library, moment)
        packages.set(query.name, releases)
      }
      return answerFrom(releases, query, options.constraint ?? null)
    },
  }
}

function openPackage(name: PackageName, library: Library, moment: Moment): Releases | null {
  const stored = library.findPackage(name)
  return stored === null ? null : new Releases(new PackageView(stored, library, moment))
}

/** What nearly every answer is. */
const unaffected: AdvisoryAnswer = { kind: 'known', matches: [], fix: null }

function answerFrom(
  releases: Releases | null,
  { name, version, specifier, ecosystem }: AdvisoryQuery,
  constraint: SpecifierSet | null,
): AdvisoryAnswer {
  if (ecosystem === 'conda')
    return {
      kind: 'unknown',
      code: 'UNMAPPED',
      detail: `${name} is a conda package; which package of the Python index it is made of is not known`,
      matches: [],
    }
  if (version === null)
    return {
      kind: 'unknown',
      code: 'UNPINNED',
      detail: describeUnpinned(name, specifier, releases),
      matches: releases === null ? [] : describeAll(hitsOfEveryVersion(releases.view), null, releases.view),
    }
  if (version.kind === 'legacy') return answerLegacy(version, name, releases?.view ?? null)
  return releases === null ? unaffected : answerVersion(version, releases, constraint)
}

/** A version that PEP 440 cannot read has no place in an order: only a list that names it is certain. */
function answerLegacy(version: LegacyVersion, name: PackageName, view: PackageView | null): AdvisoryAnswer {
  const text = version.raw.trim()
  const hits = (view?.entries ?? [])
    .filter(({ legacy }) => legacy.includes(text))
    .map((entry): Hit => ({ entry, intervals: [], listed: text }))
  return {
    kind: 'unknown',
    code: 'LEGACY_VERSION',
    detail: `${text.slice(0, 80)} is not a PEP 440 version, so the ranges of advisories about ${name} cannot be compared with it`,
    matches: view === null ? [] : describeAll(groupHits(hits), null, view),
  }
}

function answerVersion(version: Version, releases: Releases, constraint: SpecifierSet | null): AdvisoryAnswer {
  const { view } = releases
  const place = view.place(version)
  const { hits, undecided } = assess(place, view)
  if (hits.size === 0 && undecided.length === 0) return unaffected
  const matches = describeAll(hits, place, view)
  const fix = chooseFix({ installed: version, place, hits, constraint }, releases)
  if (undecided.length === 0) return { kind: 'known', matches, fix }
  return {
    kind: 'unknown',
    code: 'UNREADABLE_ADVISORY',
    detail: describeUndecided(version, undecided, view),
    matches,
    fix,
  }
}

function describeUndecided(version: Version, undecided: readonly Undecided[], { library }: PackageView): string {
  const idOf = ({ entry }: Undecided): string => library.recordId(entry.record)
  const silent = undecided.filter(({ clause }) => clause === null)
  const unreadable = undecided.filter(({ clause }) => clause !== null)
  const notes: string[] = []
  if (unreadable.length > 0) {
    const clauses = unreadable.map((each) => `\`${each.clause}\` of ${idOf(each)}`)
    notes.push(`whether ${version.raw} is in ${names(clauses)} cannot be told, for it names no PEP 440 version`)
  }
  if (silent.length > 0) notes.push(`which releases are affected is not told by ${names(silent.map(idOf))}`)
  return notes.join('; ')
}
