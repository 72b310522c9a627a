import { maskCredentials } from './text/credentials.ts'

/** What JSON allows raw and a terminal or a JavaScript engine might obey. */
const acting = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu

/** Finds at least what masking finds: an escaped blank does not stop it, so that nothing is missed. */
const perhapsCredentials = /:\/\/[^\s/?#]*@/

function escapeUnits(character: string): string {
  let escaped = ''
  for (let index = 0; index < character.length; index += 1)
    escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`
  return escaped
}

function masked(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? maskCredentials(value) : value
}

/** Asking for every string is five times slower than not, and few reports need it: see `isPlain`. */
function writeMasked(value: unknown, indent: number): string {
  return JSON.stringify(value, masked, indent).replace(acting, escapeUnits)
}

function write(value: unknown, indent: number): string {
  const plain = JSON.stringify(value, null, indent)
  return isPlain(plain) ? plain : writeMasked(value, indent)
}

/** True when no part of a written text could act on a screen or hold credentials: it is what masking would have written. */
function isPlain(text: string): boolean {
  // JSON itself escapes what lies below the blank. Counting bytes is ten times faster than looking for characters.
  const ascii = Buffer.byteLength(text) === text.length && !text.includes('\x7f')
  return ascii && !(text.includes('://') && perhapsCredentials.test(text))
}

/**
 * JSON with an indent of two and a closing newline. Loses nothing but the credentials in URLs, and holds no character that
 * acts on a screen.
 */
export function stringifyJson(value: unknown): string {
  return `${write(value, 2)}\n`
}

/** The same promise on one line, without a newline at the end. */
export function inlineJson(value: unknown): string {
  return write(value, 0)
}

/**
 * The same promise for an object with long lists: each item of a list stands on a line of its own, so that the text can be
 * searched and compared line by line. A third shorter, and faster, than an indent throughout. In pieces, and a list may be an
 * iterator, so that no more than one of its items need be there at a time.
 */
export function* writeLines(value: Readonly<Record<string, unknown>>): Generator<string, void> {
  let before = '{\n'
  for (const [key, member] of Object.entries(value)) {
    yield `${before}  ${writeMasked(key, 0)}: `
    if (Array.isArray(member) || member instanceof Iterator) yield* writeItems(member)
    else yield write(member, 2).replaceAll('\n', '\n  ')
    before = ',\n'
  }
  yield '\n}\n'
}

function* writeItems(items: Iterable<unknown>): Generator<string, void> {
  let before = '[\n    '
  for (const item of items) {
    // Each item by itself: one summary with a letter beyond ASCII must not have the others written twice.
    yield before + write(item, 0)
    before = ',\n    '
  }
  yield before === '[\n    ' ? '[]' : '\n  ]'
}
