import type { Report } from '@cordon/model'
import { concludeReport, conclusionText, tallyOf } from '../conclusion.ts'
import { databaseText } from '../facts-in-words.ts'
import { identityOf } from '../fingerprint.ts'
import type { ReportFormat } from '../format.ts'
import { dependencyShape, vulnerabilityShape } from '../gitlab/vulnerability.ts'
import { groupBy, groupFiles, groupPractices, groupUnknowns, type PracticeGroup, releaseKey } from '../grouping.ts'
import { stringifyJson } from '../json-text.ts'
import { comparePlace, compareSeverity, compareText } from '../order.ts'
import { isAdvisory, type Reading, readReport } from '../reading.ts'
import { placeText } from '../text/names.ts'
import { clip, countOf, sentence, visible } from '../text/visible.ts'
import { reasonOfUnknown } from '../unknowns.ts'
import { noticeTitle, statedOf, statedText, statedTitle } from '../vex-text.ts'

/**
 * The newest schema version that GitLab 16 still takes: an instance refuses reports of a later model or revision, and takes
 * earlier ones. https://gitlab.com/gitlab-org/security-products/security-report-schemas
 */
const schemaVersion = '15.0.7'

const managers: ReadonlyMap<string, string> = new Map([
  ['conda-environment', 'conda'],
  ['conda-lock', 'conda'],
  ['hatch', 'hatch'],
  ['pdm-lock', 'pdm'],
  ['pipfile', 'pipenv'],
  ['pipfile-lock', 'pipenv'],
  ['pixi-lock', 'pixi'],
  ['poetry-lock', 'poetry'],
  ['setup-cfg', 'setuptools'],
  ['setup-py', 'setuptools'],
  ['uv-lock', 'uv'],
])

interface Message {
  readonly level: 'info' | 'warn'
  readonly value: string
}

function practiceMessage(group: PracticeGroup): Message {
  const first = group.entries[0]
  const place = first === undefined ? '' : `, first at ${placeText(first.at)}`
  const value = `${visible(group.check)}: ${sentence(group.title)} (${countOf(group.entries.length, 'place')}${place})`
  return { level: group.decision === 'allow' ? 'info' : 'warn', value }
}

function databaseMessage({ database }: Report): Message {
  return { level: database.state === 'ready' ? 'info' : 'warn', value: databaseText(database) }
}

/** What this schema has no place for: findings that are no flaw of a release, and everything that was not checked. */
function messagesOf(report: Report, readings: readonly Reading[]): readonly Message[] {
  const conclusion = concludeReport(report, tallyOf(readings))
  const practices = [...groupPractices(readings), ...[...groupFiles(readings).values()].flat()]
  const unknowns = groupUnknowns(readings).map(({ code, subjects, detail }): Message => {
    const { title, familiar } = reasonOfUnknown(code)
    const why = familiar ? title : sentence(detail)
    return { level: 'warn', value: `Not judged: ${countOf(subjects.length, 'package')}, ${visible(code)}: ${why}` }
  })
  const files = report.coverage.failed.map(({ path, code, message }): Message => {
    return { level: 'warn', value: `File not understood: ${visible(path)}, ${code}: ${sentence(message)}` }
  })
  const lines = [...report.skipped].sort((a, b) => comparePlace(a.at, b.at) || compareText(a.text, b.text))
  return [
    { level: 'info', value: `${conclusionText(conclusion)} (exit ${report.exit}: ${conclusion.meaning})` },
    ...statedOf(readings).map((stated): Message => {
      return { level: 'info', value: `VEX: ${statedTitle(stated)}. ${statedText(stated)}` }
    }),
    ...report.exceptions
      .filter(({ about }) => about === 'vex')
      .map((notice): Message => {
        return { level: 'warn', value: `${noticeTitle(notice)} (${placeText(notice.at)}): ${sentence(notice.text)}` }
      }),
    ...practices.map(practiceMessage),
    ...unknowns,
    ...[...files].sort((a, b) => compareText(a.value, b.value)),
    ...lines.map(({ at, code, reason }): Message => {
      return { level: 'warn', value: `Line not understood: ${placeText(at)}, ${code}: ${sentence(reason)}` }
    }),
    ...(report.database.state === 'unused' ? [] : [databaseMessage(report)]),
  ]
}

/** `yyyy-mm-ddThh:mm:ss`, as the schema wants its times. */
function timeText(time: string): string {
  const [seconds] = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.exec(time) ?? []
  return seconds ?? '1970-01-01T00:00:00'
}

function vulnerabilitiesOf(readings: readonly Reading[]): readonly object[] {
  const seen = new Map<string, number>()
  return readings
    .flatMap((reading) =>
      reading.findings
        .filter((judged) => reading.name !== null && isAdvisory(judged) && judged.decision !== 'allow')
        .map((judged) => ({ reading, judged })),
    )
    .sort((a, b) => compareSeverity(a.judged.finding.severity, b.judged.finding.severity))
    .map(({ reading, judged }) => {
      const identity = identityOf(reading, judged)
      const count = (seen.get(identity) ?? 0) + 1
      seen.set(identity, count)
      return vulnerabilityShape(reading, judged, count)
    })
}

function dependencyFiles(readings: readonly Reading[]): readonly object[] {
  const named = readings.filter((reading) => reading.name !== null)
  const byPath = [...groupBy(named, (reading) => reading.verdict.inspection.at.path)]
  return byPath
    .sort(([a], [b]) => compareText(a, b))
    .map(([path, own]) => ({
      path: visible(path) || '.',
      package_manager: managers.get(own[0].verdict.inspection.file.format) ?? 'pip',
      dependencies: [...groupBy(own, releaseKey)]
        .sort(([a], [b]) => compareText(a, b))
        .map(([, [first]]) => dependencyShape(first)),
    }))
}

function render(report: Report): string {
  const readings = readReport(report)
  const scanner = {
    id: 'cordon',
    name: 'Cordon',
    vendor: { name: 'Cordon' },
    version: visible(report.meta.tool.version) || '0',
  }
  return stringifyJson({
    version: schemaVersion,
    schema: `https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/v${schemaVersion}/dist/dependency-scanning-report-format.json`,
    scan: {
      analyzer: scanner,
      scanner,
      type: 'dependency_scanning',
      start_time: timeText(report.meta.time),
      end_time: timeText(report.meta.time),
      status: report.exit === 0 || report.exit === 1 ? 'success' : 'failure',
      messages: messagesOf(report, readings).map(({ level, value }) => ({ level, value: clip(value, 2000) })),
    },
    vulnerabilities: vulnerabilitiesOf(readings),
    remediations: [],
    dependency_files: dependencyFiles(readings),
  })
}

/** GitLab's dependency scanning report: known flaws and malware as vulnerabilities, the rest as messages of the scan. */
export const gitlab: ReportFormat = {
  id: 'gitlab',
  title: `GitLab dependency scanning ${schemaVersion}`,
  mediaType: 'application/json',
  extension: 'json',
  render,
}
