/** One header block of a tar: POSIX ustar, GNU's and the old form, as far as they differ. */
import type { MemberType } from './archive.ts'

export const blockBytes = 512

export interface TarHeader {
  readonly name: string
  readonly link: string
  readonly mode: number
  /** Announced; NaN where the field is no number. */
  readonly size: number
  readonly type: string
  readonly isNameText: boolean
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The header at `at`; null when its checksum is wrong. The block must be whole. */
export function readTarHeader(bytes: Buffer, at: number): TarHeader | null {
  if (!hasChecksum(bytes, at)) return null
  const name = readText(bytes, at, 100)
  const isUstar = bytes.toString('latin1', at + 257, at + 263) === 'ustar\0'
  // GNU's header has other things in the place of POSIX's prefix.
  const prefix = isUstar ? readText(bytes, at + 345, 155) : ''
  const whole = prefix === '' ? name : `${prefix}/${name}`
  return {
    name: whole,
    link: readText(bytes, at + 157, 100),
    mode: readNumber(bytes, at + 100, 8) & 0o7777,
    size: readNumber(bytes, at + 124, 12),
    type: String.fromCharCode(bytes[at + 156] ?? 0),
    isNameText: !whole.includes('\ufffd'),
  }
}

/** The sum of all bytes, the checksum's own eight as blanks; some old writers summed them as signed. */
function hasChecksum(bytes: Buffer, at: number): boolean {
  const expected = readNumber(bytes, at + 148, 8)
  const blanks = 8 * 0x20
  const sum = sumOf(bytes, at, at + 148) + blanks + sumOf(bytes, at + 156, at + blockBytes)
  if (sum === expected) return true
  let high = 0
  for (let index = 0; index < blockBytes; index++)
    if ((index < 148 || index >= 156) && (bytes[at + index] ?? 0) >= 128) high++
  return sum - 256 * high === expected
}

/** Both ends are multiples of four. Most of a header is zeros, and every entry of every layer has one. */
function sumOf(bytes: Buffer, from: number, to: number): number {
  let sum = 0
  for (let at = from; at < to; at += 4)
    sum += (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) + (bytes[at + 2] ?? 0) + (bytes[at + 3] ?? 0)
  return sum
}

export function isZeroBlock(bytes: Buffer, at: number): boolean {
  for (let index = 0; index < blockBytes; index++) if (bytes[at + index] !== 0) return false
  return true
}

/** Octal text, or the base-256 form of GNU (first bit set); NaN when it is neither. */
export function readNumber(bytes: Buffer, at: number, length: number): number {
  const first = bytes[at] ?? 0
  if ((first & 0x80) !== 0) {
    // 0xff starts a negative number, which no field may hold.
    if ((first & 0x40) !== 0) return Number.NaN
    let value = first & 0x3f
    for (let index = 1; index < length; index++) value = value * 256 + (bytes[at + index] ?? 0)
    return value
  }
  const text = readText(bytes, at, length).trim()
  return /^[0-7]*$/.test(text) ? Number.parseInt(text || '0', 8) : Number.NaN
}

/** Up to the first NUL. Bytes that are not UTF-8 are shown as Latin-1 behind a replacement mark, so that two of them stay different. */
export function readText(bytes: Buffer, at: number, length: number): string {
  const zero = bytes.subarray(at, at + length).indexOf(0)
  const field = bytes.subarray(at, at + (zero < 0 ? length : zero))
  try {
    return utf8.decode(field)
  } catch {
    return `\ufffd${field.toString('latin1')}`
  }
}

/** What a type flag means for what is extracted; null for a type that is not known, which readers take for a file. */
export function memberTypeOf(flag: string): MemberType | 'folder' | null {
  return typesOfFlags.get(flag) ?? null
}

const typesOfFlags: ReadonlyMap<string, MemberType | 'folder'> = new Map([
  ['0', 'file'],
  ['\0', 'file'],
  ['7', 'file'],
  ['S', 'file'],
  ['1', 'hardlink'],
  ['2', 'symlink'],
  ['3', 'special'],
  ['4', 'special'],
  ['6', 'special'],
  ['5', 'folder'],
  ['D', 'folder'],
])
