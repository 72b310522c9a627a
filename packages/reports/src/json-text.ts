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

/**
 * JSON with an indent of two and a closing newline. Loses nothing but the credentials in URLs, and holds no character that
 * acts on a screen.
 */
export function stringifyJson(value: unknown): string {
  const plain = JSON.stringify(value, null, 2)
  // Asking for every string is five times slower, and an address with an `@` in it is rare.
  const text = perhapsCredentials.test(plain) ? JSON.stringify(value, masked, 2) : plain
  return `${beyondAscii.test(text) ? text.replace(acting, escapeUnits) : text}\n`
}
