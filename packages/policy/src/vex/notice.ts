import type { ExceptionNotice, VexStatement } from '@cordon/model'

/** What is told of a statement that did not do its work. */
export type Notice = Pick<ExceptionNotice, 'decision' | 'kind' | 'name' | 'text' | 'at'>

/** Statements of one document that are told one by one; the others are counted. */
export const shownOfAKind = 20

/** A notice about one statement, without its text. */
export function noticeAbout(statement: VexStatement, kind: Notice['kind']): Omit<Notice, 'text'> {
  return { kind, name: statement.vulnerability.id, at: statement.at }
}

/** `1 statement`, `2 statements`. */
export function statementsText(count: number): string {
  return `${count} ${count === 1 ? 'statement' : 'statements'}`
}
