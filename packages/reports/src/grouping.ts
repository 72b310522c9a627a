import type { Decision, FixChoice, LayerReference, Location, Severity } from '@cordon/model'
import {
  compareDecision,
  comparePlace,
  compareSeverity,
  compareText,
  distinct,
  hardestDecision,
  worstSeverity,
} from './order.ts'
import {
  compareFindings,
  evidenceOf,
  isAdvisory,
  isMalware,
  type JudgedFinding,
  type JudgedUnknown,
  type Reading,
} from './reading.ts'
import { groupsOf } from './shapes.ts'

/** Where a package is asked for. */
export interface PlaceOfPackage {
  readonly at: Location
  readonly groups: readonly string[]
  /** Who pulled it in, as purls, outermost first. */
  readonly via: readonly string[]
  /** The layer of an image that it is from. */
  readonly layer: LayerReference | null
}

/** All that the advisories say of one release, wherever it stands. */
export interface PackageBlock {
  readonly name: string
  readonly version: string | null
  readonly decision: Decision
  readonly worst: Severity
  readonly malware: boolean
  readonly flaws: readonly JudgedFinding[]
  readonly places: readonly PlaceOfPackage[]
  readonly fix: FixChoice | null
}

/** One finding that no advisory gives, with its place. */
export interface PracticeEntry {
  readonly at: Location
  /** The package, null for a finding about a file. */
  readonly name: string | null
  /** The offending text as written, or the package where there is none. */
  readonly text: string
  readonly judged: JudgedFinding
}

/** All findings of one check, or (for checks of files) of one file. */
export interface PracticeGroup {
  readonly check: string
  readonly title: string
  readonly severity: Severity
  readonly decision: Decision
  /** What to do, distinct: the advice can depend on the kind of file. */
  readonly remedies: readonly string[]
  readonly entries: readonly PracticeEntry[]
}

/** One reason why something is not known, with everything it holds for. */
export interface UnknownGroup {
  readonly code: string
  readonly decision: Decision
  readonly detail: string
  readonly subjects: readonly UnknownSubject[]
}

export interface UnknownSubject {
  /** Null for a file as a whole. */
  readonly name: string | null
  readonly version: string | null
  readonly at: Location
  readonly detail: string
}

/** Puts items into lists by a key, in the order of first appearance. */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): ReadonlyMap<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

/** Identity of a release in a report: name and version (a lock's, where the line has none), or the name alone. */
export function releaseKey(reading: Reading): string {
  return `${reading.name ?? ''}@${reading.release ?? ''}`
}

/** One judgement per flaw: the hardest over all places. */
function mergeFlaws(readings: readonly Reading[]): readonly JudgedFinding[] {
  const flaws = readings.flatMap((reading) => reading.findings.filter(isAdvisory)).sort(compareFindings)
  return [...groupBy(flaws, (flaw) => flaw.finding.id).values()].map(([hardest]) => hardest)
}

function blockOf(readings: readonly [Reading, ...Reading[]]): PackageBlock {
  const [{ name, release }] = readings
  const flaws = mergeFlaws(readings)
  const places = readings.map(({ verdict: { inspection } }) => ({
    at: inspection.at,
    groups: inspection.dependency === null ? [] : groupsOf(inspection.dependency),
    via: inspection.via,
    layer: inspection.dependency?.installed?.layer ?? null,
  }))
  return {
    name: name ?? '',
    version: release,
    decision: hardestDecision(flaws.map((flaw) => flaw.decision)),
    worst: worstSeverity(flaws.map((flaw) => flaw.finding.severity)),
    malware: flaws.some(isMalware),
    flaws,
    places: places.sort((a, b) => comparePlace(a.at, b.at)),
    fix: flaws.find((flaw) => flaw.finding.fix != null)?.finding.fix ?? null,
  }
}

