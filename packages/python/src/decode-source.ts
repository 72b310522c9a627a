import { decodeEscapes } from './escape.ts'

/** The bytes of a source file as UTF-8, as Python would read them. */
export interface DecodedSource {
  readonly source: Uint8Array
  /** What the file names by PEP 263, in lower case with `-` for `_`; `utf-8` when it names none. */
  readonly encoding: string
  /** False when the encoding is not known here: `source` is then the bytes as they are. */
  readonly known: boolean
}

const encoder = new TextEncoder()
const windows1252 = new TextDecoder('windows-1252')
const utf8 = new TextDecoder()
/** Of little-endian machines, which all are that run Node. */
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true })
const cookie = /^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)/

/**
 * Reads the coding cookie of the first two lines (PEP 263) and answers the source in UTF-8. Besides the usual encodings it knows
 * those that hide statements in what looks like comments: `utf-7`, `unicode-escape`, `raw-unicode-escape` and Python 2's `rot13`.
 */
export function decodeSource(bytes: Uint8Array): DecodedSource {
  const encoding = encodingOf(bytes)
  const decode = decoders.get(encoding)
  if (decode !== undefined) return { source: encoder.encode(decode(bytes)), encoding, known: true }
  return { source: bytes, encoding, known: asIs.has(encoding) || encoding.startsWith('utf-8-') }
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  const firstEnd = endOfLine(bytes, 0)
  const first = windows1252.decode(bytes.subarray(0, firstEnd))
  const found = cookie.exec(first)?.[1] ?? (isBlank(first) ? cookie.exec(lineAfter(bytes, firstEnd))?.[1] : undefined)
  return (found ?? 'utf-8').toLowerCase().replaceAll('_', '-')
}

function lineAfter(bytes: Uint8Array, end: number): string {
  const start = bytes[end] === 13 && bytes[end + 1] === 10 ? end + 2 : end + 1
  return windows1252.decode(bytes.subarray(start, endOfLine(bytes, start)))
}

/** The second line counts only when the first holds no code. */
function isBlank(line: string): boolean {
  const text = line.trimStart()
  return text === '' || text.startsWith('#')
}

function endOfLine(bytes: Uint8Array, from: number): number {
  let index = from
  while (index < bytes.length && bytes[index] !== 10 && bytes[index] !== 13) index += 1
  return index
}

/** Encodings that UTF-8 holds. */
const asIs: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'u8', 'cp65001', 'ascii', 'us-ascii', '646'])

/** What the platform's decoder knows, by its name there, with Python's names. */
const platformNames: readonly (readonly [string, readonly string[]])[] = [
  ['windows-1250', ['cp1250', 'windows-1250']],
  ['windows-1251', ['cp1251', 'windows-1251']],
  ['windows-1252', ['cp1252', 'windows-1252']],
  ['windows-1253', ['cp1253', 'windows-1253']],
  ['windows-1254', ['cp1254', 'windows-1254', 'iso-8859-9', 'latin-5', 'latin5']],
  ['windows-1255', ['cp1255', 'windows-1255']],
  ['windows-1256', ['cp1256', 'windows-1256']],
  ['windows-1257', ['cp1257', 'windows-1257']],
  ['windows-1258', ['cp1258', 'windows-1258']],
  ['iso-8859-2', ['iso-8859-2', 'latin-2', 'latin2']],
  ['iso-8859-5', ['iso-8859-5', 'cyrillic']],
  ['iso-8859-7', ['iso-8859-7', 'greek']],
  ['iso-8859-15', ['iso-8859-15', 'latin-9', 'latin9']],
  ['koi8-r', ['koi8-r']],
  ['koi8-u', ['koi8-u']],
  ['ibm866', ['cp866', 'ibm866']],
  ['macintosh', ['mac-roman', 'macroman', 'macintosh']],
  ['gbk', ['gbk', 'cp936', 'gb2312', 'euc-cn', 'chinese']],
  ['gb18030', ['gb18030']],
  ['big5', ['big5', 'big5-tw', 'cp950', 'big5hkscs']],
  ['shift_jis', ['shift-jis', 'sjis', 's-jis', 'cp932', 'ms932', 'windows-31j']],
  ['euc-jp', ['euc-jp', 'eucjp', 'ujis']],
  ['iso-2022-jp', ['iso-2022-jp', 'iso2022-jp', 'iso2022jp']],
  ['euc-kr', ['euc-kr', 'euckr', 'cp949', 'uhc', 'korean']],
]

const decoders = new Map<string, (bytes: Uint8Array) => string>()
for (const [name, aliases] of platformNames)
  for (const alias of aliases) decoders.set(alias, (bytes) => new TextDecoder(name).decode(bytes))
for (const name of ['latin-1', 'latin1', 'iso-8859-1', 'iso8859-1', 'l1', '8859', 'cp819']) decoders.set(name, latin1)
for (const name of ['utf-7', 'utf7', 'u7', 'unicode-1-1-utf-7']) decoders.set(name, utf7)
for (const name of ['unicode-escape', 'unicodeescape'])
  decoders.set(name, (bytes) => decodeEscapes(latin1(bytes), false))
for (const name of ['raw-unicode-escape', 'rawunicodeescape']) decoders.set(name, rawUnicodeEscape)
for (const name of ['rot13', 'rot-13']) decoders.set(name, (bytes) => rot13(latin1(bytes)))

/** Each byte as the character with its code. */
export function latin1(bytes: Uint8Array): string {
  if (bytes.length < 64) return String.fromCharCode(...bytes)
  return isAscii(bytes) ? utf8.decode(bytes) : utf16.decode(new Uint16Array(bytes))
}

function isAscii(bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index += 1) if ((bytes[index] ?? 0) > 0x7f) return false
  return true
}

function rawUnicodeEscape(bytes: Uint8Array): string {
  return latin1(bytes).replace(/\\u([\da-fA-F]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** Letters moved by half the alphabet. */
export function rot13(text: string): string {
  return text.replace(/[a-zA-Z]/g, (letter) => {
    const code = letter.charCodeAt(0)
    return String.fromCharCode((code & 0x1f) > 13 ? code - 13 : code + 13)
  })
}

/** RFC 2152: `+` begins modified base64 of UTF-16, `-` or any other character ends it; `+-` is a plus. */
export function utf7(bytes: Uint8Array): string {
  return latin1(bytes).replace(/\+([A-Za-z0-9+/]*)(-?)/g, (_, digits: string, end: string) =>
    digits === '' ? (end === '' ? '' : '+') : utf16OfBase64(digits),
  )
}

const base64Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function utf16OfBase64(digits: string): string {
  const units: number[] = []
  let bits = 0
  let held = 0
  for (const digit of digits) {
    held = ((held << 6) | base64Digits.indexOf(digit)) & 0x3fffff
    bits += 6
    if (bits < 16) continue
    bits -= 16
    units.push((held >>> bits) & 0xffff)
  }
  return units.map((unit) => String.fromCharCode(unit)).join('')
}
