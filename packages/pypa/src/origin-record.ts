/** What PEP 610 and PEP 710 have in common: a URL without secrets, and digests. */

/**
 * `JSON` not a JSON object · `KEY` a key that must not be there · `URL` missing, or none that a program can open · `CREDENTIALS` a secret in the
 * URL · `INFO` not exactly one of the three kinds, or one that lacks its fields · `HASH` a digest that is none, or of an algorithm that is not allowed.
 */
export type OriginRecordProblemCode = 'JSON' | 'KEY' | 'URL' | 'CREDENTIALS' | 'INFO' | 'HASH'

export interface OriginRecordProblem {
  readonly code: OriginRecordProblemCode
  readonly detail: string
}

export type Problems = OriginRecordProblem[]
export type Fields = ReadonlyMap<string, unknown>

const longestText = 256 * 1024
/** PEP 610: a user name or password may be written as environment variables. */
const fromEnvironment = /^\$\{[A-Za-z0-9_-]{1,200}\}(?::\$\{[A-Za-z0-9_-]{1,200}\})?$/
const hexDigits = /^[0-9a-f]{1,256}$/i

/** The object that a text holds; null, with its problem, when it holds none. */
export function fieldsOfText(text: string, problems: Problems): Fields | null {
  if (text.length > longestText) {
    problems.push({ code: 'JSON', detail: `longer than ${longestText} characters` })
    return null
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = null
  }
  const fields = fieldsOf(value)
  if (fields === null) problems.push({ code: 'JSON', detail: 'it holds no JSON object' })
  return fields
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

/** Reports every key that the standard does not name. */
export function refuseKeys(fields: Fields, known: readonly string[], { where, problems }: Where): void {
  for (const key of fields.keys())
    if (!known.includes(key)) problems.push({ code: 'KEY', detail: `${where} has the key \`${key.slice(0, 60)}\`` })
}

interface Where {
  readonly where: string
  readonly problems: Problems
}

/** The URL without its secret; null when there is none that can be read. */
export function urlOf(fields: Fields, problems: Problems): string | null {
  const written = textOf(fields, 'url')
  if (written === null || written.length > 16_384 || !URL.canParse(escaped(written))) {
    problems.push({ code: 'URL', detail: written === null ? 'there is no `url`' : 'the `url` cannot be read' })
    return null
  }
  const authority = authorityOf(written)
  const at = authority.text.lastIndexOf('@')
  if (at < 0) return written
  const user = authority.text.slice(0, at)
  if (fromEnvironment.test(user) || user === 'git') return written
  problems.push({ code: 'CREDENTIALS', detail: 'the `url` holds a user name or a password' })
  return written.slice(0, authority.start) + authority.text.slice(at + 1) + written.slice(authority.end)
}

/** `${NAME}` may stand in a URL and is none to a parser of URLs. */
function escaped(url: string): string {
  return url.replace(/\$\{[A-Za-z0-9_-]{1,200}\}/g, 'variable')
}

function authorityOf(url: string): { readonly start: number; readonly end: number; readonly text: string } {
  const separator = url.indexOf('://')
  const start = separator < 0 ? url.length : separator + 3
  const rest = /[/?#\\]/.exec(url.slice(start))
  const end = rest === null ? url.length : start + rest.index
  return { start, end, text: url.slice(start, end) }
}

/** Digests by algorithm, hexadecimal in lower case; those that are none are reported and left out. */
export function hashesOf(
  value: unknown,
  allowed: (algorithm: string) => boolean,
  problems: Problems,
): readonly Digest[] {
  const fields = fieldsOf(value)
  if (fields === null) {
    problems.push({ code: 'HASH', detail: '`hashes` is no table of digests' })
    return []
  }
  return [...fields].slice(0, 64).flatMap(([algorithm, digest]) => {
    if (typeof digest === 'string' && hexDigits.test(digest) && allowed(algorithm))
      return [{ algorithm, value: digest.toLowerCase() }]
    problems.push({ code: 'HASH', detail: `\`${algorithm.slice(0, 40)}\` is no digest that may stand there` })
    return []
  })
}

export interface Digest {
  readonly algorithm: string
  readonly value: string
}
