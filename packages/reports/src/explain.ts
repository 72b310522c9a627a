import type { AdvisoryMatch, Because, Report } from '@cordon/model'
import { type PackageName, parseName } from '@cordon/pypa'
import { dayText, disputeSentence, epssSentence, kevSentence, originText, scoreText } from './facts-in-words.ts'
import type { RenderOptions } from './format.ts'
import { groupBy, groupPackages, releaseKey } from './grouping.ts'
import { nearNames } from './near-names.ts'
import { comparePlace, distinct, hardestDecision } from './order.ts'
import { isAdvisory, isMalware, type JudgedFinding, purlOfReading, type Reading, readReport } from './reading.ts'
import { groupsOf } from './shapes.ts'
import { layerText, packageText, placeText, purlText } from './text/names.ts'
import { type Screen, screenOf } from './text/screen.ts'
import { countOf, sentence, visible } from './text/visible.ts'
import { cutToWidth, displayWidth, fitToWidth, wrapToWidth } from './text/width.ts'
import { reasonOfUnknown } from './unknowns.ts'

const labelWidth = 12

/** `label       text`, the text wrapped beside the label. */
function labelled(label: string, text: string, screen: Screen, indent = 4): readonly string[] {
  const room = screen.columns - indent - labelWidth
  return wrapToWidth(text, room).map((line, index) => {
    const left = index === 0 ? screen.dim(fitToWidth(label, labelWidth)) : ' '.repeat(labelWidth)
    return `${' '.repeat(indent)}${left}${line}`
  })
}

function wordFor(decision: Because['decision']): string {
  return { block: 'BLOCKED', incomplete: 'INCOMPLETE', warn: 'WARNING', allow: 'ALLOWED' }[decision]
}

function titleLine(readings: readonly [Reading, ...Reading[]], screen: Screen): string {
  const [{ name, release }] = readings
  const decision = hardestDecision(readings.map((reading) => reading.verdict.decision))
  const word = wordFor(decision)
  const title = cutToWidth(packageText(name ?? '', release), screen.columns - word.length - 2)
  const space = ' '.repeat(Math.max(2, screen.columns - displayWidth(title) - word.length))
  return `${screen.bold(title)}${space}${screen.paintDecision(decision, word)}`
}

function placeLines(reading: Reading, screen: Screen): readonly string[] {
  const { dependency, at, via, direct, locked } = reading.verdict.inspection
  if (dependency === null) return []
  const groups = groupsOf(dependency)
  const path =
    via.length === 0 ? [] : [[...via.map(purlText), packageText(dependency.name, null)].join(` ${screen.arrow} `)]
  const asked = path[0] ?? (direct === true ? 'the project itself' : direct === false ? 'another package' : null)
  return [
    `  ${screen.bold(cutToWidth(placeText(at), screen.columns - 2))}`,
    ...labelled('Text', visible(dependency.text), screen),
    ...(groups.length === 0 ? [] : labelled('Groups', visible(groups.join(', ')), screen)),
    ...(dependency.installed?.layer == null ? [] : labelled('Layer', layerText(dependency.installed.layer), screen)),
    ...(dependency.marker === null ? [] : labelled('Only if', visible(dependency.marker.raw), screen)),
    ...labelled('From', originText(dependency.origin), screen),
    ...(asked === null ? [] : labelled('Asked by', asked, screen)),
    ...(locked === null ? [] : labelled('Locked', `${visible(locked.version)} at ${placeText(locked.at)}`, screen)),
  ]
}

function becauseText(because: Because | null, decision: Because['decision']): string {
  if (because === null) return decision
  return `${decision} by ${visible(because.rule)}: ${sentence(because.text)}`
}