/** Releases that an advisory names, worst first. */
export function groupPackages(readings: readonly Reading[]): readonly PackageBlock[] {
  const named = readings.filter((reading) => reading.name !== null && reading.findings.some(isAdvisory))
  return [...groupBy(named, releaseKey).values()]
    .map(blockOf)
    .sort(
      (a, b) =>
        compareDecision(a.decision, b.decision) ||
        Number(b.malware) - Number(a.malware) ||
        compareSeverity(a.worst, b.worst) ||
        compareText(a.name, b.name) ||
        compareText(a.version ?? '', b.version ?? ''),
    )
}

function entriesOf(reading: Reading): readonly PracticeEntry[] {
  return reading.findings
    .filter((judged) => !isAdvisory(judged))
    .map((judged) => {
      const { at, text } = evidenceOf(reading, judged)
      return { at, name: reading.name, text: text || (reading.name ?? ''), judged }
    })
}

function practiceGroup(entries: readonly [PracticeEntry, ...PracticeEntry[]]): PracticeGroup {
  const [{ judged }] = entries
  return {
    check: judged.check,
    title: judged.finding.title,
    severity: worstSeverity(entries.map((each) => each.judged.finding.severity)),
    decision: hardestDecision(entries.map((each) => each.judged.decision)),
    remedies: distinct(entries.map((each) => each.judged.finding.remedy)),
    entries: [...entries].sort(
      (a, b) =>
        compareDecision(a.judged.decision, b.judged.decision) ||
        comparePlace(a.at, b.at) ||
        compareText(a.text, b.text),
    ),
  }
}

function compareGroups(a: PracticeGroup, b: PracticeGroup): number {
  return (
    compareDecision(a.decision, b.decision) || compareSeverity(a.severity, b.severity) || compareText(a.check, b.check)
  )
}

/** Findings about packages that no advisory gives, by check, worst first. */
export function groupPractices(readings: readonly Reading[]): readonly PracticeGroup[] {
  const entries = readings.filter((reading) => reading.name !== null).flatMap(entriesOf)
  return [...groupBy(entries, (entry) => entry.judged.check).values()].map(practiceGroup).sort(compareGroups)
}

/** Findings about files as a whole: by path, then by check, worst first. */
export function groupFiles(readings: readonly Reading[]): ReadonlyMap<string, readonly PracticeGroup[]> {
  const entries = readings.filter((reading) => reading.name === null).flatMap(entriesOf)
  const byPath = [...groupBy(entries, (entry) => entry.at.path)].sort(([a], [b]) => compareText(a, b))
  return new Map(
    byPath.map(([path, own]) => [
      path,
      [...groupBy(own, (entry) => entry.judged.check).values()].map(practiceGroup).sort(compareGroups),
    ]),
  )
}

/** What no check could answer, by code, hardest first; a release counts once however many checks asked. */
export function groupUnknowns(readings: readonly Reading[]): readonly UnknownGroup[] {
  const asked: { readonly reading: Reading; readonly unknown: JudgedUnknown }[] = []
  for (const reading of readings) for (const unknown of reading.unknowns) asked.push({ reading, unknown })
  const groups = [...groupBy(asked, ({ unknown }) => unknown.code)].map(([code, own]) => {
    const subjects = own.map(({ reading, unknown }) => ({
      name: reading.name,
      version: reading.release,
      at: reading.verdict.inspection.at,
      detail: unknown.detail,
    }))
    const releases = [
      ...groupBy(subjects, (each) =>
        each.name === null ? `/${each.at.path}` : `${each.name}@${each.version ?? ''}`,
      ).values(),
    ]
    return {
      code,
      decision: hardestDecision(own.map(({ unknown }) => unknown.decision)),
      detail: own[0].unknown.detail,
      subjects: releases
        .map(([first]) => first)
        .sort((a, b) => compareText(a.name ?? '', b.name ?? '') || comparePlace(a.at, b.at)),
    }
  })
  return groups.sort((a, b) => compareDecision(a.decision, b.decision) || compareText(a.code, b.code))
}
