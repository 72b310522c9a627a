import { characterNamed } from './character-name.ts'

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
])
const replacement = '\ufffd'

/**
 * Replaces the escapes of a literal whose line ends are `\n` already. In bytes `\u`, `\U` and `\N` mean themselves. What Python
 * would refuse (a lone `\x`) stays as it is; `\N{…}` of a name that is not known here becomes U+FFFD.
 */
export function decodeEscapes(text: string, isBytes: boolean): string {
  let at = text.indexOf('\\')
  if (at < 0) return text
  const out: string[] = []
  let from = 0
  while (at >= 0 && at + 1 < text.length) {
    const [value, length] = readEscape(text, at, isBytes)
    if (value !== null) {
      out.push(text.slice(from, at), value)
      from = at + length
    }
    at = text.indexOf('\\', at + length)
  }
  out.push(text.slice(from))
  return out.join('')
}

type Escape = readonly [value: string | null, length: number]

/** The character that an escape stands for and how long it is; null for none, which keeps the backslash. */
function readEscape(text: string, at: number, isBytes: boolean): Escape {
  const mark = text[at + 1] ?? ''
  const simple = simpleEscapes.get(mark)
  if (simple !== undefined) return [simple, 2]
  if (mark >= '0' && mark <= '7') return readOctal(text, at, isBytes)
  if (mark === 'x') return readHex(text, at, 2)
  if (isBytes) return [null, 2]
  if (mark === 'u') return readHex(text, at, 4)
  if (mark === 'U') return readHex(text, at, 8)
  return mark === 'N' ? readName(text, at) : [null, 2]
}

function readOctal(text: string, at: number, isBytes: boolean): Escape {
  let end = at + 2
  while (end < at + 4 && isOctal(text[end])) end += 1
  const code = Number.parseInt(text.slice(at + 1, end), 8)
  return [String.fromCharCode(isBytes ? code & 0xff : code), end - at]
}

function isOctal(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '7'
}

function readHex(text: string, at: number, digits: number): Escape {
  const hex = text.slice(at + 2, at + 2 + digits)
  if (hex.length < digits || !/^[\da-f]+$/i.test(hex)) return [null, 2]
  const code = Number.parseInt(hex, 16)
  return [code > 0x10ffff ? replacement : String.fromCodePoint(code), digits + 2]
}

function readName(text: string, at: number): Escape {
  if (text[at + 2] !== '{') return [null, 2]
  const end = text.slice(at, at + 100).indexOf('}')
  if (end < 0) return [null, 2]
  return [characterNamed(text.slice(at + 3, at + end)) ?? replacement, end + 1]
}