function advisoryLines(match: AdvisoryMatch, screen: Screen): readonly string[] {
  const line = (label: string, text: string) => labelled(label, text, screen)
  return [
    ...(match.aliases.length === 0 ? [] : line('Also called', visible(match.aliases.join(', ')))),
    ...match.proof.flatMap(({ record, text }) => line('Matched', `${visible(record)}: ${sentence(text)}`)),
    ...match.vectors.flatMap((vector) =>
      line('Scored', `${scoreText(vector)} by ${visible(vector.vector)} (${visible(vector.record)})`),
    ),
    ...(match.kev === null ? [] : line('Exploited', kevSentence(match.kev))),
    ...(match.epss === null ? [] : line('Likelihood', epssSentence(match.epss))),
    ...line('Fixed in', match.fixed.length === 0 ? 'no release that is known' : visible(match.fixed.join(', '))),
    ...line('Published', `${dayText(match.published)}, changed ${dayText(match.modified)}`),
    ...(match.disagreeing.length === 0 ? [] : line('Disputed', disputeSentence(match.disagreeing))),
  ]
}

function findingLines(judged: JudgedFinding, readings: readonly Reading[], screen: Screen): readonly string[] {
  const { finding, decision, because, check } = judged
  const mark = screen.paintDecision(decision, screen.marks[decision])
  const severity = screen.paintSeverity(finding.severity, finding.severity)
  const note = `${isMalware(judged) ? ' malware' : ''}${finding.advisory?.kev == null ? '' : '  KEV'}`
  const places = distinct(
    readings
      .filter((reading) => reading.findings.some((each) => each.check === check && each.finding.id === finding.id))
      .map((reading) => placeText(reading.verdict.inspection.at)),
  )
  const about = finding.advisory === undefined ? finding.title : finding.advisory.summary || finding.title
  return [
    `  ${mark} ${screen.bold(cutToWidth(visible(finding.id), screen.columns - 30))}  ${severity}${note}`,
    ...wrapToWidth(sentence(about), screen.columns - 4).map((line) => `    ${line}`),
    ...(finding.advisory === undefined
      ? labelled('Seen', sentence(finding.message), screen)
      : advisoryLines(finding.advisory, screen)),
    ...(finding.fix?.version != null && !finding.fix.unfixable.includes(finding.id) && !isOfImage(readings)
      ? []
      : labelled('Remedy', sentence(finding.remedy), screen)),
    ...(places.length < readings.length ? labelled('At', places.join(', '), screen) : []),
    ...labelled('Decided', becauseText(because, decision), screen),
    '',
  ]
}

/** In an image the remedy says where to write the fix. */
function isOfImage(readings: readonly Reading[]): boolean {
  return readings.some(({ verdict }) => verdict.inspection.dependency?.installed?.layer != null)
}

function mergedFindings(readings: readonly Reading[]): readonly JudgedFinding[] {
  const all = readings.flatMap((reading) => reading.findings)
  return [...groupBy(all, (judged) => `${judged.check} ${judged.finding.id} ${judged.decision}`).values()].map(
    ([first]) => first,
  )
}

function fixLines(readings: readonly Reading[], screen: Screen): readonly string[] {
  const [block] = groupPackages(readings)
  if (block === undefined || block.fix === null) return []
  const { version, unfixable, because } = block.fix
  const title = version === null ? 'No release that fits clears it' : `Move to ${visible(version)}`
  return [
    screen.bold('Fix'),
    ...wrapToWidth(`${title}: ${sentence(because)}`, screen.columns - 2).map((line) => `  ${line}`),
    ...(unfixable.length === 0
      ? []
      : wrapToWidth(`Stays open: ${visible(unfixable.join(', '))}`, screen.columns - 2).map((line) => `  ${line}`)),
    '',
  ]
}

function unknownLines(readings: readonly Reading[], screen: Screen): readonly string[] {
  const unknowns = readings.flatMap((reading) => reading.unknowns)
  if (unknowns.length === 0) return []
  const groups = groupBy(unknowns, (each) => `${each.code} ${each.detail} ${each.decision}`)
  const lines = [...groups.values()].flatMap((same) => {
    const [{ code, detail, decision, because }] = same
    const checks = visible(distinct(same.map((each) => each.check)).join(', '))
    const mark = screen.paintDecision(decision, screen.marks[decision])
    return [
      `  ${mark} ${screen.bold(cutToWidth(visible(code), screen.columns - 4))}`,
      ...labelled('Asked by', checks, screen),
      ...labelled('Why', sentence(detail), screen),
      ...labelled('Next', reasonOfUnknown(code).next, screen),
      // The reason is the detail, which stands above.
      ...labelled('Decided', because === null ? decision : `${decision} by ${visible(because.rule)}`, screen),
      '',
    ]
  })
  return [screen.bold('Not known'), ...lines]
}

