import type { Decision, ExitCode, Report } from '@cordon/model'
import { groupBy, releaseKey } from './grouping.ts'
import { hardestDecision } from './order.ts'
import type { Reading } from './reading.ts'
import { countOf, groupDigits } from './text/visible.ts'

/** The report in one line. */
export interface Conclusion {
  readonly word: 'ALLOWED' | 'BLOCKED' | 'INCOMPLETE' | 'NOTHING TO SCAN' | 'FAILED'
  readonly decision: Decision
  /** One sentence without a full stop. */
  readonly text: string
  /** What the exit code says. */
  readonly meaning: string
}

const meanings: Readonly<Record<ExitCode, string>> = {
  0: 'the policy allows it',
  1: 'the policy forbids it',
  2: 'bad usage or configuration',
  3: 'nothing to scan',
  4: 'the policy does not allow unknown',
  70: 'a bug of cordon',
}

/** Distinct releases and files by the hardest decision over them. */
export interface Tally {
  readonly packages: number
  readonly packagesBy: Readonly<Record<Decision, number>>
  readonly filesBy: Readonly<Record<Decision, number>>
}

function countBy(groups: Iterable<readonly Reading[]>): Record<Decision, number> {
  const counts = { block: 0, incomplete: 0, warn: 0, allow: 0 }
  for (const group of groups) counts[hardestDecision(group.map((each) => each.verdict.decision))] += 1
  return counts
}

/** Counts what a person counts: a release once, however many files name it. */
export function tallyOf(readings: readonly Reading[]): Tally {
  const packages = groupBy(
    readings.filter((each) => each.name !== null),
    releaseKey,
  )
  const files = groupBy(
    readings.filter((each) => each.name === null),
    (each) => each.verdict.inspection.at.path,
  )
  return {
    packages: packages.size,
    packagesBy: countBy(packages.values()),
    filesBy: countBy(files.values()),
  }
}

/** `3 of 42 packages and 1 file`, or an empty text when there are none. */
function share(tally: Tally, decision: Decision): string {
  const packages = tally.packagesBy[decision]
  const files = tally.filesBy[decision]
  const parts = [
    ...(packages > 0 ? [`${groupDigits(packages)} of ${countOf(tally.packages, 'package')}`] : []),
    ...(files > 0 ? [countOf(files, 'file')] : []),
  ]
  return parts.join(' and ')
}

/** `1 file and 2 lines not understood`, where the policy decided so about them. */
function skippedShare({ skipped, skippedDecision, coverage }: Report, decision: Decision): readonly string[] {
  if (skippedDecision !== decision) return []
  const parts = [
    ...(coverage.failed.length > 0 ? [countOf(coverage.failed.length, 'file')] : []),
    ...(skipped.length > 0 ? [countOf(skipped.length, 'line')] : []),
  ]
  return parts.length === 0 ? [] : [`${parts.join(' and ')} not understood`]
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ')
}

/** `11 packages: 3 blocked, 2 not judged, 3 with warnings, 3 allowed`. */
export function tallyText(tally: Tally): string {
  const { block, incomplete, warn, allow } = tally.packagesBy
  const parts = [
    ...(block > 0 ? [`${groupDigits(block)} blocked`] : []),
    ...(incomplete > 0 ? [`${groupDigits(incomplete)} not judged`] : []),
    ...(warn > 0 ? [`${groupDigits(warn)} with warnings`] : []),
    ...(allow > 0 ? [`${groupDigits(allow)} allowed`] : []),
  ]
  return `${countOf(tally.packages, 'package')}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`
}

function allowedText(report: Report, tally: Tally): { readonly word: string; readonly decision: Decision } {
  const forgiven = tally.packagesBy.block + tally.filesBy.block + tally.packagesBy.incomplete + tally.filesBy.incomplete
  const warned = forgiven + tally.packagesBy.warn + tally.filesBy.warn + skippedShare(report, 'warn').length
  const packages = countOf(tally.packages, 'package')
  if (warned === 0) return { word: `${packages}, no warnings`, decision: 'allow' }
  return { word: `with ${countOf(warned, 'warning')} in ${packages}`, decision: 'warn' }
}

/** Why a run is incomplete of which everything is judged. */
function unmatchedShare({ exceptions }: Report): string {
  return exceptions.some(({ decision }) => decision === 'incomplete') ? 'VEX statements about what is not here' : ''
}

/** Sums a report up. The exit code decides about the word; the counts say why. */
export function concludeReport(report: Report, tally: Tally): Conclusion {
  const meaning = meanings[report.exit]
  const blocked = joined([share(tally, 'block'), ...skippedShare(report, 'block')])
  const open = share(tally, 'incomplete')
  const incomplete = joined([
    open === '' ? '' : `${open} not judged`,
    ...skippedShare(report, 'incomplete'),
    unmatchedShare(report),
  ])
  switch (report.exit) {
    case 0: {
      const { word, decision } = allowedText(report, tally)
      return { word: 'ALLOWED', decision, text: word, meaning }
    }
    case 1:
      return { word: 'BLOCKED', decision: 'block', text: blocked || 'by the policy', meaning }
    case 3:
      return {
        word: 'NOTHING TO SCAN',
        decision: 'incomplete',
        text: 'no file that says what gets installed was found',
        meaning,
      }
    case 4:
      return {
        word: 'INCOMPLETE',
        decision: 'incomplete',
        text: incomplete || 'something that the policy wants known is not',
        meaning,
      }
    default:
      return { word: 'FAILED', decision: 'block', text: 'the scan did not end as it should', meaning }
  }
}

/** `BLOCKED: 3 of 42 packages and 1 file` or `ALLOWED with 5 warnings in 42 packages`. */
export function conclusionText(conclusion: Conclusion): string {
  const joint = conclusion.text.startsWith('with ') ? ' ' : ': '
  return `${conclusion.word}${joint}${conclusion.text}`
}
