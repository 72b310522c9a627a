/** The LZMA decoder, after the format's public specification: a range coder over adaptive bits, and matches into what was written. */
import { type Output, Stop } from './unpacked.ts'

export interface LzmaProperties {
  /** Literal context bits, literal position bits, position bits. */
  readonly lc: number
  readonly lp: number
  readonly pb: number
}

/** The packed form of the three properties; null when they are over the bounds. */
export function readProperties(byte: number): LzmaProperties | null {
  if (byte >= 9 * 5 * 5) return null
  const rest = Math.floor(byte / 9)
  return { lc: byte % 9, lp: rest % 5, pb: Math.floor(rest / 5) }
}

const evenChance = 1024
const states = 12
const positionStates = 16
const lengthStates = 4
const endSlot = 14
const shortestMatch = 2

function chances(count: number): Uint16Array {
  return new Uint16Array(count).fill(evenChance)
}

/** Adaptive bits for a length: 3 bits, 3 more, or 8. */
interface LengthModel {
  readonly choice: Uint16Array
  readonly low: Uint16Array
  readonly mid: Uint16Array
  readonly high: Uint16Array
}

function lengthModel(): LengthModel {
  return {
    choice: chances(2),
    low: chances(positionStates * 8),
    mid: chances(positionStates * 8),
    high: chances(256),
  }
}

export class LzmaDecoder {
  private readonly input: Uint8Array
  private readonly output: Output
  position: number
  /** Input behind this is not this stream's. */
  inputEnd: number
  /** Where the dictionary starts in the output: matches reach no farther back. */
  dictionaryStart = 0
  private range = 0
  private code = 0
  private state = 0
  private distances: [number, number, number, number] = [0, 0, 0, 0]
  private properties: LzmaProperties = { lc: 0, lp: 0, pb: 0 }
  private literals = chances(0)
  private isMatch = chances(0)
  private isRepeat = chances(0)
  private isLongRepeat = chances(0)
  private slots = chances(0)
  private middle = chances(0)
  private low = chances(0)
  private matchLength = lengthModel()
  private repeatLength = lengthModel()
  /** What is left of a match that a bound on the output cut. */
  private pending = 0

  constructor(input: Uint8Array, output: Output, position: number) {
    this.input = input
    this.output = output
    this.position = position
    this.inputEnd = input.length
  }

  reset(properties: LzmaProperties | null): void {
    if (properties !== null) this.properties = properties
    this.state = 0
    this.distances = [0, 0, 0, 0]
    this.literals = chances(0x300 << (this.properties.lc + this.properties.lp))
    this.isMatch = chances(states * positionStates)
    this.isRepeat = chances(states * 4)
    this.isLongRepeat = chances(states * positionStates)
    this.slots = chances(lengthStates * 64)
    this.middle = chances(128)
    this.low = chances(16)
    this.matchLength = lengthModel()
    this.repeatLength = lengthModel()
    this.pending = 0
  }

  /** The range coder starts with five bytes, of which the first is zero. */
  startRange(): void {
    if (this.next() !== 0) throw new Stop('corrupt')
    this.range = 0xffffffff
    this.code = 0
    for (let index = 0; index < 4; index++) this.code = ((this.code << 8) | this.next()) >>> 0
  }

  /** Writes until the output is `until` bytes long; true when the stream said that it ends. */
  decode(until: number): boolean {
    const { output } = this
    this.copyPending(until)
    const mask = (1 << this.properties.pb) - 1
    while (output.length < until) {
      const position = (output.length - this.dictionaryStart) & mask
      if (this.bit(this.isMatch, this.state * positionStates + position) === 0) {
        this.literal()
        continue
      }
      const isRepeat = this.bit(this.isRepeat, this.state) === 1
      const length = isRepeat ? this.repeat(position) : this.match(position)
      if (length === 0) return true
      this.pending = length
      this.copyPending(until)
    }
    return false
  }

  private next(): number {
    if (this.position >= this.inputEnd) throw new Stop('truncated')
    const byte = this.input[this.position] ?? 0
    this.position += 1
    return byte
  }

  private bit(model: Uint16Array, index: number): 0 | 1 {
    const chance = model[index] ?? evenChance
    const bound = (this.range >>> 11) * chance
    const isOne = this.code >= bound
    if (isOne) {
      this.range -= bound
      this.code -= bound
      model[index] = chance - (chance >>> 5)
    } else {
      this.range = bound
      model[index] = chance + ((2048 - chance) >>> 5)
    }
    if (this.range < 0x1000000) this.normalize()
    return isOne ? 1 : 0
  }

