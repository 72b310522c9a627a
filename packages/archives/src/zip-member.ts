import { crc32 } from 'node:zlib'
import { defaultArchiveLimits } from './archive.ts'
import { type ByteSource, readWithin } from './byte-source.ts'
import { inflateBounded } from './codecs/index.ts'
import { ArchiveError } from './error.ts'
import type { Report } from './oddity.ts'
import { readZipDirectory, type ZipRecord } from './zip-directory.ts'

const localBytes = 30
const localSignature = 0x04034b50

/**
 * The one member of a zip whose path is wanted, and nothing else: the directory, that member's own header and its bytes are read, so that a zip on the other
 * side of a network need not be fetched. Null where there is none or several, where anything about the directory or the member is odd, and above `limit`
 * bytes. Throws what the source throws.
 */
export function readZipMember(
  source: ByteSource,
  isWanted: (path: string) => boolean,
  limit: number,
): Uint8Array | null {
  let isOdd = false
  const report: Report = () => {
    isOdd = true
  }
  try {
    const { records } = readZipDirectory(source, defaultArchiveLimits, report)
    const found = records.filter(({ path, isFolder }) => !isFolder && isWanted(path))
    const [record] = found
    if (isOdd || record === undefined || found.length > 1 || record.size > limit || record.packedSize > limit)
      return null
    return contentOf(source, record, limit)
  } catch (error) {
    if (error instanceof ArchiveError) return null
    throw error
  }
}

function contentOf(source: ByteSource, record: ZipRecord, limit: number): Uint8Array | null {
  const { offset, rawName, method, packedSize, size } = record
  const header = readWithin(source, offset, localBytes + rawName.length)
  if (header.length < localBytes || header.readUInt32LE(0) !== localSignature) return null
  if (header.readUInt16LE(26) !== rawName.length || !header.subarray(localBytes).equals(rawName)) return null
  const packed = readWithin(source, offset + header.length + header.readUInt16LE(28), packedSize)
  const bytes = method === 0 ? packed : method === 8 ? inflateBounded(packed, 'raw', limit) : null
  return bytes !== null && bytes.length === size && crc32(bytes) === record.crc ? bytes : null
}
