import { type ByteSource, readWithin } from './byte-source.ts'
import type { Report } from './oddity.ts'
import type { ZipDirectory, ZipRecord } from './zip-directory.ts'

const localBytes = 30
const localSignature = 0x04034b50
const descriptorSignature = 0x08074b50
const hasDescriptor = 0b1000

/** Where a member's packed data lies. */
export interface ZipExtent {
  readonly start: number
  readonly end: number
}

/**
 * Compares each local header (APPNOTE 4.3.7) with the directory and reports members that are described in two ways, share bytes, or
 * leave bytes between them: readers of streams see the local headers, all others the directory. Null for a member without a header.
 */
export function layOut(
  source: ByteSource,
  { records, start }: ZipDirectory,
  report: Report,
): ReadonlyMap<ZipRecord, ZipExtent> {
  const extents = new Map<ZipRecord, ZipExtent>()
  const byOffset = records.toSorted((a, b) => a.offset - b.offset)
  const first = byOffset[0]
  if (first !== undefined && first.offset > 0)
    report('leading-data', null, `${first.offset} bytes before the first member`)
  for (const [index, record] of byOffset.entries()) {
    const bound = Math.min(byOffset[index + 1]?.offset ?? start, source.size)
    const extent = readExtent(source, record, report)
    if (extent === null) continue
    extents.set(record, extent)
    if (extent.end > bound) report('overlapping-members', record.written)
    else if (extent.end !== bound) checkBetween({ source, record, end: extent.end, bound }, report)
    else if ((record.flags & hasDescriptor) !== 0)
      report('local-mismatch', record.written, 'no descriptor behind its data')
  }
  return extents
}

function readExtent(source: ByteSource, record: ZipRecord, report: Report): ZipExtent | null {
  const header = readWithin(source, record.offset, localBytes + record.rawName.length)
  if (header.length < localBytes || header.readUInt32LE(0) !== localSignature) {
    report('local-mismatch', record.written, 'there is no header where the directory says')
    return null
  }
  const nameLength = header.readUInt16LE(26)
  if (nameLength !== record.rawName.length || !header.subarray(localBytes).equals(record.rawName))
    report('local-mismatch', record.written, 'another name in its own header than in the directory')
  else if (!repeats(header, record)) report('local-mismatch', record.written)
  const start = record.offset + localBytes + nameLength + header.readUInt16LE(28)
  return { start, end: start + record.packedSize }
}

function repeats(header: Buffer, record: ZipRecord): boolean {
  return (
    sameMeaning(header.readUInt16LE(6), record.flags) &&
    header.readUInt16LE(8) === record.method &&
    sameOrDeferred(header.readUInt32LE(14), record.crc, record.flags) &&
    sameOrDeferred(header.readUInt32LE(18), record.packedSize, record.flags) &&
    sameOrDeferred(header.readUInt32LE(22), record.size, record.flags)
  )
}

/** Bits 1 and 2 tell how hard the packer tried, which changes nothing. */
function sameMeaning(local: number, flags: number): boolean {
  return ((local ^ flags) & ~0b110) === 0
}

/** A local value repeats the directory's, is masked (64-bit), or is zero because a descriptor follows (bit 3). */
function sameOrDeferred(local: number, value: number, flags: number): boolean {
  return local === value || local === 0xffffffff || (local === 0 && (flags & hasDescriptor) !== 0)
}

interface Between {
  readonly source: ByteSource
  readonly record: ZipRecord
  readonly end: number
  readonly bound: number
}

/** What follows a member's data: nothing, its descriptor (APPNOTE 4.3.9), or bytes that no member accounts for. */
function checkBetween({ source, record, end, bound }: Between, report: Report): void {
  const bytes = readWithin(source, end, Math.min(24, bound - end))
  const length = descriptorLength(bytes, record)
  const deferred = (record.flags & hasDescriptor) !== 0
  if (deferred && length === 0) report('local-mismatch', record.written, 'its descriptor says something else')
  const rest = bound - end - (deferred ? length : 0)
  if (rest > 0) report('hidden-bytes', record.written, `${rest} bytes behind it belong to no member`)
}

/** With or without a signature, in 32 or 64 bits; 0 when there is no true one. */
function descriptorLength(bytes: Buffer, { crc, packedSize, size }: ZipRecord): number {
  const isSigned = bytes.length >= 4 && bytes.readUInt32LE(0) === descriptorSignature
  for (const at of isSigned ? [4, 0] : [0]) {
    if (bytes.length < at + 12 || bytes.readUInt32LE(at) !== crc) continue
    const wide =
      bytes.length >= at + 20 &&
      bytes.readBigUInt64LE(at + 4) === BigInt(packedSize) &&
      bytes.readBigUInt64LE(at + 12) === BigInt(size)
    if (wide) return at + 20
    if (bytes.readUInt32LE(at + 4) === packedSize && bytes.readUInt32LE(at + 8) === size) return at + 12
  }
  return 0
}
