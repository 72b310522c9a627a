/**
 * bzip2, written after the reference decoder's description: Huffman codes in up to six tables, move to front, the inverse Burrows-Wheeler
 * transform, run lengths. In plain code because a bounded, synchronous one that keeps what came before a fault is not to be had.
 */
import { type PrefixCode, prefixCode } from './prefix-code.ts'
import { Output, Stop, type Unpacked, unpackInto } from './unpacked.ts'

const groupSize = 50
const blockUnit = 100_000
const longestCode = 20

/** Bits from the highest of each byte on. */
class BitReader {
  private readonly input: Uint8Array
  private held = 0
  private count = 0
  position = 0

  constructor(input: Uint8Array) {
    this.input = input
  }

  bits(wanted: number): number {
    while (this.count < wanted) {
      const byte = this.input[this.position]
      if (byte === undefined) throw new Stop('truncated')
      this.position += 1
      // 24 bits at most are asked for, so 32 hold them.
      this.held = (this.held << 8) | byte
      this.count += 8
    }
    this.count -= wanted
    return (this.held >>> this.count) & ((1 << wanted) - 1)
  }

  /** One symbol: codes of one length are consecutive numbers. */
  symbol({ limits, offsets, symbols, shortest }: PrefixCode): number {
    let code = this.bits(shortest)
    for (let length = shortest; length <= longestCode; length++) {
      if (code <= (limits[length] ?? -1)) return symbols[code - (offsets[length] ?? 0)] ?? 0
      code = (code << 1) | this.bits(1)
    }
    throw new Stop('corrupt')
  }

  align(): void {
    this.count -= this.count % 8
  }

  /** Bytes read ahead into the held bits are given back. */
  used(): number {
    return this.position - Math.floor(this.count / 8)
  }
}

/** At most `limit` bytes of a bzip2 file, all its streams; what follows them is left. Checksums are not compared. */
export function bunzip2(packed: Uint8Array, limit: number): Unpacked {
  const input = new BitReader(packed)
  const output = new Output(limit)
  return unpackInto(
    output,
    () => input.used(),
    () => {
      // One block serves all streams: a file of many small ones would ask for megabytes for each.
      let block = new Uint32Array(0)
      do {
        const size = readLevel(input) * blockUnit
        if (block.length < size) block = new Uint32Array(size)
        readStream(input, block.subarray(0, size), output)
      } while (startsStream(packed, input.used()))
    },
  )
}

function startsStream(packed: Uint8Array, at: number): boolean {
  return packed[at] === 0x42 && packed[at + 1] === 0x5a && packed[at + 2] === 0x68
}

function readLevel(input: BitReader): number {
  if (input.bits(24) !== 0x425a68) throw new Stop('corrupt')
  const level = input.bits(8) - 0x30
  if (level < 1 || level > 9) throw new Stop('corrupt')
  return level
}

function readStream(input: BitReader, block: Uint32Array, output: Output): void {
  for (;;) {
    const high = input.bits(24)
    const low = input.bits(24)
    input.bits(16)
    input.bits(16)
    if (high === 0x177245 && low === 0x385090) break
    if (high !== 0x314159 || low !== 0x265359) throw new Stop('corrupt')
    readBlock(input, block, output)
  }
  input.align()
}

function readBlock(input: BitReader, block: Uint32Array, output: Output): void {
  // Randomised blocks ended with bzip2 0.9.5.
  if (input.bits(1) !== 0) throw new Stop('corrupt')
  const origin = input.bits(24)
  const used = readUsed(input)
  const tables = readTables(input, used.length + 2)
  const counts = new Uint32Array(256)
  const length = readSymbols(input, { block, used, counts, tables })
  if (origin >= length) throw new Stop('corrupt')
  writeBlock({ block, length, origin, counts }, output)
}

/** Which bytes occur: a map of sixteen maps. */
function readUsed(input: BitReader): Uint8Array {
  const used: number[] = []
  const ranges = input.bits(16)
  for (let range = 0; range < 16; range++) {
    if ((ranges & (0x8000 >> range)) === 0) continue
    const bits = input.bits(16)
    for (let bit = 0; bit < 16; bit++) if ((bits & (0x8000 >> bit)) !== 0) used.push(range * 16 + bit)
  }
  if (used.length === 0) throw new Stop('corrupt')
  return Uint8Array.from(used)
}

