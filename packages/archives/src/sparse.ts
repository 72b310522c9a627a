/** Files with holes in a tar: which parts are packed, and a sink that fills the holes with zeros. */
import type { ContentSink } from './tar-member.ts'

/** One packed part of a file: where it belongs. */
export interface SparsePart {
  readonly offset: number
  readonly length: number
}

/** Parts from offsets and lengths that alternate; null when they overlap, run backwards, leave `size` or do not add up to `packed`. */
export function sparseParts(numbers: readonly number[], size: number, packed: number): readonly SparsePart[] | null {
  if (numbers.length % 2 !== 0) return null
  const parts: SparsePart[] = []
  let end = 0
  let total = 0
  for (let index = 0; index < numbers.length; index += 2) {
    const offset = numbers[index] ?? Number.NaN
    const length = numbers[index + 1] ?? Number.NaN
    if (!(offset >= end && length >= 0 && offset + length <= size)) return null
    end = offset + length
    total += length
    if (length > 0) parts.push({ offset, length })
  }
  return total === packed ? parts : null
}

const zeros = Buffer.alloc(64 * 1024)

/** Gives `sink` the whole file: what is packed at its place, zeros between. */
export function fillHoles(sink: ContentSink, parts: readonly SparsePart[], size: number): ContentSink {
  let at = 0
  let index = 0
  const zerosUntil = (end: number): void => {
    while (at < end) {
      const length = Math.min(zeros.length, end - at)
      sink.write(zeros.subarray(0, length))
      at += length
    }
  }
  return {
    write(piece) {
      for (let taken = 0; taken < piece.length; ) {
        const part = parts[index]
        if (part === undefined) return
        if (at < part.offset) zerosUntil(part.offset)
        const length = Math.min(piece.length - taken, part.offset + part.length - at)
        sink.write(piece.subarray(taken, taken + length))
        taken += length
        at += length
        if (at === part.offset + part.length) index++
      }
    },
    end(isWhole) {
      if (isWhole) zerosUntil(size)
      sink.end(isWhole)
    },
  }
}

/** The leading map of form 1.0: decimal numbers, one to a line, the first says how many pairs follow; filled up to a block. */
export class LeadingMap {
  readonly #numbers: number[] = []
  #digits = ''
  #read = 0
  #isBroken = false

  /** Bytes of `piece` that belong to the map. */
  take(piece: Buffer): number {
    let at = 0
    while (at < piece.length && !this.isDone) {
      const byte = piece[at++] ?? 0
      this.#read++
      if (this.#hasAllNumbers) continue
      if (byte === 0x0a) this.#endNumber()
      else if (byte >= 0x30 && byte <= 0x39 && this.#digits.length < 15) this.#digits += String.fromCharCode(byte)
      else this.#isBroken = true
    }
    return at
  }

  /** All numbers are there, and the block is at its end; or it is no map. */
  get isDone(): boolean {
    return this.#isBroken || (this.#hasAllNumbers && this.#read % 512 === 0)
  }

  /** Bytes that the map takes of the content. */
  get length(): number {
    return this.#read
  }

  /** Offsets and lengths; null when it is no map. */
  get numbers(): readonly number[] | null {
    return this.#isBroken ? null : this.#numbers.slice(1)
  }

  get #hasAllNumbers(): boolean {
    const count = this.#numbers[0]
    return count !== undefined && this.#numbers.length >= 1 + 2 * count
  }

  #endNumber(): void {
    if (this.#digits === '' || this.#numbers.length > 2 * 65_536) this.#isBroken = true
    this.#numbers.push(Number(this.#digits))
    this.#digits = ''
  }
}
