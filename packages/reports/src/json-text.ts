import { maskCredentials } from './text/credentials.ts'

/** What JSON allows raw and a terminal or a JavaScript engine might obey. */
const acting = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu

const beyondAscii = /[^\n\x20-\x7e]/
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

/** Asking for every string is five times slower, and an address with an `@` in it is rare. */
function write(value: unknown, indent: number): string {
  const plain = JSON.stringify(value, null, indent)
  const text = perhapsCredentials.test(plain) ? JSON.stringify(value, masked, indent) : plain
  return beyondAscii.test(text) ? text.replace(acting, escapeUnits) : text
}

/**
 * JSON with an indent of two and a closing newline. Loses nothing but the credentials in URLs, and holds no character that
 * acts on a screen.
 */
export function stringifyJson(value: unknown): string {
  return `${write(value, 2)}\n`
}

/**
 * The same promise for an object with long lists: each item of a list stands on a line of its own, so that the text can be
 * searched and compared line by line. A third shorter, and faster, than an indent throughout.
 */
export function stringifyLines(value: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(value).map(([key, member]) => `  ${write(key, 0)}: ${writeMember(member)}`)
  return `{\n${members.join(',\n')}\n}\n`
}

function writeMember(member: unknown): string {
  if (!Array.isArray(member)) return write(member, 2).replaceAll('\n', '\n  ')
  if (member.length === 0) return '[]'
  return `[\n    ${member.map((item) => write(item, 0)).join(',\n    ')}\n  ]`
}
