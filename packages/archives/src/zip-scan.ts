/** A zip without its directory, as a download that broke off leaves it: members by their own headers, from the start on. */
import { type ByteSource, readWithin } from './byte-source.ts'
import { normalizePath } from './member-path.ts'
import type { Report } from './oddity.ts'
import type { ZipDirectory, ZipRecord } from './zip-directory.ts'
import { decodeName } from './zip-name.ts'

const localSignature = 0x04034b50
const localBytes = 30
const hasDescriptor = 0b1000

/** Null when there is not even one header at the start. No installer reads such an archive, so it is reported as damaged. */
export function scanLocalHeaders(
  source: ByteSource,
  limits: { readonly members: number; readonly totalBytes: number },
  report: Report,
): ZipDirectory | null {
  const bytes = readWithin(source, 0, Math.min(source.size, limits.totalBytes))
  const records: ZipRecord[] = []
  let at = 0
  while (records.length < limits.members) {
    const read = readLocal(bytes, at, report)
    if (read === null) break
    records.push(read.record)
    at = read.next
  }
  if (records.length === 0) return null
  report('directory-missing', null, `${records.length} members by their own headers`)
  return { records, start: Math.max(at, bytes.length) }
}

function readLocal(
  bytes: Buffer,
  at: number,
  report: Report,
): { readonly record: ZipRecord; readonly next: number } | null {
  if (at + localBytes > bytes.length || bytes.readUInt32LE(at) !== localSignature) return null
  const nameEnd = at + localBytes + bytes.readUInt16LE(at + 26)
  const start = nameEnd + bytes.readUInt16LE(at + 28)
  if (start > bytes.length) return null
  const rawName = bytes.subarray(at + localBytes, nameEnd)
  const flags = bytes.readUInt16LE(at + 6)
  const written = decodeName({ raw: rawName, extra: bytes.subarray(nameEnd, start), flags }, report)
  const told = bytes.readUInt32LE(at + 18)
  // Sizes that follow the data are found by looking for what comes behind it.
  const isDeferred = (flags & hasDescriptor) !== 0 && told === 0
  const end = isDeferred ? nextSignature(bytes, start) : start + told
  const record = {
    path: normalizePath(written, report),
    written,
    rawName,
    isFolder: written.endsWith('/'),
    method: bytes.readUInt16LE(at + 8),
    flags,
    crc: bytes.readUInt32LE(at + 14),
    size: bytes.readUInt32LE(at + 22),
    packedSize: end - start,
    offset: at,
    mode: null,
  }
  return { record, next: isDeferred ? nextLocal(bytes, end) : end }
}

/** A descriptor, a member or the directory: all start with `PK`. */
function nextSignature(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf('PK', start, 'latin1'); at >= 0; at = bytes.indexOf('PK', at + 2, 'latin1')) {
    const kind = at + 4 <= bytes.length ? bytes.readUInt16LE(at + 2) : 0
    if (kind === 0x0807 || kind === 0x0403 || kind === 0x0201) return at
  }
  return bytes.length
}

function nextLocal(bytes: Buffer, start: number): number {
  const at = bytes.indexOf('PK\x03\x04', start, 'latin1')
  return at < 0 ? bytes.length : at
}
