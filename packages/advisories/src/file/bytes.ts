import { damaged } from '../error.ts'

/** Bytes of the largest number: 2^53 - 1 takes eight. */
const longestNumber = 8

/** Grows as it is written to. Numbers are varints (LEB128): seven bits a byte, lowest first. */
export class ByteWriter {
  private buffer = Buffer.alloc(1024)
  private length = 0

  private room(extra: number): void {
    if (this.length + extra <= this.buffer.length) return
    const grown = Buffer.alloc(Math.max(this.buffer.length * 2, this.length + extra))
    this.buffer.copy(grown, 0, 0, this.length)
    this.buffer = grown
  }

  /** A whole number from 0 to 2^53 - 1. */
  number(value: number): void {
    this.room(8)
    let rest = value
    while (rest >= 0x80) {
      this.buffer[this.length++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.buffer[this.length++] = rest
  }

  /** An IEEE 754 double, little-endian. */
  double(value: number): void {
    this.room(8)
    this.length = this.buffer.writeDoubleLE(value, this.length)
  }

  /** An unsigned number of 32 bits, little-endian. */
  word(value: number): void {
    this.room(4)
    this.length = this.buffer.writeUInt32LE(value, this.length)
  }

  bytes(value: Uint8Array): void {
    this.room(value.length)
    this.buffer.set(value, this.length)
    this.length += value.length
  }

  /** How much has been written. */
  get size(): number {
    return this.length
  }

  finish(): Buffer {
    return this.buffer.subarray(0, this.length)
  }
}

/** Reads what `ByteWriter` wrote, from `position` up to `end`; throws `AdvisoryError('DATABASE_DAMAGED')` past it. */
export class ByteReader {
  private readonly buffer: Buffer
  private position: number
  private readonly end: number

  constructor(buffer: Buffer, position: number, end: number) {
    this.buffer = buffer
    this.position = position
    this.end = end
  }

  number(): number {
    const first = this.position < this.end ? (this.buffer[this.position] ?? 0) : 0x80
    if (first >= 0x80) return this.longNumber()
    this.position += 1
    return first
  }

  private longNumber(): number {
    let value = 0
    let scale = 1
    for (let length = 0; length < longestNumber; length += 1) {
      if (this.position >= this.end) throw damaged('an entry is cut short')
      const byte = this.buffer[this.position++] ?? 0
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 0x80
    }
    throw damaged('a number is too large')
  }

  /** A number below the limit: an index, or flags. */
  below(limit: number): number {
    const value = this.number()
    if (value >= limit) throw damaged('an entry points outside')
    return value
  }

  /** The length of a list: never more than bytes are left, so that no list is made larger than the file. */
  count(): number {
    return this.below(this.end - this.position + 1)
  }

  /** A list: its length, then what `read` reads. */
  list<T>(read: () => T): T[] {
    const length = this.count()
    const items: T[] = []
    for (let index = 0; index < length; index += 1) items.push(read())
    return items
  }

  double(): number {
    const start = this.position
    this.skip(8)
    return this.buffer.readDoubleLE(start)
  }

  /** The bytes themselves, not a copy. */
  bytes(length: number): Buffer {
    const start = this.position
    this.skip(length)
    return this.buffer.subarray(start, start + length)
  }

  private skip(length: number): void {
    if (this.position + length > this.end) throw damaged('an entry is cut short')
    this.position += length
  }
}
