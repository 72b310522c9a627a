/** The central directory of a zip (APPNOTE 4.3.12 to 4.3.16), read strictly: what is unusual is refused, not repaired. */
import { SourceError } from '../error.ts'
import type { ByteSource } from './bytes.ts'

export interface ZipLimits {
  readonly entries: number
  readonly directoryBytes: number
  /** Of one member, unpacked. */
  readonly entryBytes: number
  /** Of all members, unpacked. */
  readonly totalBytes: number
  /** Unpacked size over packed size, for members of more than `ratioFrom` bytes and for the whole. */
  readonly ratio: number
  readonly ratioFrom: number
}

const mebibyte = 1024 * 1024

/** Ample for every advisory archive that is published: the whole of OSV's is below a tenth of these. */
export const defaultZipLimits: ZipLimits = {
  entries: 1_000_000,
  directoryBytes: 256 * mebibyte,
  entryBytes: 64 * mebibyte,
  totalBytes: 8192 * mebibyte,
  ratio: 200,
  ratioFrom: mebibyte,
}

export interface ZipRecord {
  readonly name: string
  /** The name's bytes, which the local header must repeat. */
  readonly rawName: Buffer
  readonly method: 0 | 8
  readonly flags: number
  readonly crc: number
  readonly size: number
  readonly packedSize: number
  /** Where the local header starts. */
  readonly offset: number
}

export interface ZipDirectory {
  readonly records: readonly ZipRecord[]
  /** Where the central directory starts: no member reaches beyond it. */
  readonly start: number
}

const endSignature = 0x06054b50
const end64Signature = 0x06064b50
const locatorSignature = 0x07064b50
const recordSignature = 0x02014b50
const endBytes = 22
const recordBytes = 46
const masked16 = 0xffff
const masked32 = 0xffffffff

/** General purpose bits that mean a reader must know something more: encryption (0, 6, 13) and patched data (5). */
const refusedFlags = 0b0010_0000_0110_0001

/** Reads and checks the directory of the zip that `label` names in errors; throws `SourceError('BAD_ARCHIVE')`. */
export function readZipDirectory(source: ByteSource, label: string, limits: ZipLimits): ZipDirectory {
  const end = findEnd(source, label)
  if (end.size > limits.directoryBytes || end.entries > limits.entries)
    throw damaged(label, `its directory announces ${end.entries} members in ${end.size} bytes, which is over the bound`)
  if (end.start + end.size !== end.position) throw damaged(label, 'its directory does not end where it should')
  const bytes = source.read(end.start, end.size)
  if (bytes.length !== end.size) throw damaged(label, 'its directory is cut short')
  const records: ZipRecord[] = []
  let position = 0
  for (let index = 0; index < end.entries; index++) {
    const read = readRecord(bytes, position, label)
    records.push(read.record)
    position = read.next
  }
  if (position !== bytes.length) throw damaged(label, 'its directory holds more than it announces')
  return { records, start: end.start }
}

interface End {
  readonly entries: number
  readonly size: number
  readonly start: number
  /** Where the first end record (64-bit or not) lies: the directory must reach exactly to it. */
  readonly position: number
}

function findEnd(source: ByteSource, label: string): End {
  const tailLength = Math.min(source.size, endBytes + masked16)
  const tail = source.read(source.size - tailLength, tailLength)
  // Only the record whose comment reaches exactly to the end counts: a second one inside a comment cannot be chosen.
  for (let at = tail.length - endBytes; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== endSignature || at + endBytes + tail.readUInt16LE(at + 20) !== tail.length) continue
    const end = {
      entries: tail.readUInt16LE(at + 10),
      size: tail.readUInt32LE(at + 12),
      start: tail.readUInt32LE(at + 16),
      position: source.size - tail.length + at,
    }
    const disks = [tail.readUInt16LE(at + 4), tail.readUInt16LE(at + 6)]
    const wide = readEnd64(source, end.position, label)
    if (wide !== null) return reconcile(end, wide, label)
    if (disks.some((disk) => disk !== 0) || tail.readUInt16LE(at + 8) !== end.entries)
      throw damaged(label, 'it is one part of several')
    return end
  }
  throw damaged(label, source.size === 0 ? 'it is empty' : 'its end is missing')
}

function readEnd64(source: ByteSource, endPosition: number, label: string): End | null {
  if (endPosition < 20) return null
  const locator = source.read(endPosition - 20, 20)
  if (locator.readUInt32LE(0) !== locatorSignature) return null
  const position = safeNumber(locator.readBigUInt64LE(8), label)
  const record = source.read(position, 56)
  if (record.length < 56 || record.readUInt32LE(0) !== end64Signature || locator.readUInt32LE(4) !== 0)
    throw damaged(label, 'its 64-bit end is missing')
  if (position + 12 + safeNumber(record.readBigUInt64LE(4), label) !== endPosition - 20)
    throw damaged(label, 'its 64-bit end has a wrong length')
  const entries = safeNumber(record.readBigUInt64LE(32), label)
  if (record.readUInt32LE(16) !== 0 || record.readUInt32LE(20) !== 0 || record.readBigUInt64LE(24) !== BigInt(entries))
    throw damaged(label, 'it is one part of several')
  return {
    entries,
    size: safeNumber(record.readBigUInt64LE(40), label),
    start: safeNumber(record.readBigUInt64LE(48), label),
    position,
  }
}

