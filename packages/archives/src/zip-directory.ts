/**
 * The central directory of a zip (APPNOTE 4.3.12 to 4.3.16). Where an archive can be read in two ways it is read as CPython's zipfile
 * does, which is what installers use, and the other way is reported.
 */
import { type ByteSource, readWithin } from './byte-source.ts'
import { ArchiveError } from './error.ts'
import { normalizePath } from './member-path.ts'
import type { Report } from './oddity.ts'
import { findEnd } from './zip-end.ts'
import { decodeName, findExtra } from './zip-name.ts'

export interface ZipRecord {
  readonly path: string
  readonly written: string
  /** The name's bytes, which the local header must repeat. */
  readonly rawName: Buffer
  readonly isFolder: boolean
  readonly method: number
  readonly flags: number
  readonly crc: number
  readonly size: number
  readonly packedSize: number
  /** Where the local header starts, in the source. */
  readonly offset: number
  /** POSIX mode with its type bits, null when the writer was no POSIX system. */
  readonly mode: number | null
}

export interface ZipDirectory {
  readonly records: readonly ZipRecord[]
  /** Where the central directory starts: no member reaches beyond it. */
  readonly start: number
}

const recordSignature = 0x02014b50
const recordBytes = 46
const masked32 = 0xffffffff

/** General purpose bits of encryption (0, 6, 13) and of patched data (5). */
const encryptedFlags = 0b0010_0000_0110_0001

/** Throws `ArchiveError('NOT_AN_ARCHIVE')` when there is no directory at all. */
export function readZipDirectory(
  source: ByteSource,
  limits: { readonly members: number; readonly directoryBytes: number },
  report: Report,
): ZipDirectory {
  const end = findEnd(source, report)
  const start = startOfDirectory(source, end, report)
  const length = end.position - start
  if (length > limits.directoryBytes)
    report('too-many-members', null, `the directory is ${length} bytes long; ${limits.directoryBytes} are read`)
  const bytes = readWithin(source, start, Math.min(length, limits.directoryBytes))
  const records: ZipRecord[] = []
  // Offsets count from where the archive begins, which is not where the file does when something was put in front.
  const base = start - end.start
  let position = 0
  while (position < bytes.length) {
    if (records.length >= limits.members) {
      report('too-many-members', null, `${limits.members} members are read, the archive announces ${end.entries}`)
      break
    }
    const read = readRecord(bytes, position, { base, report })
    if (read === null) {
      report('directory-truncated', null)
      break
    }
    records.push(read.record)
    position = read.next
  }
  if (records.length !== end.entries)
    report('count-mismatch', null, `the directory holds ${records.length} members and announces ${end.entries}`)
  return { records, start }
}

function startOfDirectory(source: ByteSource, end: ReturnType<typeof findEnd>, report: Report): number {
  const actual = end.position - end.size
  if (actual === end.start) return actual
  const isRecord = (at: number): boolean => {
    const signature = readWithin(source, at, 4)
    return signature.length === 4 && signature.readUInt32LE(0) === recordSignature
  }
  if (actual >= 0 && (isRecord(actual) || (end.size === 0 && end.entries === 0))) {
    report(actual > end.start ? 'leading-data' : 'directory-mismatch', null)
    return actual
  }
  if (!isRecord(end.start)) throw new ArchiveError('NOT_AN_ARCHIVE', 'a zip whose directory is not where it should be')
  report('directory-mismatch', null)
  return end.start
}

interface Reading {
  readonly base: number
  readonly report: Report
}

function readRecord(
  bytes: Buffer,
  at: number,
  { base, report }: Reading,
): { readonly record: ZipRecord; readonly next: number } | null {
  if (at + recordBytes > bytes.length || bytes.readUInt32LE(at) !== recordSignature) return null
  const nameEnd = at + recordBytes + bytes.readUInt16LE(at + 28)
  const extraEnd = nameEnd + bytes.readUInt16LE(at + 30)
  const next = extraEnd + bytes.readUInt16LE(at + 32)
  if (next > bytes.length) return null
  const rawName = bytes.subarray(at + recordBytes, nameEnd)
  const extra = bytes.subarray(nameEnd, extraEnd)
  const flags = bytes.readUInt16LE(at + 8)
  const written = decodeName({ raw: rawName, extra, flags }, report)
  const isFolder = written.endsWith('/')
  if ((flags & encryptedFlags) !== 0) report('encrypted-member', written)
  const method = bytes.readUInt16LE(at + 10)
  if (method !== 0 && method !== 8) report('unusual-method', written, `packed by method ${method}`)
  const disk = bytes.readUInt16LE(at + 34)
  if (disk !== 0 && disk !== 0xffff) report('several-parts', written)
  const narrow = {
    size: bytes.readUInt32LE(at + 24),
    packedSize: bytes.readUInt32LE(at + 20),
    offset: bytes.readUInt32LE(at + 42),
  }
  const sizes = widen(narrow, extra, { written, report })
  if (method === 0 && sizes.size !== sizes.packedSize) report('member-size', written, 'stored with two sizes')
  if (isFolder && sizes.size > 0) report('folder-with-content', written)
  const system = bytes.readUInt8(at + 5)
  const mode = system === 3 || system === 19 ? bytes.readUInt16LE(at + 40) : 0
  const record = {
    path: normalizePath(written, report),
    written,
    rawName,
    isFolder,
    method,
    flags,
    crc: bytes.readUInt32LE(at + 16),
    size: sizes.size,
    packedSize: sizes.packedSize,
    offset: sizes.offset + base,
    mode: mode === 0 ? null : mode,
  }
  return { record, next }
}

type Sizes = Pick<ZipRecord, 'size' | 'packedSize' | 'offset'>

/** APPNOTE 4.5.3: the 64-bit extra field holds exactly the values that are masked, in this order. */
function widen(
  narrow: Sizes,
  extra: Buffer,
  { written, report }: { readonly written: string; readonly report: Report },
): Sizes {
  const keys = (['size', 'packedSize', 'offset'] as const).filter((key) => narrow[key] === masked32)
  if (keys.length === 0) return narrow
  const field = findExtra(extra, 0x0001)
  if (field === null || field.length < keys.length * 8) {
    report('member-size', written, 'its 64-bit sizes are missing')
    return narrow
  }
  const wide: Record<keyof Sizes, number> = { ...narrow }
  for (const [index, key] of keys.entries()) {
    const value = field.readBigUInt64LE(index * 8)
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) report('member-size', written, 'it announces an impossible size')
    wide[key] = Number(value)
  }
  return wide
}
