import { AttestError } from '../error.ts'
import type { Json } from '../json.ts'

/**
 * Canonical JSON as TUF and in-toto sign it: UTF-8, keys sorted by code point, no spaces, and in texts only quotes and backslashes escaped.
 * Throws `malformed` for what it cannot say: fractions, and halves of characters.
 */
export function canonicalBytes(value: Json): Buffer {
  return Buffer.from(canonical(value), 'utf8')
}

function canonical(value: Json): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number') return whole(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return `[${value.map((each: Json) => canonical(each)).join(',')}]`
  // The bytes of UTF-8 sort as code points do; the units of a JavaScript text do not.
  const members = Object.entries(value).map(([key, each]) => ({ key, order: Buffer.from(key, 'utf8'), each }))
  members.sort((a, b) => Buffer.compare(a.order, b.order))
  return `{${members.map(({ key, each }) => `${quoted(key)}:${canonical(each ?? null)}`).join(',')}}`
}

function quoted(text: string): string {
  if (!text.isWellFormed()) throw new AttestError('malformed', 'What is signed holds half of a character.')
  return `"${text.replaceAll(/[\\"]/g, '\\$&')}"`
}

function whole(value: number): string {
  if (!Number.isSafeInteger(value))
    throw new AttestError('malformed', 'What is signed holds a number that is not whole.')
  return String(value)
}
