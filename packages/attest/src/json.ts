import { AttestError } from './error.ts'
import { limits } from './limits.ts'

/** A value of JSON, as read. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json | undefined
}

interface Level {
  /** The keys of an object so far; null for a list. */
  readonly keys: Set<string> | null
}

/**
 * Reads JSON (RFC 8259) and refuses what readers disagree on: a key that is there twice. Throws `malformed`, also over the bounds.
 * The text is hostile.
 */
export function readJson(text: string, what: string): Json {
  if (text.length > limits.text)
    throw new AttestError('malformed', `${what} has ${text.length} characters; at most ${limits.text} are read.`)
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch (cause) {
    throw new AttestError('malformed', `${what} is not JSON.`, { cause })
  }
  refuseRepeatedKeys(text, what)
  return value
}

/** The text is JSON already: only strings, brackets and the colon behind a key matter. */
function refuseRepeatedKeys(text: string, what: string): void {
  const levels: Level[] = []
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '{' || character === '[') {
      levels.push({ keys: character === '{' ? new Set() : null })
      if (levels.length > limits.depth)
        throw new AttestError('malformed', `${what} nests more than ${limits.depth} deep.`)
    } else if (character === '}' || character === ']') levels.pop()
    else if (character === '"') {
      const end = endOfString(text, at)
      const keys = levels.at(-1)?.keys
      if (keys !== undefined && keys !== null && isKey(text, end + 1)) addKey(keys, text.slice(at, end + 1), what)
      at = end
    }
  }
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

function isKey(text: string, start: number): boolean {
  let at = start
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1
  return text[at] === ':'
}

function addKey(keys: Set<string>, quoted: string, what: string): void {
  const key = quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1)
  if (keys.has(key)) throw new AttestError('malformed', `${what} holds the key ${quoted.slice(0, 60)} twice.`)
  keys.add(key)
}

/** Whether a value is a JSON object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An own member of an object, whatever it is; undefined where there is none. */
export function member(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let current = value
  for (const key of path) current = isObject(current) && Object.hasOwn(current, key) ? current[key] : undefined
  return current
}

/** An own member that is a text; null where it is anything else. */
export function textOf(value: Json | undefined, ...path: readonly string[]): string | null {
  const found = member(value, ...path)
  return typeof found === 'string' ? found : null
}

/** An own member that is a list; empty where it is anything else. */
export function listOf(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const found = member(value, ...path)
  return Array.isArray(found) ? found : []
}
