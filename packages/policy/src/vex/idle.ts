import type { VexDocument, VexStatement } from '@cordon/model'
import type { Unmatched, VexPolicy } from './config.ts'
import { nearestText } from './nearest.ts'
import { type Notice, noticeAbout, shownOfAKind, statementsText } from './notice.ts'
import { type Around, There } from './there.ts'

/** Over all documents: a folder of thousands must not drown the report. */
const shownInAll = 100

/**
 * What to tell of statements that decided about nothing. `unmatched`: what it is about is not there, which may be a mistake that leaves a
 * finding open, or a document of something else. `unused`: it is there, and the flaw was not found in it.
 */
export function idleNotices(
  policy: VexPolicy,
  isIdle: (statement: VexStatement) => boolean,
  around: Around,
): readonly Notice[] {
  const there = new There(around)
  let left = shownInAll
  return policy.documents.flatMap((document) => {
    const idle = document.statements.filter(isIdle)
    const unused = idle.filter((statement) => there.has(statement))
    const known = new Set(unused)
    const notices = [
      ...told(unused, document, { kind: 'unused', most: left, there }),
      ...unmatched(
        idle.filter((statement) => !known.has(statement)),
        document,
        { policy, most: left, there },
      ),
    ]
    left = Math.max(0, left - notices.length)
    return notices
  })
}

function unmatched(
  statements: readonly VexStatement[],
  document: VexDocument,
  { policy, most, there }: { readonly policy: VexPolicy; readonly most: number; readonly there: There },
): readonly Notice[] {
  const how: Unmatched = policy.config.unmatched ?? (policy.asked?.has(document) === true ? 'error' : 'warn')
  if (statements.length === 0) return []
  if (how === 'allow')
    return [
      {
        kind: 'note',
        name: document.path,
        at: { path: document.path, line: 0 },
        text: `${statementsText(statements.length)} are about what is not here.`,
      },
    ]
  const notices = told(statements, document, { kind: 'unmatched', most, there })
  return how === 'warn' ? notices : notices.map((notice) => ({ ...notice, decision: 'incomplete' }))
}

function told(
  statements: readonly VexStatement[],
  { path }: VexDocument,
  { kind, most, there }: { readonly kind: 'unmatched' | 'unused'; readonly most: number; readonly there: There },
): readonly Notice[] {
  const shown = statements.slice(0, Math.min(shownOfAKind, most))
  const notices = shown.map((statement) => ({
    ...noticeAbout(statement, kind),
    text: nearestText(statement, there),
  }))
  const more = statements.length - shown.length
  if (more === 0) return notices
  const text =
    kind === 'unused'
      ? `${statementsText(more)} more are about flaws that were not found.`
      : `${statementsText(more)} more match nothing that is here.`
  return [...notices, { kind, name: path, at: { path, line: 0 }, text }]
}
