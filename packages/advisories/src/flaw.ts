import type { AdvisoryMatch, SeverityVector } from '@cordon/model'
import { writeInstant } from './date.ts'
import type { StoredRecord } from './file/items.ts'
import { compareIds, isMalwareId } from './records/ids.ts'
import { headline } from './severity.ts'

/** What the records of a flaw say of it, whatever the release. */
export type FlawSummary = Pick<
  AdvisoryMatch,
  'kind' | 'aliases' | 'summary' | 'severity' | 'vectors' | 'published' | 'modified'
>

/** The ids and records of a flaw, and the vectors that its records give for one package alone. */
export interface FlawSource {
  readonly key: string
  readonly aliases: readonly string[]
  readonly records: readonly StoredRecord[]
  readonly vectors: readonly SeverityVector[]
}

/** Sums up the records of a flaw; there is at least one. */
export function summarizeFlaw({ key, aliases, records, vectors: given }: FlawSource): FlawSummary {
  const ids = new Set([...aliases, ...records.map(({ id }) => id)])
  ids.delete(key)
  const vectors = distinctVectors([...records.flatMap(vectorsOf), ...given])
  return {
    kind: isMalwareId(key) || [...ids].some(isMalwareId) ? 'malware' : 'vulnerability',
    aliases: [...ids].sort(),
    summary: summaryOf(records),
    severity: headline(vectors, largest(records.map(({ word }) => word))),
    vectors,
    published: writeInstant(-largest(records.map(({ published }) => -published))),
    modified: writeInstant(largest(records.map(({ modified }) => modified))),
  }
}

/** Of any number of them: too many arguments would overflow the stack. */
function largest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b))
}

function vectorsOf({ id, vectors }: StoredRecord): SeverityVector[] {
  return vectors.map(({ type, vector, score }) => ({ record: id, type, vector, score }))
}

/** Each once, by record, type and text. */
function distinctVectors(vectors: readonly SeverityVector[]): SeverityVector[] {
  const byText = new Map(vectors.map((each) => [`${each.record} ${each.type} ${each.vector}`, each]))
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, vector]) => vector)
}

/** GitHub's summaries are written by people; those of others are often the beginning of a longer text. */
function summaryOf(records: readonly StoredRecord[]): string {
  const told = records.filter(({ summary }) => summary !== '')
  const best = told.find(({ id }) => id.startsWith('GHSA-')) ?? told.sort((a, b) => compareIds(a.id, b.id))[0]
  return best?.summary ?? ''
}
