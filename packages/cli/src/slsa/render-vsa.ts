import type { VerificationSummary } from '@cordon/attest'
import { harmless } from '../harmless.ts'
import type { Judged } from './judge-all.ts'

/** A summary that was written, and what it was made of. */
export interface IssuedSummary extends Judged {
  readonly path: string
  readonly resource: string
  readonly summary: VerificationSummary
}

/** What was written, and of which files nothing could be told. */
export function renderIssuedSummaries(
  issued: readonly IssuedSummary[],
  untold: readonly Judged[],
  format: 'table' | 'json',
): string {
  if (format === 'json') {
    const summaries = issued.map(({ file, path, summary, notes }) => ({
      file,
      path,
      notes,
      summary: summaryJson(summary),
    }))
    const without = untold.map(({ file, notes }) => ({ file, notes }))
    return `${JSON.stringify({ version: 1, summaries, untold: without }, null, 2)}\n`
  }
  const lines = issued.flatMap(({ path, summary, notes }) => [
    `${harmless(path)}  ${resultOf(summary)}`,
    ...noteLines(notes),
  ])
  for (const { file, notes } of untold)
    lines.push(`${harmless(file)}  unknown: no summary is written`, ...noteLines(notes))
  return `${lines.join('\n')}\n`
}

function resultOf({ passed, levels, dependencyLevels }: VerificationSummary): string {
  if (!passed) return 'FAILED'
  return `PASSED, ${levels.join(', ')}${dependencyLevels === null ? '' : `; pins ${countsText(dependencyLevels)}`}`
}

function countsText(counts: ReadonlyMap<string, number>): string {
  return counts.size === 0 ? 'nothing' : [...counts].map(([level, count]) => `${count} × ${level}`).join(', ')
}

function noteLines(notes: Judged['notes']): readonly string[] {
  return notes.map(({ code, detail }) => `  ${code}: ${harmless(detail)}`)
}

/** A summary as JSON of ours: counts as an object. */
export function summaryJson({ dependencyLevels, ...summary }: VerificationSummary): object {
  return { ...summary, dependencyLevels: dependencyLevels === null ? null : Object.fromEntries(dependencyLevels) }
}

/** A summary that holds, or why none does. */
export type SummaryAnswer =
  | { readonly kind: 'verified'; readonly document: string; readonly summary: VerificationSummary }
  | { readonly kind: 'failed'; readonly document: string; readonly code: string; readonly detail: string }

/** What came of a summary. */
export function renderSummaryAnswer(
  subject: string,
  answers: readonly SummaryAnswer[],
  format: 'table' | 'json',
): string {
  if (format === 'json') {
    const summaries = answers.map((each) =>
      each.kind === 'failed' ? each : { ...each, summary: summaryJson(each.summary) },
    )
    return `${JSON.stringify({ version: 1, subject, summaries }, null, 2)}\n`
  }
  const lines = answers.flatMap((each) =>
    each.kind === 'failed'
      ? [`  ${harmless(each.document)}: ${each.code}`, `    ${harmless(each.detail)}`]
      : [`  ${harmless(each.document)}: PASSED`, ...summaryLines(each.summary)],
  )
  const held = answers.some(({ kind }) => kind === 'verified')
  return `${[`${harmless(subject)}  ${held ? 'verified' : 'failed'}`, ...lines].join('\n')}\n`
}

function summaryLines({
  verifier,
  resource,
  levels,
  time,
  policy,
  dependencyLevels,
}: VerificationSummary): readonly string[] {
  const rows: readonly (readonly [string, string | null])[] = [
    ['verifier', verifier],
    ['resource', resource],
    ['levels', levels.join(', ')],
    ['policy', policy.uri],
    ['verified', time],
    ['pins', dependencyLevels === null ? null : countsText(dependencyLevels)],
  ]
  return rows.flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`    ${name.padEnd(10)}${harmless(value.slice(0, 500))}`],
  )
}
