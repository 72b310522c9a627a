import type { Decision, Report } from '@cordon/model'
import { databaseText, isDatabaseInOrder } from '../facts-in-words.ts'
import type { PackageBlock, PracticeGroup, UnknownGroup } from '../grouping.ts'
import { comparePlace, compareText, distinct } from '../order.ts'
import type { JudgedFinding, Reading } from '../reading.ts'
import { epssText, moveText, summaryText } from '../table/packages.ts'
import { packageText, placeText, purlText } from '../text/names.ts'
import { clip, countOf } from '../text/visible.ts'
import { reasonOfUnknown } from '../unknowns.ts'
import { statedOf, statedText } from '../vex-text.ts'
import { codeMarkdown, escapeMarkdown } from './escape.ts'

const longestCell = 160
const fewPlaces = 3
const fewNames = 20

const decisionMarks: Readonly<Record<Decision, string>> = {
  block: '❌ blocked',
  incomplete: '❓ not judged',
  warn: '⚠️ warning',
  allow: '✅ allowed',
}

/** A short list of places or names in code type. */
function codeList(texts: readonly string[], limit: number): string {
  const shown = texts.slice(0, limit).map((text) => codeMarkdown(clip(text, longestCell)))
  const more = texts.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${countOf(more, 'other')}` : ''}`
}

/** One row per release that an advisory names. */
export function packageRows(blocks: readonly PackageBlock[]): readonly string[] {
  return blocks.map((block) => {
    const open = block.flaws.filter((flaw) => flaw.decision !== 'allow')
    const places = distinct(block.places.map(({ at }) => placeText(at)))
    const via = block.places
      .find((place) => place.via.length > 0)
      ?.via.map(purlText)
      .join(' > ')
    const cells = [
      decisionMarks[block.decision],
      codeMarkdown(clip(packageText(block.name, block.version), longestCell)),
      `${countOf(open.length, 'flaw')}, ${block.malware ? 'malware' : block.worst === 'unknown' ? 'not scored' : block.worst}`,
      codeList(places, fewPlaces) + (via === undefined ? '' : `, pulled in by ${codeMarkdown(clip(via, longestCell))}`),
      escapeMarkdown(moveText(block)),
    ]
    return `| ${cells.join(' | ')} |`
  })
}

function flawRow(block: PackageBlock, flaw: JudgedFinding): string {
  const { finding } = flaw
  const cells = [
    decisionMarks[flaw.decision],
    codeMarkdown(clip(packageText(block.name, block.version), longestCell)),
    codeMarkdown(clip(finding.id, longestCell)),
    finding.severity,
    finding.advisory?.kev == null ? '' : '**KEV**',
    escapeMarkdown(epssText(flaw)),
    escapeMarkdown(clip(summaryText(flaw), longestCell)),
    codeMarkdown(clip(finding.advisory?.fixed[0] ?? 'none', longestCell)),
  ]
  return `| ${cells.join(' | ')} |`
}

/** One row per flaw. */
export function flawRows(blocks: readonly PackageBlock[]): readonly string[] {
  return blocks.flatMap((block) => block.flaws.map((flaw) => flawRow(block, flaw)))
}

/** One row per check (and file) with findings that no advisory gives. */
export function practiceRows(groups: readonly PracticeGroup[]): readonly string[] {
  return groups.map((group) => {
    const places = group.entries.map(({ at, text }) => (text === '' ? placeText(at) : `${placeText(at)} ${text}`))
    const cells = [
      decisionMarks[group.decision],
      group.severity,
      `${escapeMarkdown(clip(group.title, longestCell))} (${codeMarkdown(group.check)})`,
      codeList(places, fewPlaces),
      group.remedies.map((remedy) => escapeMarkdown(clip(remedy, 2 * longestCell))).join(' '),
    ]
    return `| ${cells.join(' | ')} |`
  })
}

function unknownItems(groups: readonly UnknownGroup[]): readonly string[] {
  return groups.map(({ code, decision, subjects, detail }) => {
    const { title, next, familiar } = reasonOfUnknown(code)
    const names = distinct(
      subjects.map(({ name, version, at }) => (name === null ? placeText(at) : packageText(name, version))),
    )
    const why = familiar ? title : `${title}: ${clip(detail, longestCell)}`
    return `- ${decisionMarks[decision]} ${codeMarkdown(code)} ${escapeMarkdown(why)}: ${codeList(names, fewNames)}. Next: ${escapeMarkdown(next)}.`
  })
}

function skippedItems(report: Report): readonly string[] {
  const mark = decisionMarks[report.skippedDecision]
  const files = [...report.coverage.failed]
    .sort((a, b) => compareText(a.path, b.path))
    .map(({ path, code, message }) => {
      const why = escapeMarkdown(clip(message, longestCell))
      return `- ${mark} file ${codeMarkdown(clip(path, longestCell))} not understood, ${codeMarkdown(code)}: ${why}`
    })
  const lines = [...report.skipped]
    .sort((a, b) => comparePlace(a.at, b.at) || compareText(a.text, b.text))
    .map(({ at, code, text, reason }) => {
      const what = `${codeMarkdown(clip(placeText(at), longestCell))} ${codeMarkdown(clip(text, longestCell))}`
      return `- ${mark} line ${what} not understood, ${codeMarkdown(code)}: ${escapeMarkdown(clip(reason, longestCell))}`
    })
  return [...files, ...lines]
}

function coverageItems({ coverage, exceptions, database, meta }: Report): readonly string[] {
  const folders = [...coverage.passedOver].sort((a, b) => compareText(a.path, b.path))
  const where = meta.environment === null ? '' : ` (judged for ${escapeMarkdown(meta.environment)})`
  return [
    ...(folders.length === 0
      ? []
      : [
          `- passed over: ${codeList(
            folders.map(({ path, reason }) => `${path} (${reason})`),
            fewNames,
          )}`,
        ]),
    ...(coverage.notSelected === 0
      ? []
      : [`- left out by the chosen environment, groups and extras: ${coverage.notSelected}${where}`]),
    ...exceptions.map(
      ({ name, text, at, about, decision }) =>
        `- ${decisionMarks[decision ?? 'warn']} ${about === 'vex' ? 'VEX' : 'exception'} ${codeMarkdown(name)} (${codeMarkdown(placeText(at))}): ${escapeMarkdown(clip(text, longestCell))}`,
    ),
    ...(isDatabaseInOrder(database)
      ? []
      : [
          `- ${database.state === 'stale' ? decisionMarks.warn : decisionMarks.incomplete} ${escapeMarkdown(databaseText(database))}`,
        ]),
  ]
}

/** One row for each statement about a finding: who says what, and what came of it. */
export function statementRows(readings: readonly Reading[]): readonly string[] {
  return statedOf(readings).map((stated) => {
    const { id, package: of, decision, vex } = stated
    const cells = [
      decision === 'allow' ? `${decisionMarks.allow}, silenced` : decisionMarks[decision],
      codeMarkdown(clip(id, longestCell)),
      codeMarkdown(clip(of, longestCell)),
      escapeMarkdown(clip(statedText(stated), 2 * longestCell)),
      codeMarkdown(clip(placeText(vex.at), longestCell)),
    ]
    return `| ${cells.join(' | ')} |`
  })
}

/** One item for everything that was not checked, or not as well as it should be. */
export function uncheckedItems(report: Report, unknowns: readonly UnknownGroup[]): readonly string[] {
  return [...unknownItems(unknowns), ...skippedItems(report), ...coverageItems(report)]
}
