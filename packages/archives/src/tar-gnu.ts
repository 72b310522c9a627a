/** GNU's old form of files with holes: parts in the header, more of them in blocks behind it. */
import { readNumber } from './tar-header.ts'

export interface OldSparse {
  /** Offsets and lengths, alternating. */
  readonly numbers: readonly number[]
  /** With the holes filled. */
  readonly size: number
  readonly isExtended: boolean
}

export function readOldSparse(bytes: Buffer, at: number): OldSparse {
  return {
    numbers: sparseNumbers(bytes, at + 386, 4),
    size: readNumber(bytes, at + 483, 12),
    isExtended: bytes[at + 482] !== 0,
  }
}

/** Up to `count` pairs of offset and length; an empty field ends them. */
export function sparseNumbers(bytes: Buffer, at: number, count: number): readonly number[] {
  const numbers: number[] = []
  for (let index = 0; index < count; index++) {
    const start = at + 24 * index
    if (bytes[start] === 0) break
    numbers.push(readNumber(bytes, start, 12), readNumber(bytes, start + 12, 12))
  }
  return numbers
}

export function sparseBlockFollows(bytes: Buffer, at: number): boolean {
  return bytes[at + 504] !== 0
}