interface Tables {
  readonly codes: readonly PrefixCode[]
  /** Which code each group of fifty symbols is in. */
  readonly selectors: Uint8Array
}

function readTables(input: BitReader, symbols: number): Tables {
  const count = input.bits(3)
  const selectorCount = input.bits(15)
  if (count < 2 || count > 6 || selectorCount < 1) throw new Stop('corrupt')
  const order = [0, 1, 2, 3, 4, 5]
  const selectors = new Uint8Array(selectorCount)
  for (let index = 0; index < selectorCount; index++) {
    let place = 0
    while (input.bits(1) === 1) if (++place >= count) throw new Stop('corrupt')
    const [table = 0] = order.splice(place, 1)
    order.unshift(table)
    selectors[index] = table
  }
  const codes: PrefixCode[] = []
  for (let table = 0; table < count; table++) codes.push(readCode(input, symbols))
  return { codes, selectors }
}

function readCode(input: BitReader, symbols: number): PrefixCode {
  const lengths = new Uint8Array(symbols)
  let length = input.bits(5)
  for (let symbol = 0; symbol < symbols; symbol++) {
    for (;;) {
      if (length < 1 || length > longestCode) throw new Stop('corrupt')
      if (input.bits(1) === 0) break
      length += input.bits(1) === 0 ? 1 : -1
    }
    lengths[symbol] = length
  }
  return prefixCode(lengths, longestCode)
}

interface Symbols {
  readonly block: Uint32Array
  readonly used: Uint8Array
  readonly counts: Uint32Array
  readonly tables: Tables
}

/** Fills the block with bytes as they came out of the transform, and counts them; how many there are. */
function readSymbols(input: BitReader, { block, used, counts, tables }: Symbols): number {
  const { codes, selectors } = tables
  const front = used.slice()
  const end = used.length + 1
  let length = 0
  let run = 0
  let weight = 1
  for (let index = 0; ; index++) {
    const code = codes[selectors[Math.floor(index / groupSize)] ?? 255]
    if (code === undefined) throw new Stop('corrupt')
    const symbol = input.symbol(code)
    if (symbol <= 1) {
      // Runs of the front byte, as a number in bijective base two.
      run += weight << symbol
      weight *= 2
      if (run > block.length) throw new Stop('corrupt')
      continue
    }
    if (run > 0) length = fill(block, length, { byte: front[0] ?? 0, run, counts })
    run = 0
    weight = 1
    if (symbol === end) return length
    const place = symbol - 1
    const byte = front[place] ?? 0
    front.copyWithin(1, 0, place)
    front[0] = byte
    length = fill(block, length, { byte, run: 1, counts })
  }
}

interface Run {
  readonly byte: number
  readonly run: number
  readonly counts: Uint32Array
}

function fill(block: Uint32Array, length: number, { byte, run, counts }: Run): number {
  if (length + run > block.length) throw new Stop('corrupt')
  block.fill(byte, length, length + run)
  counts[byte] = (counts[byte] ?? 0) + run
  return length + run
}

interface Block {
  readonly block: Uint32Array
  readonly length: number
  readonly origin: number
  readonly counts: Uint32Array
}

/** Inverse transform in place: the low byte of each entry is a byte, the others say where the next one lies. */
function writeBlock({ block, length, origin, counts }: Block, output: Output): void {
  const starts = new Uint32Array(256)
  for (let byte = 1; byte < 256; byte++) starts[byte] = (starts[byte - 1] ?? 0) + (counts[byte - 1] ?? 0)
  for (let index = 0; index < length; index++) {
    const byte = (block[index] ?? 0) & 0xff
    const place = starts[byte] ?? 0
    block[place] = (block[place] ?? 0) | (index << 8)
    starts[byte] = place + 1
  }
  let next = (block[origin] ?? 0) >>> 8
  let last = -1
  let repeated = 0
  for (let index = 0; index < length; index++) {
    const entry = block[next] ?? 0
    const byte = entry & 0xff
    next = entry >>> 8
    if (repeated === 4) {
      // Four equal bytes are followed by how many more there are.
      for (let more = byte; more > 0; more--) output.push(last)
      repeated = 0
      last = -1
      continue
    }
    repeated = byte === last ? repeated + 1 : 1
    last = byte
    output.push(byte)
  }
}
