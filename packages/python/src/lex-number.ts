import { Char } from './character.ts'

const lowerE = 0x65
const lowerJ = 0x6a
const lowerL = 0x6c

/**
 * The offset behind the number that begins at `start` with a digit, or with a dot and a digit. Reads the numbers of Python 2
 * and 3: `0777`, `0o17`, `0xFF`, `10L`, `1_000`, `1.`, `.5e-3`, `2j`.
 */
export function endOfNumber(source: Uint8Array, start: number): number {
  let index = start
  const base = source[start] === Char.Zero ? (source[start + 1] ?? 0) | 0x20 : 0
  if (base === 0x78) return skipSuffix(source, skipHex(source, start + 2), lowerL)
  if (base === 0x6f || base === 0x62) return skipSuffix(source, skipDigits(source, start + 2), lowerL)
  index = skipDigits(source, index)
  if (source[index] === Char.Dot) index = skipDigits(source, index + 1)
  if (((source[index] ?? 0) | 0x20) === lowerE) {
    const sign = source[index + 1] ?? 0
    const digits = sign === Char.Plus || sign === Char.Minus ? index + 2 : index + 1
    if (isDigit(source[digits] ?? 0)) index = skipDigits(source, digits)
  }
  return skipSuffix(source, skipSuffix(source, index, lowerL), lowerJ)
}

function skipSuffix(source: Uint8Array, at: number, lowerCase: number): number {
  return ((source[at] ?? 0) | 0x20) === lowerCase ? at + 1 : at
}

function skipDigits(source: Uint8Array, from: number): number {
  let index = from
  while (index < source.length) {
    const code = source[index] ?? 0
    if (!isDigit(code) && code !== Char.Underscore) break
    index += 1
  }
  return index
}

function skipHex(source: Uint8Array, from: number): number {
  let index = from
  while (index < source.length) {
    const code = source[index] ?? 0
    const letter = code | 0x20
    if (!isDigit(code) && code !== Char.Underscore && (letter < 0x61 || letter > 0x66)) break
    index += 1
  }
  return index
}

function isDigit(code: number): boolean {
  return code >= Char.Zero && code <= Char.Nine
}
