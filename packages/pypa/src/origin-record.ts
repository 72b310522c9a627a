/** What PEP 610 and PEP 710 have in common: a JSON object, a URL without secrets, and digests. */

import { type OriginRuleCode, originRules } from './origin-rules.ts'
import { repeatedKey } from './repeated-key.ts'

/** A rule of PEP 610 or PEP 710 that a file breaks. */
export interface OriginRecordProblem {
  readonly code: OriginRuleCode
  /** `must`: the file breaks its standard. `should`: it is allowed, and the standard advises otherwise. */
  readonly level: 'must' | 'should'
  readonly detail: string
}

export type Fields = ReadonlyMap<string, unknown>

/** Collects problems; a rule without an exception is as strict as `originRules` says. */
export interface Findings {
  readonly problems: readonly OriginRecordProblem[]
  readonly note: (code: OriginRuleCode, detail: string, level?: OriginRecordProblem['level']) => void
}

const longestText = 256 * 1024
const mostProblems = 100
/** PEP 610: a user name or password may be written as environment variables. */
const fromEnvironment = /^\$\{[A-Za-z0-9_-]{1,200}\}(?::\$\{[A-Za-z0-9_-]{1,200}\})?$/
const hexDigits = /^[0-9a-f]{1,256}$/i
const secretParameter =
  /[?&][\w.-]{0,24}?(?:token|secret|passw(?:or)?d|api[_-]?key|signature|credential|auth|(?<![A-Za-z])sig(?![A-Za-z]))[\w.-]{0,24}=[^&#]/i

export function findings(): Findings {
  const problems: OriginRecordProblem[] = []
  return {
    problems,
    note: (code, detail, level = originRules[code].level) => {
      if (problems.length < mostProblems) problems.push({ code, level, detail })
    },
  }
}

/** The object that a text holds; null, with its problem, when it holds none. Bytes must be UTF-8 without a mark (RFC 8259). */
export function fieldsOfFile(file: string | Uint8Array, { note }: Findings): Fields | null {
  if (file.length > longestText) {
    note('too-large', `longer than ${longestText}`)
    return null
  }
  const text = typeof file === 'string' ? file : decoded(file)
  if (text === null || text.startsWith('\ufeff'))
    note('json-encoding', text === null ? 'it is not UTF-8' : 'it begins with a byte order mark')
  const fields = text === null ? null : fieldsOfText(text.replace(/^\ufeff/, ''))
  if (text !== null && fields === null) note('json', 'it holds no JSON object')
  const repeated = text === null || fields === null ? null : repeatedKey(text)
  if (repeated !== null) note('key-repeated', `the key ${shown(repeated)} stands there twice`)
  return fields
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

export function fieldsOfText(text: string): Fields | null {
  if (text.length > longestText) return null
  try {
    return fieldsOf(JSON.parse(text))
  } catch {
    return null
  }
}

export function fieldsOf(value: unknown): Fields | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return new Map(Object.entries(value))
}

/** A text of at least one character; null when there is none. */
export function textOf(fields: Fields, key: string): string | null {
  const value = fields.get(key)
  return typeof value === 'string' && value !== '' ? value : null
}

/** A short text of the file as it may be told. */
export function shown(text: string): string {
  return `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``
}

/** The URL without its secret; null when there is none that can be read. */
export function readUrl(fields: Fields): string | null {
  const written = textOf(fields, 'url')
  return written === null || !isUrl(written) ? null : withoutUserInfo(written)
}

/** Without the user name and password of its authority, unless these are variables or the `git` of an SSH address. */
export function withoutUserInfo(url: string): string {
  const { start, end, text } = authorityOf(url)
  const at = text.lastIndexOf('@')
  if (at < 0 || isHarmlessUser(text.slice(0, at))) return url
  return url.slice(0, start) + text.slice(at + 1) + url.slice(end)
}

/**
 * The address of a file as it may be recorded: no fragment, no user name or password, and no query that holds a secret. Null for what is no URL.
 */
export function recordableUrl(url: string): string | null {
  const hash = url.indexOf('#')
  const address = withoutUserInfo(hash < 0 ? url : url.slice(0, hash))
  if (!isUrl(address)) return null
  return secretParameter.test(address) ? address.slice(0, address.indexOf('?')) : address
}

/** Checks the URL: it is there, a program can open it, and it tells no secret. */
export function checkUrl(fields: Fields, { note }: Findings): void {
  const value = fields.get('url')
  if (typeof value !== 'string' || value === '') {
    note('url-missing', value === undefined ? 'there is no `url`' : '`url` is no text')
    return
  }
  if (!isUrl(value)) note('url-invalid', 'the `url` is none (WHATWG)')
  else if (withoutUserInfo(value) !== value) note('url-credentials', 'the `url` holds a user name or a password')
  if (secretParameter.test(value)) note('url-parameter', 'the `url` has a parameter that is named like a secret')
}

function isUrl(text: string): boolean {
  // `${NAME}` may stand in a URL and is none to a parser of URLs.
  return text.length <= 16_384 && URL.canParse(text.replace(/\$\{[A-Za-z0-9_-]{1,200}\}/g, 'variable'))
}

function isHarmlessUser(user: string): boolean {
  return user === 'git' || fromEnvironment.test(user)
}

function authorityOf(url: string): { readonly start: number; readonly end: number; readonly text: string } {
  const separator = url.indexOf('://')
  const start = separator < 0 ? url.length : separator + 3
  const rest = /[/?#\\]/.exec(url.slice(start))
  const end = rest === null ? url.length : start + rest.index
  return { start, end, text: url.slice(start, end) }
}

export interface Digest {
  readonly algorithm: string
  readonly value: string
}

const mostHashes = 64

/** Digests by algorithm, hexadecimal in lower case; those that are none are left out. */
export function readHashes(value: unknown, allowed: (algorithm: string) => boolean): readonly Digest[] {
  return [...(fieldsOf(value) ?? [])].slice(0, mostHashes).flatMap(([algorithm, digest]) => {
    const isDigest = typeof digest === 'string' && hexDigits.test(digest) && allowed(algorithm)
    return isDigest ? [{ algorithm, value: digest.toLowerCase() }] : []
  })
}

/** Hexadecimal digits of a digest; the algorithms that `hashlib` always has and that take no further argument. */
export const digestLengths: ReadonlyMap<string, number> = new Map([
  ['blake2b', 128],
  ['blake2s', 64],
  ['md5', 32],
  ['sha1', 40],
  ['sha224', 56],
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
  ['sha3_224', 56],
  ['sha3_256', 64],
  ['sha3_384', 96],
  ['sha3_512', 128],
])
const brokenAlgorithms: ReadonlySet<string> = new Set(['md5', 'sha1'])

/** PEP 710: the canonical names of hashlib; MD5, SHA-1 and those of variable length are left out. */
export function isStrongAlgorithm(name: string): boolean {
  return digestLengths.has(name) && !brokenAlgorithms.has(name)
}

export function isBrokenAlgorithm(name: string): boolean {
  return brokenAlgorithms.has(name)
}

export function isKnownAlgorithm(name: string): boolean {
  return digestLengths.has(name)
}

/** Checks that a value is a digest of its algorithm, in hexadecimal. */
export function checkDigest(algorithm: string, digest: unknown, { note }: Findings): void {
  const length = digestLengths.get(algorithm)
  if (typeof digest !== 'string' || !hexDigits.test(digest))
    note('hash-value', `the digest under ${shown(algorithm)} is not hexadecimal`)
  else if (length !== undefined && digest.length !== length)
    note('hash-value', `the digest under ${shown(algorithm)} has ${digest.length} digits, and ${length} are needed`)
}
