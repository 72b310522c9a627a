import type { Decision, Location, Report } from '@cordon/model'
import type { ReportFormat } from '../format.ts'
import { groupBy } from '../grouping.ts'
import { type Element, elementLines } from '../junit/xml.ts'
import { comparePlace, compareText } from '../order.ts'
import { evidenceOf, type JudgedFinding, type Reading, readReport } from '../reading.ts'
import { packageText, placeText } from '../text/names.ts'
import { clip, sentence, visible } from '../text/visible.ts'
import { noticeTitle } from '../vex-text.ts'

/** One test: that a dependency, a file or a line is as the policy wants it. */
interface Case {
  readonly at: Location
  readonly name: string
  readonly results: readonly Element[]
}

/** What a decision is in JUnit: a warning passes, what could not be judged is an error. */
const elementNames: Readonly<Record<Decision, 'failure' | 'error' | null>> = {
  block: 'failure',
  incomplete: 'error',
  warn: null,
  allow: null,
}

interface Line {
  readonly decision: Decision
  readonly type: string
  readonly text: string
}

function findingLine(reading: Reading, judged: JudgedFinding): Line {
  const { finding, decision, check, because } = judged
  const { at } = evidenceOf(reading, judged)
  const about = finding.advisory === undefined ? '' : ` (${finding.severity})`
  const said =
    because === null || because.vex === undefined ? '' : ` VEX ${placeText(because.vex.at)}: ${sentence(because.text)}`
  const text = `${visible(finding.id)}${about}: ${sentence(finding.message)} ${sentence(finding.remedy)}${said} [${placeText(at)}]`
  return { decision, type: check, text }
}

function linesOf(reading: Reading): readonly Line[] {
  return [
    ...reading.findings.map((judged) => findingLine(reading, judged)),
    ...reading.unknowns.map(({ check, code, detail, decision }): Line => {
      return { decision, type: code, text: `${visible(code)}: ${sentence(detail)} [${visible(check)}]` }
    }),
  ]
}

/** At most one `failure`, one `error` and one `system-out`, since many readers take only the first of each. */
function resultsOf(lines: readonly Line[]): readonly Element[] {
  const failing = (['failure', 'error'] as const).flatMap((name) => {
    const own = lines.filter((line) => elementNames[line.decision] === name)
    const [first] = own
    if (first === undefined) return []
    const attributes = { type: first.type, message: clip(first.text, 300) }
    return [{ name, attributes, children: own.map((line) => line.text) }]
  })
  const passing = lines.filter((line) => elementNames[line.decision] === null)
  const words = { warn: 'warning', allow: 'allowed', block: '', incomplete: '' }
  const out = passing.map((line) => `${words[line.decision]}: ${line.text}`)
  return out.length === 0 ? failing : [...failing, { name: 'system-out', attributes: {}, children: out }]
}

function verdictCase(reading: Reading): Case {
  const { at } = reading.verdict.inspection
  const subject = reading.name === null ? 'the file as a whole' : packageText(reading.name, reading.version)
  return { at, name: at.line < 1 ? subject : `${subject} (line ${at.line})`, results: resultsOf(linesOf(reading)) }
}

function notUnderstood(at: Location, name: string, line: Line): Case {
  const results = resultsOf([line])
  const skipped: Element = { name: 'skipped', attributes: { message: clip(line.text, 300) }, children: [] }
  return { at, name, results: elementNames[line.decision] === null ? [skipped] : results }
}

function skippedCases(report: Report): readonly Case[] {
  const decision = report.skippedDecision
  return [
    ...report.coverage.failed.map(({ path, code, message }) => {
      const line = { decision, type: code, text: `${code}: ${sentence(message)}` }
      return notUnderstood({ path, line: 0 }, 'the file can be read', line)
    }),
    ...report.skipped.map(({ at, code, text, reason }) => {
      const line = { decision, type: code, text: `${code}: ${sentence(reason)} (${visible(text)})` }
      return notUnderstood(
        at,
        `line ${at.line}${at.cell === undefined ? '' : ` of cell ${at.cell}`} is understood`,
        line,
      )
    }),
  ]
}

/** A statement about what is not here is an error where it leaves the run incomplete. */
function statementCases({ exceptions }: Report): readonly Case[] {
  return exceptions
    .filter(({ about }) => about === 'vex')
    .map((notice) => {
      const { kind, text, at, decision = 'warn' } = notice
      const line: Line = { decision, type: `vex/${kind}`, text: sentence(text) }
      const name = `${noticeTitle(notice)}${at.line < 1 ? '' : ` (line ${at.line})`}`
      return { at, name, results: resultsOf([line]) }
    })
}

function caseElement({ at, name, results }: Case): Element {
  const line = at.line < 1 ? {} : { line: at.line }
  return {
    name: 'testcase',
    attributes: { classname: at.path, name, file: at.path, ...line, time: 0 },
    children: results,
  }
}

function countsOf(cases: readonly Case[]): Readonly<Record<string, number>> {
  const having = (name: string) => cases.filter(({ results }) => results.some((each) => each.name === name)).length
  return {
    tests: cases.length,
    failures: having('failure'),
    errors: having('error'),
    skipped: having('skipped'),
    time: 0,
  }
}

function render(report: Report): string {
  const cases = [...readReport(report).map(verdictCase), ...skippedCases(report), ...statementCases(report)]
  const suites = [...groupBy(cases, (each) => each.at.path)].sort(([a], [b]) => compareText(a, b))
  const children = suites.map(([path, own]): Element => {
    const sorted = [...own].sort((a, b) => comparePlace(a.at, b.at) || compareText(a.name, b.name))
    return {
      name: 'testsuite',
      attributes: { name: path, timestamp: report.meta.time.slice(0, 19), ...countsOf(own) },
      children: sorted.map(caseElement),
    }
  })
  const root: Element = { name: 'testsuites', attributes: { name: 'cordon', ...countsOf(cases) }, children }
  return `${['<?xml version="1.0" encoding="UTF-8"?>', ...elementLines(root)].join('\n')}\n`
}

/** JUnit XML: one suite per file, one test per dependency and per line that was not understood. */
export const junit: ReportFormat = {
  id: 'junit',
  title: 'JUnit XML',
  mediaType: 'application/xml',
  extension: 'xml',
  render,
}
