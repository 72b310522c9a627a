import type { Report } from '@cordon/model'
import { concludeReport, conclusionText, type Tally, tallyOf, tallyText } from '../conclusion.ts'
import { renderExplanation } from '../explain.ts'
import { databaseText } from '../facts-in-words.ts'
import type { RenderOptions, ReportFormat } from '../format.ts'
import { groupFiles, groupPackages, groupPractices, groupUnknowns } from '../grouping.ts'
import { type Reading, readReport } from '../reading.ts'
import { packageLines } from '../table/packages.ts'
import { fileLines, practiceLines } from '../table/practices.ts'
import { uncheckedLines, warningLines } from '../table/unchecked.ts'
import { vexLines } from '../table/vex.ts'
import { type Screen, screenOf } from '../text/screen.ts'
import { countOf, sentence, visible } from '../text/visible.ts'
import { wrapToWidth } from '../text/width.ts'

function section(title: string, lines: readonly string[], screen: Screen): readonly string[] {
  return lines.length === 0 ? [] : [screen.bold(title), ...lines, '']
}

function openingLines(report: Report, screen: Screen): readonly string[] {
  const { meta } = report
  const about = [
    meta.targets.map(visible).join(', '),
    countOf(report.coverage.read.length, 'file'),
    ...(meta.environment === null ? [] : [sentence(meta.environment)]),
    ...(meta.configuration == null ? [] : [`configured by ${visible(meta.configuration)}`]),
    ...(meta.asOf === null ? [] : [`as of ${visible(meta.asOf)}`]),
  ].filter((part) => part !== '')
  return [
    ...wrapToWidth(`cordon ${visible(meta.tool.version)}: ${about.join(', ')}`, screen.columns).map(screen.dim),
    ...warningLines(meta.warnings, screen),
    '',
  ]
}

/** Findings that the policy lets pass are not listed by default; their number is. */
function allowedLines(readings: readonly Reading[], screen: Screen): readonly string[] {
  if (screen.verbose) return []
  const allowed = readings.flatMap((reading) => reading.findings).filter((judged) => judged.decision === 'allow')
  const ids = new Set(allowed.map((judged) => judged.finding.id))
  return ids.size === 0
    ? []
    : wrapToWidth(
        `${countOf(ids.size, 'finding')} allowed by the policy or an exception (--verbose lists them)`,
        screen.columns,
      ).map(screen.dim)
}

/** A database that is in order speaks here; one that is not stands under what was not checked. */
function databaseLines(report: Report, screen: Screen): readonly string[] {
  return report.database.state === 'ready'
    ? wrapToWidth(databaseText(report.database), screen.columns).map(screen.dim)
    : []
}

function tallyLines(tally: Tally, screen: Screen): readonly string[] {
  const kinds = Object.values(tally.packagesBy).filter((count) => count > 0).length
  return kinds > 1 ? wrapToWidth(tallyText(tally), screen.columns).map(screen.dim) : []
}

function closingLines(report: Report, readings: readonly Reading[], screen: Screen): readonly string[] {
  const tally = tallyOf(readings)
  const conclusion = concludeReport(report, tally)
  const text = `${conclusionText(conclusion)} (exit ${report.exit}: ${conclusion.meaning})`
  const named = readings.find((reading) => reading.name !== null && reading.findings.length > 0)?.name
  return [
    ...allowedLines(readings, screen),
    ...databaseLines(report, screen),
    ...tallyLines(tally, screen),
    ...(named == null
      ? []
      : wrapToWidth(`Add --explain ${visible(named)} for the whole story of one package`, screen.columns).map(
          screen.dim,
        )),
    ...wrapToWidth(text, screen.columns).map((line) => screen.paintDecision(conclusion.decision, line)),
  ]
}

const allCheckedText = '- nothing: everything that was found was judged'

function render(report: Report, options: RenderOptions): string {
  if (options.explain !== null) return renderExplanation(report, options.explain, options)
  const screen = screenOf(options)
  const readings = readReport(report)
  const unchecked = uncheckedLines(report, groupUnknowns(readings), screen)
  const lines = [
    ...openingLines(report, screen),
    ...section('Known flaws and malware', packageLines(groupPackages(readings), screen), screen),
    ...section('What VEX statements say', vexLines(readings, screen), screen),
    ...section('Hygiene of requirements', practiceLines(groupPractices(readings), screen), screen),
    ...section('Hygiene of files', fileLines(groupFiles(readings), screen), screen),
    ...section('Not checked', unchecked.length > 0 ? unchecked : [allCheckedText], screen),
    ...closingLines(report, readings, screen),
  ]
  return `${lines.join('\n')}\n`
}

/** For people at a terminal: grouped, fitted to the screen, ending with what was not checked and one line of verdict. */
export const table: ReportFormat = {
  id: 'table',
  title: 'Table for people',
  mediaType: 'text/plain',
  extension: 'txt',
  render,
}
