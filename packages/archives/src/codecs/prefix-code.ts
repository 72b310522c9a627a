import { Stop } from './unpacked.ts'

/** A canonical prefix code, for reading one bit after the other: codes of one length are consecutive numbers. */
export interface PrefixCode {
  /** Of each length, the highest code; -1 where there is none. */
  readonly limits: Int32Array
  /** Of each length, what is subtracted from a code for its place in `symbols`. */
  readonly offsets: Int32Array
  readonly symbols: Uint16Array
  readonly shortest: number
}

/** Throws `Stop('corrupt')` for lengths that no code has. */
export function prefixCode(lengths: Uint8Array, longest: number): PrefixCode {
  const counts = new Uint16Array(longest + 1)
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1
  const limits = new Int32Array(longest + 1).fill(-1)
  const offsets = new Int32Array(longest + 1)
  const places = new Uint16Array(longest + 1)
  let code = 0
  let place = 0
  let shortest = longest
  for (let length = 1; length <= longest; length++) {
    const count = counts[length] ?? 0
    offsets[length] = code - place
    places[length] = place
    if (count > 0) {
      limits[length] = code + count - 1
      shortest = Math.min(shortest, length)
    }
    code += count
    place += count
    if (code > 2 ** length) throw new Stop('corrupt')
    code *= 2
  }
  const symbols = new Uint16Array(lengths.length)
  for (const [symbol, length] of lengths.entries()) {
    const at = places[length] ?? 0
    symbols[at] = symbol
    places[length] = at + 1
  }
  return { limits, offsets, symbols, shortest }
}
