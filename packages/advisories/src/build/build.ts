import type { PackageName } from '@cordon/pypa'
import { lastMillisecond, readInstant, writeDay, writeInstant } from '../date.ts'
import { encodeGroup, encodePackage, encodeRecord } from '../file/encode.ts'
import type { DatabaseCounts, DatabaseMeta, StoredGroup, StoredRecord } from '../file/items.ts'
import { formatVersion, writeFile } from '../file/layout.ts'
import { StringWriter, TableWriter } from '../file/table.ts'
import { summarizeFlaw } from '../flaw.ts'
import { VectorScorer } from '../records/cvss.ts'
import { type Epss, type EpssScore, type Kev, readEpss, readKev } from '../records/feeds.ts'
import { type AliasGroup, groupRecords } from '../records/groups.ts'
import type { BuildProblem } from '../records/problem.ts'
import { type AdvisoryRecord, readRecord } from '../records/record.ts'
import { compilePackage, type Mention } from './package.ts'

export interface BuildInput {
  /** OSV records as JSON texts, in any order, each with the name of the file it is from. */
  readonly records: Iterable<{ readonly name: string; readonly text: string }>
  /** The KEV catalogue, parsed from its JSON. */
  readonly kev?: unknown
  /** Lines of the EPSS feed. */
  readonly epss?: Iterable<string>
  /** Where the records are from, for people. */
  readonly source: string
  readonly sourceTime: string | null
  readonly builtTime: string
}

export interface BuildStats {
  /** Texts that were given. */
  readonly read: number
  /** Those that speak of no Python package. */
  readonly otherEcosystems: number
  /** Those that gave way to one with the same id, modified later. */
  readonly duplicates: number
  /** Those that could not be used at all; each has its problem. */
  readonly refused: number
  /** Different versions of packages that the records name. */
  readonly versions: number
  readonly counts: DatabaseCounts
}

export interface BuiltDatabase {
  readonly bytes: Uint8Array
  readonly stats: BuildStats
  readonly problems: readonly BuildProblem[]
}

/** Builds the database. The same input gives the same bytes, whatever the order of the records. Never throws for what it reads. */
export function buildDatabase(input: BuildInput): BuiltDatabase {
  const taken = takeRecords(input.records)
  const { records } = taken
  const groups = groupRecords(records)
  const feeds = readFeeds(input, groups)
  const strings = new StringWriter()
  const packages = new TableWriter()
  const problems = [taken.problems, feeds.problems]
  const mentions = mentionsByPackage(records, groups)
  let points = 0
  for (const each of mentions.values()) {
    const compiled = compilePackage(each)
    points += compiled.stored.points.length
    packages.add((writer) => encodePackage(compiled.stored, { writer, strings }))
    problems.push(compiled.problems)
  }
  const recordTable = new TableWriter()
  for (const record of records) recordTable.add((writer) => encodeRecord(storedRecord(record), { writer, strings }))
  const groupTable = new TableWriter()
  const stored = groups.map((group) => storedGroup(group, records, feeds))
  for (const group of stored) groupTable.add((writer) => encodeGroup(group, { writer, strings }))
  const counts = countAll(records, mentions.size, stored)
  const names = [...mentions.keys()].join('\n')
  const [ascii, other] = strings.finish()
  const [packageItems, recordItems, groupItems] = [packages.finish(), recordTable.finish(), groupTable.finish()]
  const bytes = writeFile({
    meta: Buffer.from(JSON.stringify(metaOf(input, records, counts, feeds.epss.day))),
    names: Buffer.from(names, 'latin1'),
    asciiEnds: ascii.ends,
    ascii: ascii.items,
    otherEnds: other.ends,
    other: other.items,
    packageEnds: packageItems.ends,
    packages: packageItems.items,
    recordEnds: recordItems.ends,
    records: recordItems.items,
    groupEnds: groupItems.ends,
    groups: groupItems.items,
  })
  return { bytes, stats: { ...taken.stats, versions: points, counts }, problems: sortProblems(problems.flat()) }
}

interface Taken {
  readonly records: readonly AdvisoryRecord[]
  readonly problems: readonly BuildProblem[]
  readonly stats: Pick<BuildStats, 'read' | 'otherEcosystems' | 'duplicates' | 'refused'>
}

