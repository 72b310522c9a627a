/** The .xz container with LZMA2 (its specification 1.2). Other filters are not read; checks are not compared. */
import { LzmaDecoder, readProperties } from './lzma.ts'
import { Output, Stop, type Unpacked, unpackInto } from './unpacked.ts'

const magic = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]
const headerBytes = 12
const lzma2 = 0x21
/** Bytes of the check behind each block, by its kind. */
const checkBytes = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64]

export function isXz(bytes: Uint8Array): boolean {
  return magic.every((byte, index) => bytes[index] === byte)
}

/** At most `limit` bytes of an .xz file, all its streams. */
export function unxz(packed: Uint8Array, limit: number): Unpacked {
  const output = new Output(limit)
  const cursor: Cursor = { bytes: packed, at: 0 }
  const run = (): void => {
    do {
      readStream(cursor, output)
      // Streams may be padded to multiples of four bytes.
      while (cursor.at + 4 <= packed.length && packed.subarray(cursor.at, cursor.at + 4).every((byte) => byte === 0))
        cursor.at += 4
    } while (isXz(packed.subarray(cursor.at)))
  }
  return unpackInto(output, () => cursor.at, run)
}

interface Cursor {
  readonly bytes: Uint8Array
  at: number
}

function take(cursor: Cursor): number {
  const byte = cursor.bytes[cursor.at]
  if (byte === undefined) throw new Stop('truncated')
  cursor.at += 1
  return byte
}

/** Seven bits a byte, the lowest first. */
function takeNumber(cursor: Cursor): number {
  let value = 0
  for (let shift = 0; shift < 49; shift += 7) {
    const byte = take(cursor)
    value += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) return value
  }
  throw new Stop('corrupt')
}

function skip(cursor: Cursor, count: number): void {
  if (cursor.at + count > cursor.bytes.length) throw new Stop('truncated')
  cursor.at += count
}

function readStream(cursor: Cursor, output: Output): void {
  const start = cursor.at
  if (!isXz(cursor.bytes.subarray(start))) throw new Stop('corrupt')
  skip(cursor, headerBytes)
  const check = checkBytes[(cursor.bytes[start + 7] ?? 0) & 15] ?? 0
  for (;;) {
    const size = take(cursor)
    if (size === 0) break
    readBlock(cursor, (size + 1) * 4, output)
    skip(cursor, (4 - ((cursor.at - start) % 4)) % 4)
    skip(cursor, check)
  }
  const indexStart = cursor.at - 1
  const records = takeNumber(cursor)
  for (let left = records; left > 0; left--) {
    takeNumber(cursor)
    takeNumber(cursor)
  }
  skip(cursor, (4 - ((cursor.at - indexStart) % 4)) % 4)
  // The index's checksum, then the stream's footer.
  skip(cursor, 4 + headerBytes)
}

/** `size` counts the block's header from its first byte, which was taken. */
function readBlock(cursor: Cursor, size: number, output: Output): void {
  const end = cursor.at - 1 + size
  const flags = take(cursor)
  if ((flags & 3) !== 0) throw new Stop('corrupt')
  if ((flags & 0x40) !== 0) takeNumber(cursor)
  if ((flags & 0x80) !== 0) takeNumber(cursor)
  if (takeNumber(cursor) !== lzma2) throw new Stop('corrupt')
  if (end > cursor.bytes.length) throw new Stop('truncated')
  cursor.at = end
  readChunks(cursor, output)
}

/** LZMA2: chunks that say by their first byte what they reset. */
function readChunks(cursor: Cursor, output: Output): void {
  const decoder = new LzmaDecoder(cursor.bytes, output, cursor.at)
  let needs: 'dictionary' | 'properties' | 'nothing' = 'dictionary'
  for (;;) {
    const control = take(cursor)
    if (control === 0) return
    if (control === 1 || control >= 0xe0) decoder.dictionaryStart = output.length
    else if (needs === 'dictionary') throw new Stop('corrupt')
    if (needs === 'dictionary') needs = 'properties'
    if (control >= 0x80) {
      if (control >= 0xc0) needs = 'nothing'
      if (needs !== 'nothing') throw new Stop('corrupt')
      readPacked(cursor, control, { decoder, output })
    } else if (control <= 2) readPlain(cursor, output)
    else throw new Stop('corrupt')
  }
}

interface Chunk {
  readonly decoder: LzmaDecoder
  readonly output: Output
}

function readPacked(cursor: Cursor, control: number, { decoder, output }: Chunk): void {
  const size = ((control & 0x1f) << 16) + (take(cursor) << 8) + take(cursor) + 1
  const packedSize = (take(cursor) << 8) + take(cursor) + 1
  const properties = control >= 0xc0 ? readProperties(take(cursor)) : null
  if (control >= 0xc0 && (properties === null || properties.lc + properties.lp > 4)) throw new Stop('corrupt')
  if (control >= 0xa0) decoder.reset(properties)
  const end = cursor.at + packedSize
  decoder.position = cursor.at
  decoder.inputEnd = Math.min(end, cursor.bytes.length)
  decoder.startRange()
  if (decoder.decode(output.length + size)) throw new Stop('corrupt')
  cursor.at = end
}

function readPlain(cursor: Cursor, output: Output): void {
  const size = (take(cursor) << 8) + take(cursor) + 1
  for (let left = size; left > 0; left--) output.push(take(cursor))
}
