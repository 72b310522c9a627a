import type { AdvisoryMatch, SeverityVector } from '@cordon/model'
import { readDay, writeDay, writeInstant } from '../date.ts'
import type { StoredEntry, StoredGroup, StoredRecord, StoredVector } from '../file/items.ts'
import { compareIds, isMalwareId } from '../records/ids.ts'
import { headline } from '../severity.ts'
import type { Library } from './library.ts'
import { isKnownDay, isVisible, type Moment } from './moment.ts'

/** What is true of a flaw whatever the release. */
export type Flaw = Omit<AdvisoryMatch, 'records' | 'fixed' | 'proof' | 'disagreeing'>

/** Describes an alias group as it was known at the moment; `entries` are what its records say of the package asked about. */
export function describeFlaw(
  group: StoredGroup,
  entries: readonly StoredEntry[],
  library: Library,
  moment: Moment,
): Flaw {
  const visible = group.records.map((index) => library.record(index)).filter((each) => isVisible(each, moment))
  const vectors = vectorsOf(visible, entries, library)
  const ids = new Set([...group.aliases, ...visible.map(({ id }) => id)])
  ids.delete(group.key)
  return {
    kind: isMalwareId(group.key) || [...ids].some(isMalwareId) ? 'malware' : 'vulnerability',
    id: group.key,
    aliases: [...ids].sort(),
    summary: summaryOf(visible),
    severity: headline(vectors, Math.max(0, ...visible.map(({ word }) => word))),
    vectors,
    kev: kevOf(group, moment),
    epss: epssOf(group, library, moment),
    published: writeInstant(Math.min(...visible.map(({ published }) => published))),
    modified: writeInstant(Math.max(...visible.map(({ modified }) => modified))),
  }
}

/** Vectors of the flaw's records, and those that they give for this package alone; each once. */
function vectorsOf(
  visible: readonly StoredRecord[],
  entries: readonly StoredEntry[],
  library: Library,
): SeverityVector[] {
  const vectors = new Map<string, SeverityVector>()
  const add = (record: string, given: readonly StoredVector[]): void => {
    for (const { type, vector, score } of given)
      vectors.set(`${record} ${type} ${vector}`, { record, type, vector, score })
  }
  for (const record of visible) add(record.id, record.vectors)
  for (const entry of entries) if (entry.vectors.length > 0) add(library.record(entry.record).id, entry.vectors)
  return [...vectors].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, vector]) => vector)
}

/** GitHub's summaries are written by people; those of others are often the beginning of a longer text. */
function summaryOf(records: readonly StoredRecord[]): string {
  const told = records.filter(({ summary }) => summary !== '')
  const best = told.find(({ id }) => id.startsWith('GHSA-')) ?? told.sort((a, b) => compareIds(a.id, b.id))[0]
  return best?.summary ?? ''
}

function kevOf(group: StoredGroup, moment: Moment): AdvisoryMatch['kev'] {
  const known = group.kev.filter(({ added }) => isKnownDay(added, moment))
  const [first] = known
  if (first === undefined) return null
  return {
    added: writeDay(first.added),
    due: first.due === null ? null : writeDay(first.due),
    ransomware: known.some(({ ransomware }) => ransomware),
  }
}

/** A score of a later day was not known at the moment. */
function epssOf(group: StoredGroup, library: Library, moment: Moment): AdvisoryMatch['epss'] {
  const day = readDay(library.meta.epssDay)
  return day === null || isKnownDay(day, moment) ? group.epss : null
}
