import { crc32, inflateRawSync } from 'node:zlib'
import { SourceError } from '../error.ts'
import type { ByteSource } from './bytes.ts'
import { damaged, defaultZipLimits, readZipDirectory, type ZipLimits, type ZipRecord } from './zip-directory.ts'

export interface ZipEntry {
  /** Relative path with `/`, unique in its archive. Folders are not listed. */
  readonly name: string
  /** Unpacked. */
  readonly size: number
  /** Unpacks: exactly `size` bytes whose CRC-32 is right; throws `SourceError('BAD_ARCHIVE')`. */
  bytes(): Buffer
}

/**
 * The members of a zip, in the directory's order. Everything the directory says is checked before the first member is given:
 * bounds, ratio, duplicate names, overlapping members. Throws `SourceError('BAD_ARCHIVE')`; `label` names the archive in it.
 */
export function readZip(source: ByteSource, label: string, limits: ZipLimits = defaultZipLimits): readonly ZipEntry[] {
  const directory = readZipDirectory(source, label, limits)
  checkSizes(directory.records, label, limits)
  checkNames(directory.records, label)
  const bounds = layOut(directory.records, directory.start, label)
  return directory.records
    .filter((record) => !record.name.endsWith('/'))
    .map((record) => ({
      name: record.name,
      size: record.size,
      bytes: () => unpack({ source, label, record, bound: bounds.get(record) ?? directory.start }),
    }))
}

function checkSizes(records: readonly ZipRecord[], label: string, limits: ZipLimits): void {
  let total = 0
  let packed = 0
  for (const { name, size, packedSize } of records) {
    total += size
    packed += packedSize
    if (size > limits.entryBytes || (size > limits.ratioFrom && size > packedSize * limits.ratio))
      throw damaged(label, `${name} would unpack from ${packedSize} to ${size} bytes`)
    if (name.endsWith('/') && size > 0) throw damaged(label, `the folder ${name} has content`)
  }
  if (total > limits.totalBytes || (total > limits.ratioFrom && total > packed * limits.ratio))
    throw damaged(label, `it would unpack from ${packed} to ${total} bytes`)
}

/** Two members of one name: which one counts depends on the reader, so neither does. */
function checkNames(records: readonly ZipRecord[], label: string): void {
  const names = new Set<string>()
  for (const { name } of records) {
    if (names.has(name)) throw damaged(label, `it holds ${name} twice`)
    names.add(name)
  }
}

const localBytes = 30
const localSignature = 0x04034b50

/** Where each member must end: at the next one's header. Members that share bytes are how a small file unpacks to petabytes. */
function layOut(records: readonly ZipRecord[], directoryStart: number, label: string): Map<ZipRecord, number> {
  const bounds = new Map<ZipRecord, number>()
  const byOffset = records.toSorted((a, b) => a.offset - b.offset)
  for (const [index, record] of byOffset.entries()) {
    const bound = byOffset[index + 1]?.offset ?? directoryStart
    if (record.offset + localBytes + record.rawName.length + record.packedSize > bound)
      throw damaged(label, `${record.name} overlaps what follows it`)
    bounds.set(record, bound)
  }
  return bounds
}

interface Member {
  readonly source: ByteSource
  readonly label: string
  readonly record: ZipRecord
  readonly bound: number
}

function unpack(member: Member): Buffer {
  const { source, label, record, bound } = member
  const start = checkLocalHeader(member)
  const end = start + record.packedSize
  if (end > bound) throw damaged(label, `${record.name} overlaps what follows it`)
  const packed = source.read(start, record.packedSize)
  if (packed.length !== record.packedSize) throw damaged(label, `${record.name} is cut short`)
  if ((record.flags & 0b1000) !== 0) checkDescriptor(member, end)
  const bytes = record.method === 0 ? packed : inflate(packed, record, label)
  if (bytes.length !== record.size || crc32(bytes) !== record.crc)
    throw damaged(label, `${record.name} has other content than its checksum says`)
  return bytes
}

/** The local header must say what the directory says; returns where the data starts. */
function checkLocalHeader({ source, label, record }: Member): number {
  const header = source.read(record.offset, localBytes + record.rawName.length)
  const agrees =
    header.length === localBytes + record.rawName.length &&
    header.readUInt32LE(0) === localSignature &&
    sameMeaning(header.readUInt16LE(6), record.flags) &&
    header.readUInt16LE(8) === record.method &&
    header.readUInt16LE(26) === record.rawName.length &&
    header.subarray(localBytes).equals(record.rawName) &&
    sameOrDeferred(header.readUInt32LE(14), record.crc, record.flags) &&
    sameOrDeferred(header.readUInt32LE(18), record.packedSize, record.flags) &&
    sameOrDeferred(header.readUInt32LE(22), record.size, record.flags)
  if (!agrees) throw damaged(label, `${record.name} is described in two ways`)
  return record.offset + header.length + header.readUInt16LE(28)
}

/** Bits 1 and 2 tell how hard the packer tried, which changes nothing. */
function sameMeaning(local: number, flags: number): boolean {
  return ((local ^ flags) & ~0b110) === 0
}

/** A local value repeats the directory's, is masked (64-bit), or is zero because a descriptor follows (bit 3). */
function sameOrDeferred(local: number, value: number, flags: number): boolean {
  return local === value || local === 0xffffffff || (local === 0 && (flags & 0b1000) !== 0)
}

/** APPNOTE 4.3.9: CRC and sizes after the data, with or without a signature, in 32 or 64 bits. */
function checkDescriptor({ source, label, record, bound }: Member, end: number): void {
  const bytes = source.read(end, Math.min(24, bound - end))
  const agrees = [0, 4].some((at) => {
    if (bytes.length < at + 12 || bytes.readUInt32LE(at) !== record.crc) return false
    if (at === 4 && bytes.readUInt32LE(0) !== 0x08074b50) return false
    const narrow = bytes.readUInt32LE(at + 4) === record.packedSize && bytes.readUInt32LE(at + 8) === record.size
    const wide =
      bytes.length >= at + 20 &&
      bytes.readBigUInt64LE(at + 4) === BigInt(record.packedSize) &&
      bytes.readBigUInt64LE(at + 12) === BigInt(record.size)
    return narrow || wide
  })
  if (!agrees) throw damaged(label, `${record.name} is described in two ways`)
}

/** What zlib returns with `info: true`; its published types do not say so. */
interface InflateInfo {
  readonly buffer: Buffer
  readonly engine: { readonly bytesWritten: number }
}

function inflate(packed: Buffer, record: ZipRecord, label: string): Buffer {
  try {
    const bound = Math.max(record.size, 1)
    // One chunk of the announced size: no growing, no joining.
    const options = { info: true, maxOutputLength: bound, chunkSize: Math.max(bound, 64) }
    const { buffer, engine } = inflateRawSync(packed, options) as unknown as InflateInfo
    if (engine.bytesWritten !== packed.length) throw damaged(label, `${record.name} hides bytes behind its data`)
    return buffer
  } catch (cause) {
    if (cause instanceof SourceError) throw cause
    throw new SourceError('BAD_ARCHIVE', damaged(label, `${record.name} does not unpack`).message, { cause })
  }
}
