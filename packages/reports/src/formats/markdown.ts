import type { Report } from '@cordon/model'
import { concludeReport, conclusionText, tallyOf } from '../conclusion.ts'
import { databaseText } from '../facts-in-words.ts'
import type { RenderOptions, ReportFormat } from '../format.ts'
import { groupFiles, groupPackages, groupPractices, groupUnknowns } from '../grouping.ts'
import { escapeMarkdown } from '../markdown/escape.ts'
import { flawRows, packageRows, practiceRows, statementRows, uncheckedItems } from '../markdown/sections.ts'
import { readReport } from '../reading.ts'
import { clip, countOf, sentence } from '../text/visible.ts'

/** Room for rows in a section: with five of them a report stays below the 65,536 characters of a comment on GitHub. */
const sectionRoom = 12_500

interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly string[]
}

/** The rows that fit, and a line that owns up to the others. */
function fitting(rows: readonly string[], verbose: boolean, rest: (count: number) => string): readonly string[] {
  if (verbose) return rows
  const kept: string[] = []
  let used = 0
  for (const row of rows) {
    used += row.length + 1
    if (used > sectionRoom) break
    kept.push(row)
  }
  return kept.length === rows.length ? rows : [...kept, rest(rows.length - kept.length)]
}

function tableLines({ columns, rows }: Table, verbose: boolean): readonly string[] {
  if (rows.length === 0) return []
  const empty = ' |'.repeat(columns.length - 1)
  return [
    `| ${columns.join(' | ')} |`,
    `|${' --- |'.repeat(columns.length)}`,
    ...fitting(rows, verbose, (count) => `| and ${countOf(count, 'other row')}: see the JSON report${empty} |`),
    '',
  ]
}

function details(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`<details><summary>${title}</summary>`, '', ...lines, '</details>', '']
}

function itemLines(items: readonly string[], verbose: boolean): readonly string[] {
  if (items.length === 0) return []
  return [...fitting(items, verbose, (count) => `- and ${countOf(count, 'other')}: see the JSON report`), '']
}

const fewWarnings = 5

function warningLines(warnings: readonly string[]): readonly string[] {
  const more = warnings.length - fewWarnings
  return [
    ...warnings.slice(0, fewWarnings).flatMap((warning) => [`Warning: ${escapeMarkdown(clip(warning, 300))}`, '']),
    ...(more > 0 ? [`And ${countOf(more, 'other warning')}.`, ''] : []),
  ]
}

function footer(report: Report): string {
  const { meta, database } = report
  const targets = clip(meta.targets.map(sentence).join(', '), 200)
  // A database that is not in order stands among what was not checked.
  const about = database.state === 'ready' ? `, ${escapeMarkdown(databaseText(database))}` : ''
  const by = meta.configuration == null ? '' : `, configured by ${escapeMarkdown(meta.configuration)}`
  return `<sub>cordon ${escapeMarkdown(meta.tool.version)}, ${escapeMarkdown(targets)}, ${countOf(report.coverage.read.length, 'file')}${by}${about}.</sub>`
}

function render(report: Report, { verbose }: RenderOptions): string {
  const readings = readReport(report)
  const conclusion = concludeReport(report, tallyOf(readings))
  const blocks = groupPackages(readings)
  const practices = practiceRows([...groupPractices(readings), ...[...groupFiles(readings).values()].flat()])
  const flaws = flawRows(blocks)
  const statements = statementRows(readings)
  const unchecked = uncheckedItems(report, groupUnknowns(readings))
  const lines = [
    `## Cordon: ${conclusion.word}`,
    '',
    `${conclusionText(conclusion)} (exit ${report.exit}: ${conclusion.meaning}).`,
    '',
    ...warningLines(report.meta.warnings),
    ...tableLines({ columns: ['', 'Package', 'Flaws', 'Where', 'Next step'], rows: packageRows(blocks) }, verbose),
    ...details(
      `${countOf(flaws.length, 'known flaw')} one by one`,
      tableLines(
        { columns: ['', 'Package', 'Advisory', 'Severity', 'KEV', 'EPSS', 'Summary', 'Fixed in'], rows: flaws },
        verbose,
      ),
    ),
    ...details(
      `What VEX says: ${countOf(statements.length, 'statement')}`,
      tableLines({ columns: ['', 'Advisory', 'Package', 'Statement', 'Where'], rows: statements }, verbose),
    ),
    ...details(
      `Hygiene: ${countOf(practices.length, 'kind')} of finding`,
      tableLines({ columns: ['', 'Severity', 'Finding', 'Where', 'Fix'], rows: practices }, verbose),
    ),
    ...details(`Not checked: ${countOf(unchecked.length, 'remark')}`, itemLines(unchecked, verbose)),
    footer(report),
  ]
  return `${lines.join('\n')}\n`
}

/** GitHub-flavoured Markdown, for a comment on a pull request: a summary line, one row per package, the rest folded. */
export const markdown: ReportFormat = {
  id: 'markdown',
  title: 'Markdown for pull requests',
  mediaType: 'text/markdown',
  extension: 'md',
  render,
}
