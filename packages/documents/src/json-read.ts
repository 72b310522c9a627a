import { type DataObject, lineKey } from './data.ts'
import { DocumentError } from './error.ts'
import type { Json } from './json.ts'
import { limits } from './limits.ts'

const bareWord = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null/y

interface State {
  readonly text: string
  readonly repeated: (key: string, line: number) => void
  at: number
  line: number
  values: number
  depth: number
}

/**
 * Reads JSON (RFC 8259); each object knows its line (`lineKey`). A key that is there twice is told, and the last counts, as most readers
 * have it. Throws `DocumentError`: `MALFORMED` with its line, `TOO_LARGE` over the bounds.
 */
export function readJson(text: string, repeated: (key: string, line: number) => void = () => {}): Json {
  if (text.length > limits.text)
    throw new DocumentError('TOO_LARGE', `The document has ${text.length} characters; at most ${limits.text} are read.`)
  const state: State = { text, repeated, at: text.startsWith('\ufeff') ? 1 : 0, line: 1, values: 0, depth: 0 }
  skipSpace(state)
  const value = readValue(state)
  skipSpace(state)
  if (state.at < text.length) throw malformed(state, 'there is more text after the value')
  return value
}

function malformed(state: State, reason: string): DocumentError {
  return new DocumentError('MALFORMED', `Not JSON: ${reason}.`, { line: state.line })
}

function skipSpace(state: State): void {
  const { text } = state
  for (; ; state.at += 1) {
    const code = text.charCodeAt(state.at)
    if (code === 0x0a) state.line += 1
    else if (code !== 0x20 && code !== 0x09 && code !== 0x0d) return
  }
}

function readValue(state: State): Json {
  state.values += 1
  if (state.values > limits.values)
    throw new DocumentError('TOO_LARGE', `The document holds over ${limits.values} values.`, { line: state.line })
  const first = state.text.charCodeAt(state.at)
  if (first === 0x7b) return deeper(state, readObject)
  if (first === 0x5b) return deeper(state, readArray)
  if (first === 0x22) return readString(state)
  bareWord.lastIndex = state.at
  const word = bareWord.exec(state.text)?.[0]
  if (word === undefined)
    throw malformed(state, state.at >= state.text.length ? 'it ends too early' : 'a value is missing')
  state.at += word.length
  if (word === 'true' || word === 'false') return word === 'true'
  return word === 'null' ? null : Number(word)
}

function deeper(state: State, read: (state: State) => Json): Json {
  state.depth += 1
  if (state.depth > limits.depth)
    throw new DocumentError('TOO_LARGE', `The document nests more than ${limits.depth} deep.`, { line: state.line })
  const value = read(state)
  state.depth -= 1
  return value
}

/** The end of the string that begins at `start`: the quote that no backslash escapes. */
function endOfString(state: State, start: number): number {
  const { text } = state
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0
    while (text.charCodeAt(end - 1 - escapes) === 0x5c) escapes += 1
    if (escapes % 2 === 0) return end
  }
  throw malformed(state, 'a string does not end')
}

const special = /[\\\x00-\x1f]/

function readString(state: State): string {
  const start = state.at
  const end = endOfString(state, start)
  const inside = state.text.slice(start + 1, end)
  state.at = end + 1
  if (!special.test(inside)) return inside
  try {
    return String(JSON.parse(state.text.slice(start, end + 1)))
  } catch (cause) {
    throw new DocumentError('MALFORMED', 'Not JSON: a string holds an unknown escape or a control character.', {
      line: state.line,
      cause,
    })
  }
}

function readArray(state: State): Json {
  const items: Json[] = []
  state.at += 1
  skipSpace(state)
  if (state.text[state.at] === ']') {
    state.at += 1
    return items
  }
  for (;;) {
    items.push(readValue(state))
    skipSpace(state)
    const next = state.text[state.at]
    state.at += 1
    if (next === ']') return items
    if (next !== ',') throw malformed(state, 'a list lacks a comma or its end')
    skipSpace(state)
  }
}

function readObject(state: State): DataObject {
  const object: Record<string | symbol, Json> = { [lineKey]: state.line }
  state.at += 1
  skipSpace(state)
  if (state.text[state.at] === '}') {
    state.at += 1
    return object as DataObject
  }
  for (;;) {
    if (state.text[state.at] !== '"') throw malformed(state, 'an object lacks a key')
    const keyLine = state.line
    const key = readString(state)
    skipSpace(state)
    if (state.text[state.at] !== ':') throw malformed(state, 'a colon is missing after a key')
    state.at += 1
    skipSpace(state)
    const value = readValue(state)
    if (Object.hasOwn(object, key)) state.repeated(key, keyLine)
    put(object, key, value)
    skipSpace(state)
    const next = state.text[state.at]
    state.at += 1
    if (next === '}') return object as DataObject
    if (next !== ',') throw malformed(state, 'an object lacks a comma or its end')
    skipSpace(state)
  }
}

/** `__proto__` is a key like any other: an assignment would change what the object is. */
function put(object: Record<string | symbol, Json>, key: string, value: Json): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  else object[key] = value
}