  private normalize(): void {
    this.range = (this.range << 8) >>> 0
    this.code = ((this.code << 8) | this.next()) >>> 0
  }

  private tree(model: Uint16Array, base: number, bits: number): number {
    let node = 1
    for (let count = bits; count > 0; count--) node = (node << 1) | this.bit(model, base + node)
    return node - (1 << bits)
  }

  private reverseTree(model: Uint16Array, base: number, bits: number): number {
    let node = 1
    let value = 0
    for (let index = 0; index < bits; index++) {
      const bit = this.bit(model, base + node)
      node = (node << 1) | bit
      value |= bit << index
    }
    return value
  }

  private directBits(count: number): number {
    let value = 0
    for (let left = count; left > 0; left--) {
      this.range >>>= 1
      const isOne = this.code >= this.range
      if (isOne) this.code -= this.range
      value = value * 2 + (isOne ? 1 : 0)
      if (this.range < 0x1000000) this.normalize()
    }
    return value
  }

  private literal(): void {
    const { output, properties } = this
    const written = output.length - this.dictionaryStart
    const previous = written > 0 ? (output.buffer[output.length - 1] ?? 0) : 0
    const context = ((written & ((1 << properties.lp) - 1)) << properties.lc) + (previous >>> (8 - properties.lc))
    const base = context * 0x300
    let node = 1
    if (this.state >= 7) {
      let matched = this.at(this.distances[0])
      while (node < 0x100) {
        const expected = (matched >>> 7) & 1
        matched <<= 1
        const bit = this.bit(this.literals, base + ((1 + expected) << 8) + node)
        node = (node << 1) | bit
        if (bit !== expected) break
      }
    }
    while (node < 0x100) node = (node << 1) | this.bit(this.literals, base + node)
    output.push(node & 0xff)
    this.state = this.state < 4 ? 0 : this.state < 10 ? this.state - 3 : this.state - 6
  }

  /** A byte that was written, `distance` 0 for the last. */
  private at(distance: number): number {
    if (distance >= this.output.length - this.dictionaryStart) throw new Stop('corrupt')
    return this.output.buffer[this.output.length - 1 - distance] ?? 0
  }

  /** A match at a new distance; its length, 0 for the end of the stream. */
  private match(position: number): number {
    const [first, second, third] = this.distances
    const length = this.length(this.matchLength, position)
    this.state = this.state < 7 ? 7 : 10
    const distance = this.distance(Math.min(length - shortestMatch, lengthStates - 1))
    if (distance === 0xffffffff) return 0
    this.distances = [distance, first, second, third]
    return length
  }

  /** A match at one of the last four distances, or one byte at the last. */
  private repeat(position: number): number {
    const { state } = this
    const [first, second, third, fourth] = this.distances
    if (this.bit(this.isRepeat, states + state) === 0) {
      if (this.bit(this.isLongRepeat, state * positionStates + position) === 0) {
        this.state = state < 7 ? 9 : 11
        return 1
      }
    } else if (this.bit(this.isRepeat, 2 * states + state) === 0) this.distances = [second, first, third, fourth]
    else if (this.bit(this.isRepeat, 3 * states + state) === 0) this.distances = [third, first, second, fourth]
    else this.distances = [fourth, first, second, third]
    this.state = state < 7 ? 8 : 11
    return this.length(this.repeatLength, position)
  }

  private length(model: LengthModel, position: number): number {
    if (this.bit(model.choice, 0) === 0) return shortestMatch + this.tree(model.low, position * 8, 3)
    if (this.bit(model.choice, 1) === 0) return shortestMatch + 8 + this.tree(model.mid, position * 8, 3)
    return shortestMatch + 16 + this.tree(model.high, 0, 8)
  }

  private distance(lengthState: number): number {
    const slot = this.tree(this.slots, lengthState * 64, 6)
    if (slot < 4) return slot
    const bits = (slot >>> 1) - 1
    const base = (2 | (slot & 1)) * 2 ** bits
    if (slot < endSlot) return base + this.reverseTree(this.middle, base - slot, bits)
    return base + this.directBits(bits - 4) * 16 + this.reverseTree(this.low, 0, 4)
  }

  private copyPending(until: number): void {
    const { output } = this
    const [distance] = this.distances
    if (this.pending > 0 && distance >= output.length - this.dictionaryStart) throw new Stop('corrupt')
    while (this.pending > 0 && output.length < until) {
      output.push(output.buffer[output.length - 1 - distance] ?? 0)
      this.pending -= 1
    }
  }
}
