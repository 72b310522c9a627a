import type { Because, VexReference, VexStatement } from '@cordon/model'
import type { Policy } from '../policy.ts'
import type { VexAnswer } from './statements.ts'

/** What a statement makes of the decision over a finding: silenced, kept with what was said, or as it was. */
export function stated(answer: VexAnswer, policy: Policy, ruled: Because): Because {
  if (answer.kind === 'none') return ruled
  const { statement, silences } = answer
  const vex = referenceOf(statement)
  const { path, line } = statement.at
  const rule = `vex:${path}:${line}`
  if (silences) return { ...ruled, decision: 'allow', rule, text: textOf(statement), vex }
  const text = `${ruled.text} ${textOf(statement)}`
  const isOpen = statement.status === 'under_investigation' && policy.vex?.config.underInvestigation === 'warn'
  if (isOpen && (ruled.decision === 'block' || ruled.decision === 'incomplete'))
    return { ...ruled, decision: 'warn', rule, text, vex }
  return { ...ruled, text, vex }
}

function referenceOf(statement: VexStatement): VexReference {
  const { id, status, justification, author, time, at } = statement
  return { statement: id, status, justification, detail: detailOf(statement), author, time, at }
}

function detailOf({ status, action, impact, notes }: VexStatement): string | null {
  return status === 'affected' ? (action ?? notes) : (impact ?? notes)
}

const words = {
  affected: 'Affected',
  fixed: 'Fixed',
  not_affected: 'Not affected',
  under_investigation: 'Under investigation',
} as const

/** `Not affected (vulnerable_code_not_present), says Acme on 2026-07-01: the parser is not shipped.` */
function textOf(statement: VexStatement): string {
  const { status, justification, author, time } = statement
  const why = justification === null ? '' : ` (${justification})`
  const detail = detailOf(statement)
  const said = detail === null ? '.' : `: ${detail.replace(/[.\s]+$/, '')}.`
  return `${words[status]}${why}, says ${author === '' ? 'a document without an author' : author} on ${time.slice(0, 10)}${said}`
}