/** Two end records that disagree are two archives in one file: which one is read depends on the reader. */
function reconcile(end: End, wide: End, label: string): End {
  const agrees =
    (end.entries === masked16 || end.entries === wide.entries) &&
    (end.size === masked32 || end.size === wide.size) &&
    (end.start === masked32 || end.start === wide.start)
  if (!agrees) throw damaged(label, 'its two ends disagree')
  return wide
}

function readRecord(bytes: Buffer, at: number, label: string): { readonly record: ZipRecord; readonly next: number } {
  if (at + recordBytes > bytes.length || bytes.readUInt32LE(at) !== recordSignature)
    throw damaged(label, 'its directory is cut short')
  const nameEnd = at + recordBytes + bytes.readUInt16LE(at + 28)
  const extraEnd = nameEnd + bytes.readUInt16LE(at + 30)
  const next = extraEnd + bytes.readUInt16LE(at + 32)
  if (next > bytes.length) throw damaged(label, 'its directory is cut short')
  const rawName = bytes.subarray(at + recordBytes, nameEnd)
  const name = readName(rawName, label)
  const flags = bytes.readUInt16LE(at + 8)
  if ((flags & refusedFlags) !== 0) throw damaged(label, `${name} is encrypted or patched`)
  const method = bytes.readUInt16LE(at + 10)
  if (method !== 0 && method !== 8)
    throw damaged(label, `${name} is packed by method ${method}, not stored or deflated`)
  const narrow = {
    size: bytes.readUInt32LE(at + 24),
    packedSize: bytes.readUInt32LE(at + 20),
    offset: bytes.readUInt32LE(at + 42),
  }
  const disk = bytes.readUInt16LE(at + 34)
  if (disk !== 0 && disk !== masked16) throw damaged(label, 'it is one part of several')
  const sizes = widen(narrow, bytes.subarray(nameEnd, extraEnd), { label, name })
  if (method === 0 && sizes.size !== sizes.packedSize) throw damaged(label, `${name} is stored with two sizes`)
  return { record: { name, rawName, method, flags, crc: bytes.readUInt32LE(at + 16), ...sizes }, next }
}

type Sizes = Pick<ZipRecord, 'size' | 'packedSize' | 'offset'>

/** APPNOTE 4.5.3: the 64-bit extra field holds exactly the values that are masked, in this order. */
function widen(narrow: Sizes, extra: Buffer, where: { readonly label: string; readonly name: string }): Sizes {
  const keys = (['size', 'packedSize', 'offset'] as const).filter((key) => narrow[key] === masked32)
  if (keys.length === 0) return narrow
  const field = findExtra(extra, 0x0001)
  if (field === null || field.length < keys.length * 8)
    throw damaged(where.label, `${where.name} lacks its 64-bit sizes`)
  const wide: Record<keyof Sizes, number> = { ...narrow }
  for (const [index, key] of keys.entries()) wide[key] = safeNumber(field.readBigUInt64LE(index * 8), where.label)
  return wide
}

function findExtra(extra: Buffer, id: number): Buffer | null {
  let at = 0
  while (at + 4 <= extra.length) {
    const length = extra.readUInt16LE(at + 2)
    if (at + 4 + length > extra.length) return null
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, at + 4 + length)
    at += 4 + length
  }
  return null
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A member's name as a relative path with `/`: a name that could mean another place is refused even though nothing is written. */
function readName(raw: Buffer, label: string): string {
  let name: string
  try {
    name = utf8.decode(raw)
  } catch (cause) {
    throw new SourceError('BAD_ARCHIVE', archiveMessage(label, 'a member has a name that is not UTF-8'), { cause })
  }
  const plain = name.endsWith('/') ? name.slice(0, -1) : name
  const strange = plain.includes('\0') || plain.includes('\\') || /^[A-Za-z]:/.test(plain)
  if (strange || plain.split('/').some((part) => part === '' || part === '.' || part === '..'))
    throw damaged(label, `a member has the name ${JSON.stringify(name.slice(0, 200))}`)
  return name
}

function safeNumber(value: bigint, label: string): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged(label, 'it announces an impossible size')
  return Number(value)
}

function archiveMessage(label: string, what: string): string {
  return `${label}: not an archive that can be trusted: ${what}. Fetch it again, or take it from another mirror.`
}

export function damaged(label: string, what: string): SourceError {
  return new SourceError('BAD_ARCHIVE', archiveMessage(label, what))
}
