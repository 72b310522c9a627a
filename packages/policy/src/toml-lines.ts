/** Keys and array positions from the root: `['policy', 'rules', 0, 'severity']`. */
export type KeyPath = readonly (string | number)[]

/** Finds lines in a TOML text that parsed: the parser gives values without places. */
export interface TomlLines {
  /** The line, from 1, of a key or table; of its nearest parent where the key stands inside a value. */
  lineOf(path: KeyPath): number
}

const bareOrQuoted = /\s*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))\s*/y

/** One pass over the statements of the text. */
export function tomlLines(text: string): TomlLines {
  const lines = new Map<string, number>()
  const counts = new Map<string, number>()
  let table: KeyPath = []
  for (const { line, start } of statements(text)) {
    if (text[start] === '[') {
      const isArray = text[start + 1] === '['
      table = openTable(keysAt(text, start + (isArray ? 2 : 1)), isArray, counts)
      lines.set(keyOf(table), line)
      // The list itself begins with its first table.
      const list = keyOf(table.slice(0, -1))
      if (isArray && !lines.has(list)) lines.set(list, line)
    } else {
      const keys = keysAt(text, start)
      for (let length = keys.length; length > 0; length -= 1) {
        const key = keyOf([...table, ...keys.slice(0, length)])
        if (!lines.has(key)) lines.set(key, line)
      }
    }
  }
  return {
    lineOf(path) {
      for (let length = path.length; length > 0; length -= 1) {
        const line = lines.get(keyOf(path.slice(0, length)))
        if (line !== undefined) return line
      }
      return 1
    },
  }
}

function keyOf(path: KeyPath): string {
  return JSON.stringify(path)
}

function keysAt(text: string, start: number): string[] {
  const keys: string[] = []
  bareOrQuoted.lastIndex = start
  for (let match = bareOrQuoted.exec(text); match !== null; match = bareOrQuoted.exec(text)) {
    keys.push(match[1] ?? match[2] ?? match[3] ?? '')
    const end = bareOrQuoted.lastIndex
    if (text[end] !== '.') break
    bareOrQuoted.lastIndex = end + 1
  }
  return keys
}

/** A header below an array of tables speaks of its last table. */
function openTable(keys: readonly string[], isArray: boolean, counts: Map<string, number>): KeyPath {
  const path: (string | number)[] = []
  keys.forEach((key, index) => {
    path.push(key)
    const name = keyOf(path)
    const isLast = index === keys.length - 1
    if (isLast && isArray) counts.set(name, (counts.get(name) ?? 0) + 1)
    const count = counts.get(name)
    if (count !== undefined) path.push(count - 1)
  })
  return path
}

/** Where each statement begins: lines that are not inside a value that spans lines. */
function* statements(text: string): Generator<{ readonly line: number; readonly start: number }> {
  let line = 1
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  while (at < text.length) {
    while (text[at] === ' ' || text[at] === '\t' || text[at] === '\r') at += 1
    if (text[at] !== '\n' && text[at] !== '#' && at < text.length) yield { line, start: at }
    const end = endOfStatement(text, at)
    for (let index = at; index <= end && index < text.length; index += 1) if (text[index] === '\n') line += 1
    at = end + 1
  }
}

/** The offset of the line feed that ends the statement which begins here. */
function endOfStatement(text: string, start: number): number {
  let depth = 0
  let at = start
  while (at < text.length) {
    const char = text[at] ?? ''
    if (char === '\n' && depth <= 0) return at
    if (char === '#') {
      at = nextLineFeed(text, at)
      continue
    }
    if (char === '"' || char === "'") {
      at = endOfString(text, at)
      continue
    }
    if (char === '[' || char === '{') depth += 1
    if (char === ']' || char === '}') depth -= 1
    at += 1
  }
  return text.length
}

function nextLineFeed(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

function endOfString(text: string, start: number): number {
  const quote = text[start] ?? ''
  const mark = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote
  let at = start + mark.length
  while (at < text.length && !text.startsWith(mark, at)) at += quote === '"' && text[at] === '\\' ? 2 : 1
  // A multi-line string may end in one or two quotes of its own.
  at += mark.length
  if (mark.length === 3) for (let extra = 0; extra < 2 && text[at] === quote; extra += 1) at += 1
  return at
}
