import { maskCredentials } from './text/credentials.ts'

/** What JSON allows raw and a terminal or a JavaScript engine might obey. */
const acting = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu

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
  return `${JSON.stringify(value, masked, 2).replace(acting, escapeUnits)}\n`
}
