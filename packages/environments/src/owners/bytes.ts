/** A window on hostile bytes: what lies outside of them reads as zero or empty, so that no offset can do harm. */
export class Bytes {
  readonly #buffer: Buffer
  readonly #isLittle: boolean

  constructor(bytes: Uint8Array, order: 'big' | 'little') {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#isLittle = order === 'little'
  }

  get size(): number {
    return this.#buffer.length
  }

  byte(at: number): number {
    return this.#buffer[at] ?? 0
  }

  two(at: number): number {
    if (!this.#holds(at, 2)) return 0
    return this.#isLittle ? this.#buffer.readUInt16LE(at) : this.#buffer.readUInt16BE(at)
  }

  four(at: number): number {
    if (!this.#holds(at, 4)) return 0
    return this.#isLittle ? this.#buffer.readUInt32LE(at) : this.#buffer.readUInt32BE(at)
  }

  /** A view, cut to what is there. */
  slice(at: number, length: number): Buffer {
    const start = Math.max(0, Math.min(at, this.#buffer.length))
    return this.#buffer.subarray(start, Math.min(start + Math.max(0, length), this.#buffer.length))
  }

  /** Up to the next NUL, or to the bound. */
  text(at: number, longest: number): string {
    const part = this.slice(at, longest)
    const end = part.indexOf(0)
    return part.toString('utf8', 0, end < 0 ? part.length : end)
  }

  #holds(at: number, length: number): boolean {
    return at >= 0 && at + length <= this.#buffer.length
  }
}
