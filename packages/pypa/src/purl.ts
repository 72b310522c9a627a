import { PypaError } from './error.ts'
import { normalizeName, type PackageName } from './name.ts'

export interface Purl {
  readonly type: string
  readonly namespace: string | null
  readonly name: string
  readonly version: string | null
  readonly qualifiers: Readonly<Record<string, string>>
  readonly subpath: string | null
}

const longestPurl = 8192
const typeName = /^[a-z][a-z0-9.-]*$/
const plain = /^[A-Za-z0-9._~:-]*$/
const qualifierKey = /^[a-z][a-z0-9._-]*$/

/**
 * A package URL of type `pypi`: `pkg:pypi/<name>[@<version>][?qualifiers]` (purl-spec). Empty qualifiers are left out;
 * throws `PypaError('PURL')` for a key that is none.
 */
export function purlOf(
  name: PackageName,
  version: string | null,
  qualifiers?: Readonly<Record<string, string>>,
): string {
  const at = version === null || version === '' ? '' : `@${encode(version)}`
  const release = `pkg:pypi/${encode(name)}${at}`
  return qualifiers === undefined ? release : release + writeQualifiers(qualifiers)
}

function writeQualifiers(qualifiers: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(qualifiers)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => [key.toLowerCase(), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, value]) => `${key}=${value}`)
  const bad = Object.keys(qualifiers).find((key) => !qualifierKey.test(key.toLowerCase()))
  if (bad !== undefined) throw wrong(bad, 'the key of a qualifier is made of letters, digits, `.`, `-` and `_`')
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** purl-spec: letters, digits, `.`, `-`, `_`, `~` and `:` stay; everything else is percent-encoded UTF-8. */
function encode(text: string): string {
  if (plain.test(text)) return text
  return encodeURIComponent(text.toWellFormed())
    .replaceAll('%3A', ':')
    .replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** A package URL, read; null for none and for a text that is none. */
export function readPurl(text: string | null): Purl | null {
  if (text === null) return null
  try {
    return parsePurl(text)
  } catch (error) {
    if (error instanceof PypaError) return null
    throw error
  }
}

/** Reads a package URL; throws `PypaError('PURL')`. The name of type `pypi` comes in normal form (PEP 503). */
export function parsePurl(text: string): Purl {
  if (text.length > longestPurl) throw wrong(text, `longer than ${longestPurl} characters`)
  const written = text.trim()
  if (!/^pkg:/i.test(written)) throw wrong(text, 'it begins with `pkg:`')
  const [beforeSubpath, subpath] = splitLast(written.slice(4), '#')
  const [beforeQualifiers, qualifiers] = splitLast(beforeSubpath, '?')
  const path = trimSlashes(beforeQualifiers)
  const slash = path.indexOf('/')
  const type = path.slice(0, Math.max(slash, 0)).toLowerCase()
  if (!typeName.test(type)) throw wrong(text, 'a type comes first, as in `pkg:pypi/name`')
  const rest = path.slice(slash + 1)
  // The name is the last part; an `@` in a namespace (`@scope/`) begins no version.
  const at = rest.lastIndexOf('@') > rest.lastIndexOf('/') ? rest.lastIndexOf('@') : -1
  const segments = (at < 0 ? rest : rest.slice(0, at)).split('/').filter((segment) => segment !== '')
  const name = decode(segments.pop() ?? '', text)
  if (name === '') throw wrong(text, 'it has no name')
  if (type === 'pypi' && segments.length > 0) throw wrong(text, 'type `pypi` knows no namespace')
  return {
    type,
    namespace: segments.length === 0 ? null : segments.map((segment) => decodeSegment(segment, text)).join('/'),
    name: type === 'pypi' ? normalizeName(name) : name,
    version: at < 0 || at === rest.length - 1 ? null : decode(rest.slice(at + 1), text),
    qualifiers: qualifiers === null ? {} : readQualifiers(qualifiers, text),
    subpath: subpath === null ? null : readSubpath(subpath, text),
  }
}

function readQualifiers(list: string, text: string): Readonly<Record<string, string>> {
  const found = new Map<string, string>()
  for (const pair of list.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const key = pair.slice(0, Math.max(equals, 0)).toLowerCase()
    if (!qualifierKey.test(key)) throw wrong(text, 'a qualifier is written `key=value`')
    if (found.has(key)) throw wrong(text, `the qualifier \`${key}\` occurs twice`)
    const value = decode(pair.slice(equals + 1), text)
    if (value !== '') found.set(key, value)
  }
  return Object.fromEntries(found)
}

function readSubpath(subpath: string, text: string): string | null {
  const segments = subpath
    .split('/')
    .map((segment) => decodeSegment(segment, text))
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
  return segments.length === 0 ? null : segments.join('/')
}

function splitLast(text: string, separator: string): readonly [string, string | null] {
  const at = text.lastIndexOf(separator)
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)]
}

function trimSlashes(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text[start] === '/') start += 1
  while (end > start && text[end - 1] === '/') end -= 1
  return text.slice(start, end)
}

/** A segment of a namespace or subpath: it must not bring a `/` of its own. */
function decodeSegment(segment: string, text: string): string {
  const decoded = decode(segment, text)
  if (decoded.includes('/')) throw wrong(text, 'a segment holds an encoded `/`')
  return decoded
}

function decode(part: string, text: string): string {
  try {
    return decodeURIComponent(part)
  } catch (cause) {
    throw new PypaError('PURL', `\`${text.slice(0, 80)}\` is not a package URL: bad percent-encoding.`, { cause })
  }
}

function wrong(text: string, why: string): PypaError {
  return new PypaError('PURL', `\`${text.slice(0, 80)}\` is not a package URL: ${why}.`)
}
