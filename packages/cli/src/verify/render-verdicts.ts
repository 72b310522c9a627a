import type { Finding, Verdict } from '@cordon/model'
import { harmless } from '../harmless.ts'

/** Told file by file already, with their codes. */
const toldBefore = new Set(['provenance/failed', 'provenance/pinned-identity'])

/** What is other than before, or than the configuration demands, package by package; what the policy allows is information. */
export function verdictLines(verdicts: readonly Verdict[]): readonly string[] {
  const lines = verdicts.flatMap((verdict) => {
    const own = packageLines(verdict)
    const { dependency, at } = verdict.inspection
    const name = `${dependency?.name ?? ''} ${dependency?.version?.raw ?? ''}`
    return own.length === 0 ? [] : [harmless(`  ${name}  ${at.path}${at.line > 0 ? `:${at.line}` : ''}`), ...own]
  })
  return lines.length === 0 ? [] : ['Other than before, or than is demanded', ...lines, '']
}

function packageLines({ inspection, because }: Verdict): readonly string[] {
  return [...inspection.outcomes].flatMap(([check, outcome]) => {
    if (outcome.kind === 'clean' || toldBefore.has(check)) return []
    const of = because.filter((each) => each.check === check)
    const findings = (outcome.findings ?? []).flatMap((finding, at) =>
      findingLines(check, finding, of.filter(({ finding: id }) => id !== null)[at]?.decision ?? 'warn'),
    )
    if (outcome.kind === 'found') return findings
    const decision = of.find(({ finding }) => finding === null)?.decision ?? 'incomplete'
    return [`    ${decision}  ${check}  ${outcome.code}`, `      ${harmless(outcome.detail)}`, ...findings]
  })
}

function findingLines(check: string, { severity, message, remedy }: Finding, decision: string): readonly string[] {
  const head = severity === 'none' ? `    note  ${check}` : `    ${decision}  ${check}  ${severity}`
  return [head, `      ${harmless(message)}`, ...(severity === 'none' ? [] : [`      ${harmless(remedy)}`])]
}
