import { crc32 } from 'node:zlib'
import type { Archive, ArchiveLimits, Member, MemberType } from './archive.ts'
import { type Budget, openBudget } from './budget.ts'
import { type ByteSource, readWithin } from './byte-source.ts'
import { bunzip2 } from './codecs/bzip2.ts'
import { inflateHead, inflateRaw } from './codecs/inflate.ts'
import { unlzmaOfZip } from './codecs/lzma-file.ts'
import type { Unpacked } from './codecs/unpacked.ts'
import { unzstd } from './codecs/zstd.ts'
import { reportCollisions } from './member-path.ts'
import type { Oddity, Report } from './oddity.ts'
import { readZipDirectory, type ZipDirectory, type ZipRecord } from './zip-directory.ts'
import { layOut, type ZipExtent } from './zip-layout.ts'
import { scanLocalHeaders } from './zip-scan.ts'

const typeMask = 0o170000
const regularFile = 0o100000
const symbolicLink = 0o120000
const folder = 0o040000

interface Reading {
  readonly source: ByteSource
  readonly limits: ArchiveLimits
  readonly oddities: readonly Oddity[]
  readonly report: Report
}

/** The members of a zip; a `report` that throws makes this a strict reader. */
export function readZipMembers(reading: Reading): Archive {
  return listMembers(readZipDirectory(reading.source, reading.limits, reading.report), reading)
}

/** The members of a zip whose directory is missing, as far as they go; null when there is none. */
export function recoverZipMembers(reading: Reading): Archive | null {
  const directory = scanLocalHeaders(reading.source, reading.limits, reading.report)
  return directory === null ? null : listMembers(directory, reading)
}

function listMembers(directory: ZipDirectory, { source, limits, oddities, report }: Reading): Archive {
  const extents = layOut(source, directory, report)
  const budget = openBudget(limits, report)
  const members: Member[] = []
  for (const record of directory.records) {
    if (record.size > limits.ratioFrom && record.size > record.packedSize * limits.ratio)
      report('compression-ratio', record.written, `${record.packedSize} bytes that unpack to ${record.size}`)
    if (record.isFolder && record.size === 0) continue
    members.push(memberOf(record, { source, report, budget, extent: extents.get(record) ?? null }))
  }
  reportCollisions(
    members.map(({ path }) => path),
    report,
  )
  return { kind: 'zip', compression: 'none', members, oddities }
}

interface MemberReading {
  readonly source: ByteSource
  readonly report: Report
  readonly budget: Budget
  readonly extent: ZipExtent | null
}

function memberOf(record: ZipRecord, reading: MemberReading): Member {
  const type = typeOf(record)
  if (type === 'symlink') reading.report('symbolic-link', record.written)
  if (type === 'special') reading.report('device-member', record.written)
  return {
    path: record.path,
    written: record.written,
    type,
    size: record.size,
    mode: record.mode,
    // Installers write a link's text as a file; as a link it would lead there.
    get link() {
      return type === 'symlink' ? new TextDecoder().decode(unpack(record, reading).subarray(0, 4096)) : null
    },
    bytes: () => unpack(record, reading),
    head: (length) => unpackHead(record, reading, length),
  }
}

function typeOf({ mode }: ZipRecord): MemberType {
  const type = (mode ?? 0) & typeMask
  if (type === symbolicLink) return 'symlink'
  return type === 0 || type === regularFile || type === folder ? 'file' : 'special'
}

const nothing = new Uint8Array()

const costOfFault = 8

/** Exactly the announced bytes, or what there is instead, with its report. */
function unpack(record: ZipRecord, { source, report, budget, extent }: MemberReading): Uint8Array {
  if (extent === null || (record.flags & 1) !== 0) return nothing
  const limit = budget.allow(record, record.written, record.size)
  if (limit === 0) return nothing
  const packed = readWithin(source, extent.start, record.packedSize)
  if (packed.length < record.packedSize) report('member-truncated', record.written)
  const { bytes, consumed, fault } = decompress(packed, record, limit)
  // A fault is searched for by unpacking again and again.
  budget.spend(record, fault === null ? bytes.length : bytes.length * costOfFault)
  if (fault === 'limit' && bytes.length >= record.size) report('member-size', record.written)
  else if (fault === 'limit') return bytes
  else if (fault !== null) report(fault === 'corrupt' ? 'member-corrupt' : 'member-truncated', record.written)
  else if (bytes.length !== record.size) report('member-size', record.written)
  else if (consumed < packed.length) report('member-trailing-data', record.written)
  else if (crc32(bytes) !== record.crc) report('member-checksum', record.written)
  return bytes
}

/** Deflate's densest blocks are smaller than this, or hold far more than a head. */
const headPacked = 400

function unpackHead(record: ZipRecord, { source, extent }: MemberReading, length: number): Uint8Array {
  if (extent === null || (record.flags & 1) !== 0) return nothing
  const packed = readWithin(source, extent.start, Math.min(record.packedSize, length + headPacked))
  if (record.method === 0) return packed.subarray(0, length)
  return record.method === 8 ? inflateHead(packed, length) : nothing
}

function decompress(packed: Buffer, record: ZipRecord, limit: number): Unpacked {
  if (record.method === 8) return inflateRaw(packed, limit, record.size)
  if (record.method === 0) {
    const bytes = packed.subarray(0, limit)
    return { bytes, consumed: bytes.length, fault: bytes.length < packed.length ? 'limit' : null }
  }
  if (record.method === 12) return bunzip2(packed, limit)
  if (record.method === 14) return unlzmaOfZip(packed, limit)
  if (record.method === 93) return unzstd(packed, limit)
  return { bytes: nothing, consumed: 0, fault: 'corrupt' }
}
