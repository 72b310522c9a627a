import type { Confidence, Severity } from '@cordon/model'
import { groupBy } from '../grouping.ts'
import { advisoryUrl } from '../links.ts'
import { escapeMarkdown } from '../markdown/escape.ts'
import { compareText, distinct, worstSeverity } from '../order.ts'
import { isAdvisory, isMalware, type JudgedFinding } from '../reading.ts'
import { visible } from '../text/visible.ts'
import { messageText } from './text.ts'

/** A finding's SARIF rule: the flaw for advisories, the check for everything else. */
export function ruleIdOf(judged: JudgedFinding): string {
  return visible(isAdvisory(judged) ? judged.finding.id : judged.check)
}

/** Scores that stand for a band where no vector gives one; null: nobody has scored it. */
const bandScores: Readonly<Record<Severity, number | null>> = {
  critical: 9.5,
  high: 8,
  medium: 5.5,
  low: 2,
  none: 0,
  unknown: null,
}

const bandFloors: readonly (readonly [Severity, number])[] = [
  ['critical', 9],
  ['high', 7],
  ['medium', 4],
  ['low', 0.1],
  ['none', 0],
]

function bandOf(score: number): Severity {
  return bandFloors.find(([, floor]) => score >= floor)?.[0] ?? 'none'
}

/** The score that code scanning sorts by: the highest of the headline's band, so that the two never disagree. */
export function securitySeverity(same: readonly JudgedFinding[]): string | null {
  const worst = worstSeverity(same.map(({ finding }) => finding.severity))
  const band = same.every(({ finding }) => finding.severity === 'unknown') ? 'unknown' : worst
  const scores = same
    .flatMap(({ finding }) => finding.advisory?.vectors ?? [])
    .flatMap(({ score }) => (score !== null && bandOf(score) === band ? [score] : []))
  const score = scores.length > 0 ? Math.max(...scores) : bandScores[band]
  return score === null ? null : score.toFixed(1)
}

function precisionOf(confidences: readonly Confidence[]): Confidence {
  return confidences.includes('high') ? 'high' : confidences.includes('medium') ? 'medium' : 'low'
}

function helpOf(same: readonly [JudgedFinding, ...JudgedFinding[]]): object {
  const [{ finding, check }] = same
  const remedies = distinct(same.map((each) => each.finding.remedy))
  const { advisory } = finding
  const ids = advisory === undefined ? [] : distinct([advisory.id, ...advisory.aliases])
  const about = ids.length > 1 ? [`Also known as ${ids.slice(1).join(', ')}.`] : []
  // Each line starts with a word of ours: what starts a line of Markdown can act.
  const lines = [...about, ...remedies.map((remedy) => `Remedy: ${remedy}`), `Check: ${check}`]
  return {
    text: lines.map(messageText).join('\n'),
    markdown: lines.map(escapeMarkdown).join('\n\n'),
  }
}

function ruleOf(id: string, same: readonly [JudgedFinding, ...JudgedFinding[]]): object {
  const [judged] = same
  const { finding } = judged
  const url = finding.advisory === undefined ? null : advisoryUrl(finding.advisory)
  const severity = securitySeverity(same)
  const title = messageText(finding.advisory?.summary || finding.title)
  return {
    id,
    shortDescription: { text: isAdvisory(judged) ? messageText(`${id}: ${title}`) : title },
    fullDescription: { text: title },
    help: helpOf(same),
    ...(url === null ? {} : { helpUri: url }),
    defaultConfiguration: { level: 'warning' },
    properties: {
      tags: ['security', finding.domain, ...(isMalware(judged) ? ['malware'] : [])],
      precision: precisionOf(same.map((each) => each.finding.confidence)),
      ...(severity === null ? {} : { 'security-severity': severity }),
    },
  }
}

export interface Rules {
  /** SARIF `reportingDescriptor`s, by id. */
  readonly descriptors: readonly object[]
  /** Index of a rule in `descriptors`. */
  indexOf(id: string): number
}

/** One rule per flaw and per check that has a finding. */
export function rulesOf(findings: readonly JudgedFinding[]): Rules {
  const groups = [...groupBy(findings, ruleIdOf)].sort(([a], [b]) => compareText(a, b))
  const indexes = new Map(groups.map(([id], index) => [id, index]))
  return {
    descriptors: groups.map(([id, same]) => ruleOf(id, same)),
    indexOf: (id) => indexes.get(id) ?? -1,
  }
}
