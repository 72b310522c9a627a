import { LzmaDecoder, readProperties } from './lzma.ts'
import { Output, Stop, type Unpacked, unpackInto } from './unpacked.ts'

const aloneHeader = 13

/** `.lzma`: properties, size of the dictionary, size or −1, data. At most `limit` bytes. */
export function unlzma(packed: Uint8Array, limit: number): Unpacked {
  const header = new DataView(packed.buffer, packed.byteOffset, packed.length)
  if (packed.length < aloneHeader) return { bytes: packed.subarray(0, 0), consumed: 0, fault: 'truncated' }
  const low = header.getUint32(5, true)
  const high = header.getUint32(9, true)
  const size = low === 0xffffffff && high === 0xffffffff ? null : high * 2 ** 32 + low
  return decodeWhole(packed, { properties: packed[0] ?? 0, start: aloneHeader, size, limit })
}

/** APPNOTE 5.8.8: version, size of the properties, properties, data that ends by its own mark or at the member's size. */
export function unlzmaOfZip(packed: Uint8Array, limit: number): Unpacked {
  if (packed.length < 9 || packed[2] !== 5 || packed[3] !== 0)
    return { bytes: packed.subarray(0, 0), consumed: 0, fault: 'corrupt' }
  return decodeWhole(packed, { properties: packed[4] ?? 0, start: 9, size: null, limit })
}

interface Whole {
  readonly properties: number
  readonly start: number
  /** Null when a mark ends the data. */
  readonly size: number | null
  readonly limit: number
}

function decodeWhole(packed: Uint8Array, { properties, start, size, limit }: Whole): Unpacked {
  const output = new Output(limit)
  const decoder = new LzmaDecoder(packed, output, start)
  const run = (): void => {
    const read = readProperties(properties)
    if (read === null) throw new Stop('corrupt')
    decoder.reset(read)
    decoder.startRange()
    const hasEnded = decoder.decode(size ?? Number.POSITIVE_INFINITY)
    // A mark may follow the announced size; one before it is a lie.
    if (hasEnded && size !== null && output.length < size) throw new Stop('corrupt')
  }
  return unpackInto(output, () => decoder.position, run)
}
