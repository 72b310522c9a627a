import { LockfileError } from './error.ts'
import type { DataEntry, DataNode, MappingNode, ScalarNode, SequenceNode } from './node.ts'

const longestText = 64 * 1024 * 1024
const mostNodes = 2_000_000
const deepest = 200

// RFC 8259: no leading zeros, no bare point.
const bareWord = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null/y
const plainString = /"[^"\\\x00-\x1f]*"/y
const anyString = /"(?:[^"\\\x00-\x1f]|\\[^\x00-\x1f])*"/y

/**
 * Reads JSON (RFC 8259, a byte order mark allowed) into nodes with lines. Throws `LockfileError`: `MALFORMED` with its line
 * (also for a repeated key and for over 200 levels), `TOO_LARGE` for over 64 MB or two million values.
 */
export function parseJson(text: string): DataNode {
  if (text.length > longestText) {
    throw new LockfileError('TOO_LARGE', `The file has ${text.length} characters; at most ${longestText} are read.`)
  }
  const state: State = { text, at: text.startsWith('\uFEFF') ? 1 : 0, line: 1, nodes: 0 }
  skipSpace(state)
  const node = readValue(state, 0)
  skipSpace(state)
  if (state.at < text.length) throw malformed(state, 'there is more text after the value')
  return node
}

interface State {
  readonly text: string
  at: number
  line: number
  nodes: number
}

function malformed(state: State, reason: string): LockfileError {
  return new LockfileError('MALFORMED', `Not JSON: ${reason}.`, { line: state.line })
}

function skipSpace(state: State): void {
  for (; state.at < state.text.length; state.at += 1) {
    const code = state.text.charCodeAt(state.at)
    if (code === 0x0a) state.line += 1
    else if (code !== 0x20 && code !== 0x09 && code !== 0x0d) return
  }
}

function take(state: State, character: string): boolean {
  if (state.text[state.at] !== character) return false
  state.at += 1
  skipSpace(state)
  return true
}

function readValue(state: State, depth: number): DataNode {
  if (depth > deepest) throw malformed(state, `it nests more than ${deepest} deep`)
  state.nodes += 1
  if (state.nodes > mostNodes) {
    throw new LockfileError('TOO_LARGE', `The file holds over ${mostNodes} values.`, { line: state.line })
  }
  const first = state.text[state.at]
  if (first === '{') return readObject(state, depth)
  if (first === '[') return readArray(state, depth)
  const { line } = state
  if (first === '"') return scalar(readString(state), 'quoted', line)
  bareWord.lastIndex = state.at
  const word = bareWord.exec(state.text)?.[0]
  if (word === undefined) throw malformed(state, first === undefined ? 'it ends too early' : 'a value is missing')
  state.at += word.length
  return scalar(word, 'plain', line)
}

function scalar(text: string, style: ScalarNode['style'], line: number): ScalarNode {
  return { kind: 'scalar', text, style, line, tag: null, size: 1 }
}

function readString(state: State): string {
  const { text } = state
  plainString.lastIndex = state.at
  if (plainString.test(text)) {
    const value = text.slice(state.at + 1, plainString.lastIndex - 1)
    state.at = plainString.lastIndex
    return value
  }
  anyString.lastIndex = state.at
  if (!anyString.test(text)) throw malformed(state, 'a string does not end on its line')
  const source = text.slice(state.at, anyString.lastIndex)
  state.at = anyString.lastIndex
  try {
    return String(JSON.parse(source))
  } catch (cause) {
    throw new LockfileError('MALFORMED', 'Not JSON: a string holds an unknown escape.', { line: state.line, cause })
  }
}

function readArray(state: State, depth: number): SequenceNode {
  const { line } = state
  const items: DataNode[] = []
  let size = 1
  take(state, '[')
  while (!take(state, ']')) {
    if (items.length > 0 && !take(state, ',')) throw malformed(state, 'a list lacks a comma or its end')
    const item = readValue(state, depth + 1)
    skipSpace(state)
    size += item.size
    items.push(item)
  }
  return { kind: 'sequence', items, line, tag: null, size }
}

function readObject(state: State, depth: number): MappingNode {
  const { line } = state
  const entries = new Map<string, DataEntry>()
  let size = 1
  take(state, '{')
  while (!take(state, '}')) {
    if (entries.size > 0 && !take(state, ',')) throw malformed(state, 'an object lacks a comma or its end')
    if (state.text[state.at] !== '"') throw malformed(state, 'an object lacks a key')
    const keyLine = state.line
    const key = readString(state)
    skipSpace(state)
    if (entries.has(key)) throw malformed(state, `the key ${JSON.stringify(key).slice(0, 80)} is there twice`)
    if (!take(state, ':')) throw malformed(state, 'a colon is missing after a key')
    const value = readValue(state, depth + 1)
    skipSpace(state)
    size += value.size
    entries.set(key, { key, line: keyLine, value })
  }
  return { kind: 'mapping', entries, line, tag: null, size }
}
