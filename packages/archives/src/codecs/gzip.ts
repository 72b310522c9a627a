import { crc32 } from 'node:zlib'
import type { Report } from '../oddity.ts'
import { inflateRaw } from './inflate.ts'
import type { Unpacked, UnpackFault } from './unpacked.ts'

const headerBytes = 10
const trailerBytes = 8
/** Streams of one file: a hostile one could have millions of empty ones. */
const maxStreams = 10_000
/** The size at the file's end speaks for one stream; each further one takes memory in chunks of this size. */
const laterChunk = 64 * 1024

/**
 * Gzip (RFC 1952), all streams of it one behind the other, at most `limit` bytes. A fault is reported and what came before it is given;
 * null when not even the first header is one.
 */
export function gunzip(packed: Buffer, limit: number, report: Report): Unpacked | null {
  const parts: Uint8Array[] = []
  let length = 0
  let at = 0
  for (let count = 0; count < maxStreams; count++) {
    const start = endOfHeader(packed, at)
    if (start === null && at === 0) return null
    if (start === null) break
    const expected = count === 0 ? sizeHint(packed, limit) : laterChunk
    const stream = inflateRaw(packed.subarray(start), limit - length, expected)
    parts.push(stream.bytes)
    length += stream.bytes.length
    at = start + stream.consumed
    if (stream.fault !== null) {
      reportFault(stream.fault, report)
      return { bytes: join(parts), consumed: at, fault: stream.fault }
    }
    checkTrailer(packed.subarray(at, at + trailerBytes), stream.bytes, report)
    at += trailerBytes
  }
  // Zeros are the padding of tapes and blocks.
  if (packed.subarray(at).some((byte) => byte !== 0))
    report('trailing-data', null, `${packed.length - at} bytes behind the compressed stream`)
  return { bytes: join(parts), consumed: Math.min(at, packed.length), fault: null }
}

export function reportFault(fault: UnpackFault, report: Report): void {
  if (fault === 'limit') report('total-too-large', null)
  else report(fault === 'corrupt' ? 'stream-corrupt' : 'stream-truncated', null)
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)
}

/** The last four bytes are the size of the last stream, modulo 2³²: a hint that may lie. */
function sizeHint(packed: Buffer, limit: number): number {
  return Math.min(limit, packed.readUInt32LE(packed.length - 4))
}

function checkTrailer(trailer: Buffer, bytes: Uint8Array, report: Report): void {
  if (trailer.length < trailerBytes)
    report('stream-truncated', null, 'the checksum of the compressed stream is missing')
  else if (trailer.readUInt32LE(0) !== crc32(bytes) || trailer.readUInt32LE(4) !== bytes.length % 2 ** 32)
    report('stream-checksum', null)
}

/** Where the deflated data starts; null when there is no gzip header at `at`. */
function endOfHeader(packed: Buffer, at: number): number | null {
  if (at + headerBytes > packed.length) return null
  if (packed[at] !== 0x1f || packed[at + 1] !== 0x8b || packed[at + 2] !== 8) return null
  const flags = packed[at + 3] ?? 0
  let end = at + headerBytes
  if ((flags & 4) !== 0) end += 2 + (end + 2 <= packed.length ? packed.readUInt16LE(end) : 0)
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue
    const zero = packed.indexOf(0, end)
    if (zero < 0) return null
    end = zero + 1
  }
  if ((flags & 2) !== 0) end += 2
  return end <= packed.length ? end : null
}
