import { LockfileError } from './error.ts'

const latin1Names = /^(?:(?:latin[-_]?1|iso[-_]?8859[-_]1)(?:-.*)?|latin|l1|8859|cp819)$/
const utf8Names = /^(?:utf[-_]?8(?:[-_].*)?|utf|u8|cp65001|us[-_]?ascii|ascii|646)$/
// PEP 263, as pip reads it in requirements files: a comment in one of the first two lines.
const cookie = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/

const byteOrderMarks: readonly (readonly [readonly number[], string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe, 0x00, 0x00], 'utf-32le'],
  [[0x00, 0x00, 0xfe, 0xff], 'utf-32be'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
]

/**
 * The text of a file as pip would read it: by byte order mark (UTF-8, -16, -32), by NUL pattern (UTF-16 without a mark), by
 * coding cookie in the first two lines (PEP 263), else UTF-8, else Latin-1. Throws `LockfileError('BAD_ENCODING')` for
 * binary data and for a cookie that names an encoding we do not read: guessing there could hide a line from us.
 */
export function decodeText(bytes: Uint8Array): string {
  for (const [mark, encoding] of byteOrderMarks) {
    if (mark.every((byte, index) => bytes[index] === byte))
      return refuseNul(decode(bytes.subarray(mark.length), encoding))
  }
  const wide = bytes.includes(0) ? guessUtf16(bytes) : null
  if (wide !== null) return refuseNul(decode(bytes, wide))
  const named = cookieOf(bytes)
  return refuseNul(named === null ? decodeUtf8OrLatin1(bytes) : decode(bytes, named))
}

function decodeUtf8OrLatin1(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return decodeLatin1(bytes)
  }
}

/** The encoding that a cookie names, as a label of ours, or null without one. */
function cookieOf(bytes: Uint8Array): string | null {
  const head = decodeLatin1(bytes.subarray(0, 512)).split(/\r\n|\r|\n/, 2)
  for (const line of head) {
    const name = cookie.exec(line)?.[1]?.toLowerCase()
    if (name === undefined) continue
    if (utf8Names.test(name)) return null
    return latin1Names.test(name) ? 'latin-1' : name
  }
  return null
}

function decode(bytes: Uint8Array, encoding: string): string {
  if (encoding === 'latin-1') return decodeLatin1(bytes)
  if (encoding === 'utf-32le' || encoding === 'utf-32be') return decodeUtf32(bytes, encoding === 'utf-32le')
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new LockfileError('BAD_ENCODING', `The text is not in ${encoding}; save the file as UTF-8.`, { cause })
  }
}

function decodeLatin1(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let start = 0; start < bytes.length; start += 8192)
    parts.push(String.fromCharCode(...bytes.subarray(start, start + 8192)))
  return parts.join('')
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length % 4 !== 0)
    throw new LockfileError('BAD_ENCODING', 'The UTF-32 text is cut off; save the file as UTF-8.')
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 4) {
    const point = view.getUint32(at, littleEndian)
    if (point > 0x10ffff) throw new LockfileError('BAD_ENCODING', 'The text is not UTF-32; save the file as UTF-8.')
    parts.push(String.fromCodePoint(point))
  }
  return parts.join('')
}

/** Text of mostly ASCII letters in UTF-16 has a NUL in every second byte and none in the others. */
function guessUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length, 4096) & ~1
  const nuls = [0, 0]
  for (let at = 0; at < length; at += 1) if (bytes[at] === 0) nuls[at & 1] = (nuls[at & 1] ?? 0) + 1
  const [even = 0, odd = 0] = nuls
  if (even === 0 && odd * 4 > length) return 'utf-16le'
  return odd === 0 && even * 4 > length ? 'utf-16be' : null
}

function refuseNul(text: string): string {
  const at = text.indexOf('\0')
  if (at < 0) return text
  const line = text.slice(0, at).split('\n').length
  throw new LockfileError('BAD_ENCODING', 'The file holds NUL bytes: it is not text.', { line })
}
