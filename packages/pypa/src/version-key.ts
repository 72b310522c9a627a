/**
 * Order-preserving keys of versions: the PEP 440 order as the plain order of ASCII strings.
 *
 * A key is `epoch release… pre post dev local…`. Each number carries its length, so that digits compare as numbers.
 * The marks of the parts after the release are below every number, so a shorter release is the smaller one:
 *
 *     1.0.dev3   A0 A1 0 0 0A3       1.0rc2       A0 A1 3A2 0 1
 *     1.0        A0 A1 4 0 1         1.0.post1    A0 A1 4 1A1 1
 *     1.0+cu.7   A0 A1 4 0 1+0cu.1A7
 *
 * No key of a public version is the beginning of another one's, so what begins with it is the same version with a local part.
 */

const lengthMarks = 'ABCDEFGHIJKLMNOPQRSTUVWXY'

const marks = {
  devOnly: '0',
  alpha: '1',
  beta: '2',
  candidate: '3',
  noPre: '4',
  noPost: '0',
  post: '1',
  dev: '0',
  noDev: '1',
} as const

export type PreLetter = 'a' | 'b' | 'rc'

/** Digits without leading zeros (`0` stays `0`). */
export function cutLeadingZeros(digits: string): string {
  let start = 0
  while (start < digits.length - 1 && digits.charCodeAt(start) === 0x30) start += 1
  return start === 0 ? digits : digits.slice(start)
}

/** The key of a number given as digits without leading zeros, up to 999 of them. */
export function numberKey(digits: string): string {
  const length = digits.length
  if (length <= lengthMarks.length) return lengthMarks.charAt(length - 1) + digits
  return `Z${String(length).padStart(3, '0')}${digits}`
}

/** What makes a key; numbers as digits without leading zeros, null where the version has no such part. */
export interface KeyParts {
  readonly epoch: string
  readonly release: readonly string[]
  readonly pre: readonly [PreLetter, string] | null
  readonly post: string | null
  readonly dev: string | null
}

function preKey(parts: KeyParts): string {
  if (parts.pre === null) return parts.post === null && parts.dev !== null ? marks.devOnly : marks.noPre
  const [letter, digits] = parts.pre
  const mark = letter === 'a' ? marks.alpha : letter === 'b' ? marks.beta : marks.candidate
  return mark + numberKey(digits)
}

/** The key of a version without its local part. Trailing zeros of the release do not count: 1.0 is 1. */
export function publicKeyOf(parts: KeyParts): string {
  let end = parts.release.length
  while (end > 0 && parts.release[end - 1] === '0') end -= 1
  let key = numberKey(parts.epoch)
  for (let index = 0; index < end; index += 1) key += numberKey(parts.release[index] ?? '0')
  key += preKey(parts)
  key += parts.post === null ? marks.noPost : marks.post + numberKey(parts.post)
  key += parts.dev === null ? marks.noDev : marks.dev + numberKey(parts.dev)
  return key
}

/** What ends the key of a version that is a release and nothing else. */
export const plainEnd: string = marks.noPre + marks.noPost + marks.noDev

/** What a local part adds to the public key: a number is above every word, and a longer list above its beginning. */
export function localKeyOf(segments: readonly string[]): string {
  let key = '+'
  for (const segment of segments) key += isDigits(segment) ? `1${numberKey(segment)}` : `0${segment}.`
  return key
}

/** A bound above the version and all its local versions, below everything newer. */
export function afterLocals(publicKey: string): string {
  return `${publicKey}~`
}

/** A bound above a version that is neither post nor dev, above its post releases too, below everything newer. */
export function afterPosts(publicKey: string): string {
  return `${publicKey.slice(0, -2)}2`
}

/** True when every character is an ASCII digit. */
export function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code < 0x30 || code > 0x39) return false
  }
  return text.length > 0
}
