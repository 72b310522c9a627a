import {
  cutLeadingZeros,
  isDigits,
  localKeyOf,
  numberKey,
  type PreLetter,
  plainEnd,
  publicKeyOf,
} from './version-key.ts'

/** A version by PEP 440. `key` orders: `a.key < b.key` (plain string comparison) exactly when a is older than b. */
export interface Version {
  readonly kind: 'pep440'
  /** As written. */
  readonly raw: string
  /** PEP 440 normal form, e.g. `1.0rc1`, with the local part. */
  readonly normalized: string
  /** Order-preserving key of the whole version, local part included. Equal versions have equal keys (1.0 and 1.0.0). */
  readonly key: string
  /** The key of the same version without its local part. */
  readonly publicKey: string
  /** Numbers beyond 2^53 are rounded here; `key` and `normalized` are exact. */
  readonly epoch: number
  readonly release: readonly number[]
  readonly pre: readonly ['a' | 'b' | 'rc', number] | null
  readonly post: number | null
  readonly dev: number | null
  readonly local: string | null
  readonly isPrerelease: boolean
}

/** A version text that PEP 440 cannot read, as `===` allows: compared as a string, never ordered. */
export interface LegacyVersion {
  readonly kind: 'legacy'
  readonly raw: string
}

export type AnyVersion = Version | LegacyVersion

const longestVersion = 256

// PEP 440 appendix B. The only white space that may surround a version is the ASCII one.
const grammar =
  /^[ \t\n\r\f\v]*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?(?:[-_.]?dev[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?[ \t\n\r\f\v]*$/i

/** Reads a version by PEP 440 appendix B, or null. Longer than 256 characters is null. */
export function parseVersion(text: string): Version | null {
  return parsePlain(text) ?? (text.length > longestVersion ? null : parseVersionOfAnyLength(text))
}

const dot = 0x2e
const digitZero = 0x30
const digitNine = 0x39
const longestPlain = 32
const longestPlainNumber = 15

/** The common case, numbers and dots in normal form, in one pass; null says nothing: the whole grammar decides. */
function parsePlain(text: string): Version | null {
  if (text.length > longestPlain) return null
  const release: number[] = []
  let key = 'A0'
  let zeros = ''
  let start = 0
  let number = 0
  for (let index = 0; index <= text.length; index += 1) {
    const code = index < text.length ? text.charCodeAt(index) : dot
    if (code >= digitZero && code <= digitNine) {
      number = number * 10 + code - digitZero
      continue
    }
    if (code !== dot || !isPlainNumber(text, start, index)) return null
    release.push(number)
    if (number === 0) zeros += 'A0'
    else {
      key += zeros + numberKey(text.slice(start, index))
      zeros = ''
    }
    start = index + 1
    number = 0
  }
  key += plainEnd
  return {
    kind: 'pep440',
    raw: text,
    normalized: text,
    key,
    publicKey: key,
    epoch: 0,
    release,
    pre: null,
    post: null,
    dev: null,
    local: null,
    isPrerelease: false,
  }
}

/** False where the digits are absent, padded, or too many for an exact number. */
function isPlainNumber(text: string, start: number, end: number): boolean {
  const length = end - start
  if (length === 0 || length > longestPlainNumber) return false
  return length === 1 || text.charCodeAt(start) !== digitZero
}

/** As `parseVersion` without its limit: for texts made from a version that was read, such as `<normal form>.dev0`. */
export function parseVersionOfAnyLength(text: string): Version | null {
  const found = grammar.exec(text)
  if (found === null) return null
  const epoch = cutLeadingZeros(found[1] ?? '0')
  const release = (found[2] ?? '0').split('.').map(cutLeadingZeros)
  const letter = found[3] === undefined ? null : preLetter(found[3])
  const pre = letter === null ? null : ([letter, digitsOf(found[4])] as const)
  const postDigits = found[5] ?? found[6]
  const post = postDigits === undefined ? null : digitsOf(postDigits)
  const dev = found[7] === undefined ? null : digitsOf(found[7])
  const local = found[8] === undefined ? null : localSegments(found[8])
  const publicKey = publicKeyOf({ epoch, release, pre, post, dev })
  const normalLocal = local === null ? null : local.join('.')
  return {
    kind: 'pep440',
    raw: text,
    normalized:
      (epoch === '0' ? '' : `${epoch}!`) +
      release.join('.') +
      (pre === null ? '' : pre[0] + pre[1]) +
      (post === null ? '' : `.post${post}`) +
      (dev === null ? '' : `.dev${dev}`) +
      (normalLocal === null ? '' : `+${normalLocal}`),
    key: local === null ? publicKey : publicKey + localKeyOf(local),
    publicKey,
    epoch: Number(epoch),
    release: release.map(Number),
    pre: pre === null ? null : [pre[0], Number(pre[1])],
    post: post === null ? null : Number(post),
    dev: dev === null ? null : Number(dev),
    local: normalLocal,
    isPrerelease: pre !== null || dev !== null,
  }
}

function digitsOf(text: string | undefined): string {
  return text === undefined || text === '' ? '0' : cutLeadingZeros(text)
}

function preLetter(word: string): PreLetter {
  const first = word.charCodeAt(0) | 0x20
  if (first === 0x61) return 'a'
  return first === 0x62 ? 'b' : 'rc'
}

function localSegments(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[-_.]/)
    .map((segment) => (isDigits(segment) ? cutLeadingZeros(segment) : segment))
}

/** Reads any version text: PEP 440 where it can be, else legacy. */
export function readVersion(text: string): AnyVersion {
  return parseVersion(text) ?? { kind: 'legacy', raw: text.trim() }
}

/** Negative, zero or positive as a is older than, equal to or newer than b (PEP 440). */
export function compareVersions(a: Version, b: Version): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}
