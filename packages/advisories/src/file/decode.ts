import { severities } from '@cordon/model'
import { lastMillisecond } from '../date.ts'
import { damaged } from '../error.ts'
import type { ByteReader } from './bytes.ts'
import type { StoredEntry, StoredGroup, StoredInterval, StoredRecord, StoredSummary, StoredVector } from './items.ts'
import { intervalEnds, intervalFlags } from './marks.ts'

/** Reads the items of the tables; `encode.ts` is its mirror. Every index is checked, so a forged file is only `DATABASE_DAMAGED`. */
export interface Source {
  readonly reader: ByteReader
  /** The text of a number; throws for one that has none. */
  text(index: number): string
  readonly sizes: { readonly records: number; readonly groups: number }
}

// Dates are kept plus one where they may be missing.
const milliseconds = lastMillisecond + 2
const days = lastMillisecond / 86_400_000 + 2

export function decodeRecord(source: Source): StoredRecord {
  const { reader } = source
  const id = readText(source)
  const published = reader.below(milliseconds)
  const modified = reader.below(milliseconds)
  const withdrawn = reader.below(milliseconds)
  return {
    id,
    published,
    modified,
    withdrawn: withdrawn === 0 ? null : withdrawn - 1,
    summary: readText(source),
    word: reader.number(),
    vectors: decodeVectors(source),
  }
}

function readText({ reader, text }: Source): string {
  return text(reader.number())
}

const vectorTypes = new Map<number, StoredVector['type']>([
  [2, 'CVSS_V2'],
  [3, 'CVSS_V3'],
  [4, 'CVSS_V4'],
])

function decodeVectors(source: Source): StoredVector[] {
  return source.reader.list(() => {
    const type = vectorTypes.get(source.reader.number())
    if (type === undefined) throw damaged('a vector of no known type')
    const vector = readText(source)
    const score = source.reader.below(102)
    return { type, vector, score: score === 0 ? null : (score - 1) / 10 }
  })
}

function decodeSummary(source: Source, kind: StoredSummary['kind'], aliases: readonly string[]): StoredSummary {
  const summary = readText(source)
  const severity = severities[source.reader.below(severities.length)] ?? 'unknown'
  const published = readText(source)
  const modified = readText(source)
  const records = source.reader.list(() => readText(source))
  const vectors = decodeVectors(source).map((vector, index) => ({ record: records[index] ?? '', ...vector }))
  return { kind, aliases, summary, severity, vectors, published, modified }
}

/** The first thing of a record or a group: its id or key, without decoding the rest. */
export function decodeId(source: Source): string {
  return readText(source)
}

export function decodeGroup(source: Source): StoredGroup {
  const { reader, sizes } = source
  const key = readText(source)
  const aliases = reader.list(() => readText(source))
  const kind = reader.below(3)
  const present = kind === 0 ? null : decodeSummary(source, kind === 2 ? 'malware' : 'vulnerability', aliases)
  const records = reader.list(() => reader.below(sizes.records))
  const kev = reader.list(() => {
    const added = reader.below(days)
    const due = reader.below(days)
    return { added, due: due === 0 ? null : due - 1, ransomware: reader.below(2) === 1 }
  })
  const epss = reader.below(2) === 1 ? { score: reader.double(), percentile: reader.double() } : null
  return { key, aliases, present, records, kev, epss }
}

/** A package whose versions are not read yet: most of them are never looked at. */
export interface DecodedPackage {
  /** How many points there are. */
  readonly size: number
  readonly entries: readonly StoredEntry[]
  /** The index of a point's text. */
  pointText(point: number): number
  isReleased(point: number): boolean
}

export function decodePackage(source: Source): DecodedPackage {
  const { reader } = source
  const size = reader.count()
  const texts = reader.bytes(size * 4)
  const released = reader.bytes(Math.ceil(size / 8))
  return {
    size,
    entries: reader.list(() => decodeEntry(source, size)),
    pointText: (point) => texts.readUInt32LE(point * 4),
    isReleased: (point) => ((released[point >> 3] ?? 0) & (1 << (point & 7))) !== 0,
  }
}

function decodeEntry(source: Source, points: number): StoredEntry {
  const { reader, sizes } = source
  const record = reader.below(sizes.records)
  const group = reader.below(sizes.groups)
  const flags = reader.below(4)
  return {
    record,
    group,
    live: (flags & 1) !== 0,
    silent: (flags & 2) !== 0,
    intervals: reader.list(() => decodeInterval(source, points)),
    runs: decodeRuns(reader, points),
    legacy: reader.list(() => readText(source)),
    vectors: decodeVectors(source),
  }
}

function decodeRuns(reader: ByteReader, points: number): number[] {
  const runs: number[] = []
  let last = -1
  for (let rest = reader.count(); rest > 0; rest -= 1) {
    const start = last + 1 + reader.below(points)
    last = start + reader.below(points)
    if (last >= points) throw damaged('a list points outside')
    runs.push(start, last)
  }
  return runs
}

function decodeInterval(source: Source, points: number): StoredInterval {
  const { reader } = source
  const flags = reader.below(32)
  const end = intervalEnds[flags & 3]
  if (end === undefined) throw damaged('an interval of no known kind')
  return {
    from: reader.below(points + 1) - 1,
    to: end === 'open' ? -1 : reader.below(points),
    end,
    fixed: (flags & intervalFlags.fixed) !== 0,
    certain: (flags & intervalFlags.certain) !== 0,
    text: (flags & intervalFlags.text) === 0 ? null : readText(source),
  }
}
