import type { AdvisoryMatch } from '@cordon/model'
import { readDay, writeDay } from '../date.ts'
import { damaged } from '../error.ts'
import type { StoredEntry, StoredGroup } from '../file/items.ts'
import { type FlawSummary, summarizeFlaw } from '../flaw.ts'
import type { Library } from './library.ts'
import { isKnownDay, isVisible, type Moment } from './moment.ts'

/** What is true of a flaw whatever the release. */
export type Flaw = FlawSummary & Pick<AdvisoryMatch, 'id' | 'kev' | 'epss'>

/** Describes a flaw as it was known at the moment; `entries` are what its records say of the package asked about. */
export function describeFlaw(
  group: StoredGroup,
  entries: readonly StoredEntry[],
  library: Library,
  moment: Moment,
): Flaw {
  const isUsual = moment.end === null && entries.every(({ vectors }) => vectors.length === 0)
  return {
    ...((isUsual ? group.present : null) ?? summarizeThen(group, entries, library, moment)),
    id: group.key,
    kev: kevOf(group, moment),
    epss: epssOf(group, library, moment),
  }
}

function summarizeThen(
  { key, aliases, records }: StoredGroup,
  entries: readonly StoredEntry[],
  library: Library,
  moment: Moment,
): FlawSummary {
  const visible = records.map((index) => library.record(index)).filter((record) => isVisible(record, moment))
  if (visible.length === 0) throw damaged('a flaw without a record')
  return summarizeFlaw({
    key,
    aliases,
    records: visible,
    vectors: entries.flatMap(({ record, vectors }) =>
      vectors.map(({ type, vector, score }) => ({ record: library.recordId(record), type, vector, score })),
    ),
  })
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
  const day = moment.end === null ? null : readDay(library.meta.epssDay)
  return day === null || isKnownDay(day, moment) ? group.epss : null
}