/** Reads the records; of those with one id only the one that was modified last stays, with its problems. */
function takeRecords(texts: BuildInput['records']): Taken {
  const kept = new Map<string, { record: AdvisoryRecord; text: string; problems: readonly BuildProblem[] }>()
  const problems: (readonly BuildProblem[])[] = []
  const stats = { read: 0, otherEcosystems: 0, duplicates: 0, refused: 0 }
  const scorer = new VectorScorer()
  for (const { name, text } of texts) {
    stats.read += 1
    const reading = readRecord(text, name, scorer)
    const { record } = reading
    if (record === null) {
      problems.push(reading.problems)
      if (reading.problems.length === 0) stats.otherEcosystems += 1
      else stats.refused += 1
      continue
    }
    const other = kept.get(record.id)
    if (other !== undefined) stats.duplicates += 1
    const isNewer =
      other === undefined ||
      record.modified > other.record.modified ||
      // Twins need an order of their own, so that the order of the input does not decide.
      (record.modified === other.record.modified && text > other.text)
    if (isNewer) kept.set(record.id, { record, text, problems: reading.problems })
  }
  const sorted = [...kept.values()].sort((a, b) => (a.record.id < b.record.id ? -1 : 1))
  const all = [...problems.flat(), ...sorted.flatMap((each) => each.problems)]
  return { records: sorted.map(({ record }) => record), problems: all, stats }
}

function mentionsByPackage(
  records: readonly AdvisoryRecord[],
  groups: readonly AliasGroup[],
): ReadonlyMap<PackageName, readonly Mention[]> {
  const groupOf = new Map(groups.flatMap((group, index) => group.records.map((record) => [record, index])))
  const mentions = new Map<PackageName, Mention[]>()
  records.forEach((record, index) => {
    for (const name of new Set(record.affected.map((each) => each.name))) {
      const affected = record.affected.filter((each) => each.name === name)
      const list = mentions.get(name) ?? []
      list.push({ record, index, group: groupOf.get(index) ?? 0, affected })
      mentions.set(name, list)
    }
  })
  return new Map([...mentions].sort(([a], [b]) => (a < b ? -1 : 1)))
}

interface Feeds {
  readonly kev: Kev['entries']
  readonly epss: Pick<Epss, 'scores' | 'day'>
  readonly problems: readonly BuildProblem[]
}

function readFeeds(input: BuildInput, groups: readonly AliasGroup[]): Feeds {
  const kev: Kev = input.kev === undefined ? { entries: new Map(), problems: [] } : readKev(input.kev)
  const wanted = new Set(groups.flatMap(({ key, aliases }) => [key, ...aliases]))
  const epss = readEpss(input.epss ?? [], wanted)
  return { kev: kev.entries, epss, problems: [...kev.problems, ...epss.problems] }
}

function storedRecord({ id, published, modified, withdrawn, summary, word, vectors }: AdvisoryRecord): StoredRecord {
  return { id, published, modified, withdrawn, summary, word, vectors }
}

/** KEV and EPSS speak of CVEs; a flaw has what any of its ids has, and of several scores the highest. */
function storedGroup(group: AliasGroup, records: readonly AdvisoryRecord[], { kev, epss }: Feeds): StoredGroup {
  const live = group.records.flatMap((index) => records[index] ?? []).filter(({ withdrawn }) => withdrawn === null)
  const present = live.length === 0 ? null : summarizeFlaw({ ...group, records: live, vectors: [] })
  const ids = [group.key, ...group.aliases]
  let best: EpssScore | null = null
  for (const id of ids) {
    const score = epss.scores.get(id)
    if (score !== undefined && (best === null || score.score > best.score)) best = score
  }
  const entries = ids.flatMap((id) => kev.get(id) ?? []).sort((a, b) => a.added - b.added)
  return { ...group, present, kev: entries, epss: best }
}

function countAll(
  records: readonly AdvisoryRecord[],
  packages: number,
  groups: readonly StoredGroup[],
): DatabaseCounts {
  const flaws = groups.filter(({ present }) => present !== null)
  const live = records.filter(({ withdrawn }) => withdrawn === null).length
  return {
    records: records.length,
    live,
    withdrawn: records.length - live,
    packages,
    flaws: flaws.length,
    malware: flaws.filter(({ present }) => present?.kind === 'malware').length,
    kev: flaws.filter(({ kev }) => kev.length > 0).length,
    epss: flaws.filter(({ epss }) => epss !== null).length,
  }
}

function metaOf(
  input: BuildInput,
  records: readonly AdvisoryRecord[],
  counts: DatabaseCounts,
  epssDay: number | null,
): Omit<DatabaseMeta, 'digest'> {
  // Some records are dated into the future: they must not make old data look new.
  const built = readInstant(input.builtTime) ?? lastMillisecond
  let newest = -1
  for (const { modified } of records) if (modified <= built) newest = Math.max(newest, modified)
  return {
    formatVersion,
    source: input.source,
    sourceTime: input.sourceTime,
    dataTime: newest < 0 ? null : writeInstant(newest),
    builtTime: input.builtTime,
    epssDay: epssDay === null ? null : writeDay(epssDay),
    counts,
  }
}

function sortProblems(problems: readonly BuildProblem[]): BuildProblem[] {
  const keyed = problems.map((problem) => [`${problem.record}\n${problem.code}\n${problem.detail}`, problem] as const)
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, problem]) => problem)
}
