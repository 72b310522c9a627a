import type { Decision, Location, Report } from '@cordon/model'
import { concludeReport, conclusionText, tallyOf } from '../conclusion.ts'
import { databaseText, isDatabaseInOrder } from '../facts-in-words.ts'
import type { ReportFormat } from '../format.ts'
import { groupUnknowns, type UnknownGroup } from '../grouping.ts'
import { compareDecision, comparePlace, compareText, distinct } from '../order.ts'
import { evidenceOf, isAdvisory, type Reading, readReport } from '../reading.ts'
import { packageText, placeText } from '../text/names.ts'
import { clip, countOf, sentence, visible } from '../text/visible.ts'
import { reasonOfUnknown } from '../unknowns.ts'
import { noticeTitle } from '../vex-text.ts'

type Level = 'error' | 'warning' | 'notice'

interface Annotation {
  readonly level: Level
  readonly at: Location | null
  readonly title: string
  /** Lines of harmless text. */
  readonly lines: readonly string[]
}

const levels: Readonly<Record<Decision, Level>> = {
  block: 'error',
  incomplete: 'error',
  warn: 'warning',
  allow: 'notice',
}

/** The data of a workflow command: percent, carriage return and line feed are the only characters that act. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** A property of a workflow command, where colon and comma act as well. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** The runner still reads the older `##[command]` anywhere in a line. */
function defused(text: string): string {
  return text.replaceAll('##[', '# #[')
}

function commandOf({ level, at, title, lines }: Annotation): string {
  const path = at === null ? [] : [`file=${escapeProperty(visible(at.path))}`]
  const line = at === null || at.line < 1 || at.cell !== undefined ? [] : [`line=${at.line}`]
  const properties = [...path, ...line, `title=${escapeProperty(clip(title, 200))}`].join(',')
  return defused(`::${level} ${properties}::${escapeData(clip(lines.join('\n'), 3000))}`)
}

/** All flaws of one line as one annotation: a run shows ten of each level at most. */
function flawAnnotation(reading: Reading): readonly Annotation[] {
  const flaws = reading.findings.filter((judged) => isAdvisory(judged) && judged.decision !== 'allow')
  const [worst] = flaws
  if (worst === undefined) return []
  const fix = flaws.find(({ finding }) => finding.fix?.version != null)?.finding.fix?.version
  const lines = flaws.map(({ finding }) => {
    const kev = finding.advisory?.kev == null ? '' : ', known to be exploited'
    return `${visible(finding.id)} (${finding.severity}${kev}): ${sentence(finding.advisory?.summary || finding.title)}`
  })
  return [
    {
      level: levels[worst.decision],
      at: reading.verdict.inspection.at,
      title: `${packageText(reading.name ?? '', reading.version)}: ${countOf(flaws.length, 'known flaw')}`,
      lines: [...lines, fix == null ? sentence(worst.finding.remedy) : `Move to ${visible(fix)}.`],
    },
  ]
}

function practiceAnnotations(reading: Reading): readonly Annotation[] {
  return reading.findings
    .filter((judged) => !isAdvisory(judged) && judged.decision !== 'allow')
    .map((judged) => ({
      level: levels[judged.decision],
      at: evidenceOf(reading, judged).at,
      title: sentence(judged.finding.title),
      lines: [sentence(judged.finding.message), sentence(judged.finding.remedy), visible(judged.check)],
    }))
}

function unknownAnnotation({ code, decision, subjects, detail }: UnknownGroup): Annotation {
  const { title, next, familiar } = reasonOfUnknown(code)
  const names = distinct(
    subjects.map(({ name, version, at }) => (name === null ? placeText(at) : packageText(name, version))),
  )
  return {
    level: levels[decision],
    at: subjects.length === 1 ? (subjects[0]?.at ?? null) : null,
    title: `Not judged: ${countOf(names.length, 'package')}, ${visible(code)}`,
    lines: [`${familiar ? title : sentence(detail)}: ${names.join(', ')}`, `Next: ${next}`],
  }
}

function skippedAnnotations(report: Report): readonly Annotation[] {
  const level = levels[report.skippedDecision]
  const files = report.coverage.failed.map(({ path, code, message }) => {
    return { level, at: { path, line: 0 }, title: `File not understood: ${code}`, lines: [sentence(message)] }
  })
  const lines = report.skipped.map(({ at, code, text, reason }) => {
    return { level, at, title: `Line not understood: ${code}`, lines: [sentence(reason), visible(text)] }
  })
  return [...files, ...lines].sort((a, b) => comparePlace(a.at, b.at) || compareText(a.title, b.title))
}

function runAnnotations({ database, exceptions, meta }: Report): readonly Annotation[] {
  const stale: readonly Annotation[] = isDatabaseInOrder(database)
    ? []
    : [{ level: 'warning', at: null, title: 'Advisory database', lines: [databaseText(database)] }]
  return [
    ...exceptions.map((notice): Annotation => {
      const level = notice.decision === undefined ? 'warning' : levels[notice.decision]
      return { level, at: notice.at, title: noticeTitle(notice), lines: [sentence(notice.text)] }
    }),
    ...stale,
    ...meta.warnings.map(
      (text): Annotation => ({ level: 'warning', at: null, title: 'cordon', lines: [sentence(text)] }),
    ),
  ]
}

function render(report: Report): string {
  const readings = readReport(report)
  const conclusion = concludeReport(report, tallyOf(readings))
  const verdict: Annotation = {
    level: levels[conclusion.decision],
    at: null,
    title: 'cordon',
    lines: [`${conclusionText(conclusion)} (exit ${report.exit}: ${conclusion.meaning})`],
  }
  const order: readonly Level[] = ['error', 'warning', 'notice']
  const annotations = [
    ...readings.flatMap(flawAnnotation),
    ...readings.flatMap(practiceAnnotations),
    ...[...groupUnknowns(readings)].sort((a, b) => compareDecision(a.decision, b.decision)).map(unknownAnnotation),
    ...skippedAnnotations(report),
    ...runAnnotations(report),
  ].sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level))
  return `${[verdict, ...annotations].map(commandOf).join('\n')}\n`
}

/** Workflow commands of GitHub Actions: annotations at the lines of the files, the verdict first, the worst next. */
export const github: ReportFormat = {
  id: 'github',
  title: 'GitHub Actions annotations',
  mediaType: 'text/plain',
  extension: 'txt',
  render,
}
