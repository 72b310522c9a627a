import type { VexDocument, VexStatement } from '@cordon/model'

export interface VexHead {
  readonly id: string | null
  readonly author: string
  /** RFC 3339 in UTC. */
  readonly time: string
}

/**
 * One document that says what all of them say, oldest first: what is superseded stays, as history. A statement that is there twice is kept
 * once; whose it was is kept as its supplier where the author of the whole is another.
 */
export function mergeVex(documents: readonly VexDocument[], { id, author, time }: VexHead): VexDocument {
  const statements = new Map<string, VexStatement>()
  for (const statement of documents.flatMap((document) => document.statements)) {
    const { supplier } = statement
    const isOther = statement.author !== author && statement.author !== ''
    const kept = { ...statement, author, supplier: supplier ?? (isOther ? statement.author : null) }
    const key = JSON.stringify({ ...kept, at: null, id: null })
    if (!statements.has(key)) statements.set(key, kept)
  }
  const issued =
    documents
      .map((document) => document.issued)
      .filter((each) => each !== '')
      .sort()[0] ?? time
  return {
    format: 'openvex',
    id,
    author,
    role: null,
    title: null,
    issued,
    updated: time,
    revision: 1,
    path: '',
    statements: [...statements.values()].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)),
    problems: [],
  }
}

/** The document with more statements: its next revision, of this time. */
export function addToVex(document: VexDocument, added: readonly VexStatement[], time: string): VexDocument {
  return {
    ...document,
    updated: time,
    revision: document.revision + 1,
    statements: [...document.statements, ...added.map((statement) => ({ ...statement, author: document.author }))],
  }
}
