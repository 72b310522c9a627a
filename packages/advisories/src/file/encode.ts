import { severities } from '@cordon/model'
import type { ByteWriter } from './bytes.ts'
import type {
  StoredEntry,
  StoredGroup,
  StoredInterval,
  StoredPackage,
  StoredRecord,
  StoredSummary,
  StoredVector,
} from './items.ts'
import { intervalEnds, intervalFlags } from './marks.ts'
import type { StringWriter } from './table.ts'

/** Writes the items of the tables; `decode.ts` is its mirror. */
export interface Target {
  readonly writer: ByteWriter
  readonly strings: StringWriter
}

export function encodeRecord(record: StoredRecord, target: Target): void {
  const { writer, strings } = target
  writer.number(strings.index(record.id))
  writer.number(record.published)
  writer.number(record.modified)
  writer.number(record.withdrawn === null ? 0 : record.withdrawn + 1)
  writer.number(strings.index(record.summary))
  writer.number(record.word)
  encodeVectors(record.vectors, target)
}

function encodeVectors(vectors: readonly StoredVector[], { writer, strings }: Target): void {
  writer.number(vectors.length)
  for (const { type, vector, score } of vectors) {
    writer.number(Number(type.slice(-1)))
    writer.number(strings.index(vector))
    writer.number(score === null ? 0 : Math.round(score * 10) + 1)
  }
}

function encodeList(texts: readonly string[], { writer, strings }: Target): void {
  writer.number(texts.length)
  for (const text of texts) writer.number(strings.index(text))
}

function encodeSummary(summary: StoredSummary, target: Target): void {
  const { writer, strings } = target
  writer.number(strings.index(summary.summary))
  writer.number(severities.indexOf(summary.severity))
  writer.number(strings.index(summary.published))
  writer.number(strings.index(summary.modified))
  writer.number(summary.vectors.length)
  for (const { record } of summary.vectors) writer.number(strings.index(record))
  encodeVectors(summary.vectors, target)
}

/** The aliases of `present` are those of the group: what is live is all there. */
export function encodeGroup(group: StoredGroup, target: Target): void {
  const { writer, strings } = target
  writer.number(strings.index(group.key))
  encodeList(group.aliases, target)
  writer.number(group.present === null ? 0 : group.present.kind === 'malware' ? 2 : 1)
  if (group.present !== null) encodeSummary(group.present, target)
  writer.number(group.records.length)
  for (const record of group.records) writer.number(record)
  writer.number(group.kev.length)
  for (const { added, due, ransomware } of group.kev) {
    writer.number(added)
    writer.number(due === null ? 0 : due + 1)
    writer.number(ransomware ? 1 : 0)
  }
  writer.number(group.epss === null ? 0 : 1)
  if (group.epss === null) return
  writer.double(group.epss.score)
  writer.double(group.epss.percentile)
}

export function encodePackage(stored: StoredPackage, target: Target): void {
  const { writer, strings } = target
  writer.number(stored.points.length)
  for (const point of stored.points) writer.word(strings.index(point))
  const released = Buffer.alloc(Math.ceil(stored.points.length / 8))
  stored.released.forEach((is, index) => {
    if (is) released[index >> 3] = (released[index >> 3] ?? 0) | (1 << (index & 7))
  })
  writer.bytes(released)
  writer.number(stored.entries.length)
  for (const entry of stored.entries) encodeEntry(entry, target)
}

function encodeEntry(entry: StoredEntry, target: Target): void {
  const { writer } = target
  writer.number(entry.record)
  writer.number(entry.group)
  writer.number((entry.live ? 1 : 0) | (entry.silent ? 2 : 0))
  writer.number(entry.intervals.length)
  for (const interval of entry.intervals) encodeInterval(interval, target)
  writer.number(entry.runs.length / 2)
  let last = -1
  for (let index = 0; index < entry.runs.length; index += 2) {
    const [start = 0, end = 0] = entry.runs.slice(index, index + 2)
    writer.number(start - last - 1)
    writer.number(end - start)
    last = end
  }
  encodeList(entry.legacy, target)
  encodeVectors(entry.vectors, target)
}

function encodeInterval(interval: StoredInterval, { writer, strings }: Target): void {
  const flags =
    intervalEnds.indexOf(interval.end) |
    (interval.fixed ? intervalFlags.fixed : 0) |
    (interval.certain ? intervalFlags.certain : 0) |
    (interval.text === null ? 0 : intervalFlags.text)
  writer.number(flags)
  writer.number(interval.from + 1)
  if (interval.end !== 'open') writer.number(interval.to)
  if (interval.text !== null) writer.number(strings.index(interval.text))
}
