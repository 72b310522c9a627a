import { wordCharacters } from './character.ts'

const mayBegin = /^[\p{XIDS}_]$/u
const mayContinue = /^\p{XIDC}$/u

/** The code point of the UTF-8 character at an offset, or -1 where the bytes are none. */
export function characterAt(source: Uint8Array, at: number): number {
  const first = source[at] ?? 0
  if (first < 0x80) return first
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  if (first < 0xc2 || first > 0xf4 || at + length > source.length) return -1
  let point = first & (0x7f >> length)
  for (let index = at + 1; index < at + length; index += 1) {
    const byte = source[index] ?? 0
    if ((byte & 0xc0) !== 0x80) return -1
    point = (point << 6) | (byte & 0x3f)
  }
  return characterLength(point) === length && (point < 0xd800 || point > 0xdfff) && point <= 0x10ffff ? point : -1
}

/** How many bytes a code point takes in UTF-8; 0 for none. */
export function characterLength(point: number): number {
  if (point < 0) return 0
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
}

/** The offset behind the name that begins at `start`, by UAX 31 as Python takes it; `start` when none begins there. */
export function endOfWideWord(source: Uint8Array, start: number): number {
  let index = start
  while (index < source.length) {
    const byte = source[index] ?? 0
    if (byte < 0x80) {
      if (wordCharacters[byte] !== 1) break
      index += 1
      continue
    }
    const point = characterAt(source, index)
    if (point < 0 || !(index === start ? mayBegin : mayContinue).test(String.fromCodePoint(point))) break
    index += characterLength(point)
  }
  return index
}
