import { type ByteSource, readWithin } from './byte-source.ts'
import { ArchiveError } from './error.ts'
import type { Report } from './oddity.ts'

/** What the end of a zip says of its directory. */
export interface ZipEnd {
  readonly entries: number
  readonly size: number
  readonly start: number
  /** Where the first end record (64-bit or not) lies: the directory should reach exactly to it. */
  readonly position: number
}

const recordSignature = 0x02014b50
const endSignature = 0x06054b50
const end64Signature = 0x06064b50
const locatorSignature = 0x07064b50
const endBytes = 22
const masked16 = 0xffff
const masked32 = 0xffffffff

/**
 * The last end record that leads to a directory, which is the one that CPython takes, even out of another one's comment. A second one is
 * reported, for which is read depends on the reader, and so is data behind the record and its comment. Throws
 * `ArchiveError('NOT_AN_ARCHIVE')`.
 */
export function findEnd(source: ByteSource, report: Report): ZipEnd {
  const tailLength = Math.min(source.size, endBytes + masked16)
  const tail = readWithin(source, source.size - tailLength, tailLength)
  const base = source.size - tail.length
  const candidates: number[] = []
  for (let at = tail.length - endBytes; at >= 0 && candidates.length < 16; at--)
    if (tail[at] === 0x50 && tail.readUInt32LE(at) === endSignature) candidates.push(at)
  const isExact = (at: number): boolean => at + endBytes + tail.readUInt16LE(at + 20) === tail.length
  const leads = (at: number): boolean => leadsToDirectory(source, readEnd(tail, at, base))
  const chosen = candidates.find(leads) ?? candidates[0]
  if (chosen === undefined)
    throw new ArchiveError('NOT_AN_ARCHIVE', source.size === 0 ? 'the file is empty' : 'the end of a zip is missing')
  if (!isExact(chosen)) {
    const commentEnd = chosen + endBytes + tail.readUInt16LE(chosen + 20)
    report(commentEnd > tail.length ? 'member-truncated' : 'trailing-data', null)
  }
  const end = readEnd(tail, chosen, base)
  // One before the directory lies in a member's data, as that of a zip in the zip does.
  if (candidates.some((at) => at !== chosen && base + at >= end.position - end.size)) report('two-directories', null)
  const wide = readEnd64(source, end.position, report)
  if (wide !== null) return reconcile(end, wide, report)
  if (
    tail.readUInt16LE(chosen + 4) !== 0 ||
    tail.readUInt16LE(chosen + 6) !== 0 ||
    tail.readUInt16LE(chosen + 8) !== end.entries
  )
    report('several-parts', null)
  return end
}

/** A directory lies where the record says, or right before the record; a masked record says nothing. */
function leadsToDirectory(source: ByteSource, { entries, size, start, position }: ZipEnd): boolean {
  if (start === masked32 || size === masked32 || (entries === 0 && size === 0)) return true
  return [start, position - size].some((at) => {
    const bytes = readWithin(source, at, 4)
    return bytes.length === 4 && bytes.readUInt32LE(0) === recordSignature
  })
}

function readEnd(tail: Buffer, at: number, base: number): ZipEnd {
  return {
    entries: tail.readUInt16LE(at + 10),
    size: tail.readUInt32LE(at + 12),
    start: tail.readUInt32LE(at + 16),
    position: base + at,
  }
}

/** APPNOTE 4.3.14 and 4.3.15; null when there is no 64-bit end, or none that can be read. */
function readEnd64(source: ByteSource, endPosition: number, report: Report): ZipEnd | null {
  if (endPosition < 20) return null
  const locator = readWithin(source, endPosition - 20, 20)
  if (locator.length < 20 || locator.readUInt32LE(0) !== locatorSignature) return null
  const told = Number(locator.readBigUInt64LE(8))
  // Where it says, or right before the locator, which is where CPython looks when something was put in front.
  const position = isEnd64(source, told) ? told : endPosition - 20 - 56
  if (position !== told) report('end-mismatch', null, 'the 64-bit end is not where its locator says')
  if (!isEnd64(source, position)) return null
  const record = readWithin(source, position, 56)
  const entries = Number(record.readBigUInt64LE(32))
  if (position + 12 + Number(record.readBigUInt64LE(4)) !== endPosition - 20)
    report('end-mismatch', null, 'the 64-bit end has a wrong length')
  if (locator.readUInt32LE(4) !== 0 || record.readUInt32LE(16) !== 0 || Number(record.readBigUInt64LE(24)) !== entries)
    report('several-parts', null)
  return { entries, size: Number(record.readBigUInt64LE(40)), start: Number(record.readBigUInt64LE(48)), position }
}

function isEnd64(source: ByteSource, position: number): boolean {
  const record = readWithin(source, position, 56)
  return record.length === 56 && record.readUInt32LE(0) === end64Signature
}

/** Two end records that disagree are two archives in one file. */
function reconcile(end: ZipEnd, wide: ZipEnd, report: Report): ZipEnd {
  const agrees =
    (end.entries === masked16 || end.entries === wide.entries) &&
    (end.size === masked32 || end.size === wide.size) &&
    (end.start === masked32 || end.start === wide.start)
  if (!agrees) report('end-mismatch', null)
  return wide
}