function cleanLine(readings: readonly Reading[], screen: Screen): readonly string[] {
  const clean = new Set<string>()
  for (const reading of readings)
    for (const [check, outcome] of reading.verdict.inspection.outcomes) if (outcome.kind === 'clean') clean.add(check)
  for (const reading of readings)
    for (const [check, outcome] of reading.verdict.inspection.outcomes)
      if (outcome.kind !== 'clean') clean.delete(check)
  if (clean.size === 0) return []
  return [
    screen.bold('Checked and clean'),
    ...wrapToWidth(visible([...clean].sort().join(', ')), screen.columns - 2).map((line) => `  ${line}`),
    '',
  ]
}

function releaseLines(readings: readonly [Reading, ...Reading[]], screen: Screen): readonly string[] {
  const byPlace = [...readings].sort((a, b) => comparePlace(a.verdict.inspection.at, b.verdict.inspection.at))
  const findings = mergedFindings(readings)
  const flaws = findings.filter(isAdvisory)
  const practices = findings.filter((judged) => !isAdvisory(judged))
  const listed = (title: string, own: readonly JudgedFinding[]) =>
    own.length === 0 ? [] : [screen.bold(title), ...own.flatMap((judged) => findingLines(judged, readings, screen))]
  // The line that pins it knows the whole package URL.
  const purl = purlOfReading(readings.find((reading) => reading.version !== null) ?? readings[0])
  return [
    titleLine(readings, screen),
    ...(purl === null ? [] : wrapToWidth(visible(purl), screen.columns).map(screen.dim)),
    '',
    screen.bold('Asked for'),
    ...byPlace.flatMap((reading) => placeLines(reading, screen)),
    '',
    ...listed('Known flaws', flaws),
    ...fixLines(readings, screen),
    ...listed('Other findings', practices),
    ...unknownLines(readings, screen),
    ...cleanLine(readings, screen),
  ]
}

function absentLines(asked: string, readings: readonly Reading[], screen: Screen): readonly string[] {
  const names = distinct(readings.flatMap((reading) => reading.name ?? []))
  const near = nearNames(asked, names)
  const hint =
    near.length > 0
      ? `Did you mean ${near.join(', ')}?`
      : `It names ${countOf(names.length, 'package')}; \`cordon inventory\` lists them.`
  return wrapToWidth(`${visible(asked)} is not in this report. ${hint}`, screen.columns)
}

/** The name and version that a person asks for: `django`, `Django==3.2.4`, `django@3.2.4` or `django 3.2.4`. */
function readAsked(text: string): { readonly name: PackageName | null; readonly version: string | null } {
  const [, name = '', version = null] = /^\s*([^\s=@]*)(?:\s*(?:===?|@|\s)\s*(\S+))?\s*$/.exec(text) ?? []
  return { name: parseName(name), version }
}

/**
 * The whole story of one package: every place that asks for it, every flaw with its proof, the fix, what is not known, and the
 * rules that decided. A name that the report does not hold is answered with the names that are near it.
 */
export function renderExplanation(report: Report, packageName: string, options: RenderOptions): string {
  const screen = screenOf(options)
  const readings = readReport(report)
  const { name, version } = readAsked(packageName)
  const own = readings.filter((reading) => reading.name === name && (version === null || reading.release === version))
  const lines =
    name === null || own.length === 0
      ? absentLines(name ?? packageName, readings, screen)
      : [...groupBy(own, releaseKey).values()].flatMap((release) => releaseLines(release, screen))
  return `${lines.join('\n').trimEnd()}\n`
}
