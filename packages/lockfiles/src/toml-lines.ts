/** Keys and array indexes from the root: `['package', 3, 'dependencies', 0]`. */
export type TomlPath = readonly (string | number)[]

/** What stands at one place of the document. `value` is the offset of a value that has not been looked into yet, or -1. */
interface Place {
  offset: number
  value: number
  keys: Map<string, Place> | null
  items: Place[] | null
}

/**
 * Finds lines in a TOML document that has already been read without an error: the parser gives values without positions.
 * One pass over the statements; the inside of an array or inline table is looked at when it is asked for, once.
 * A path that leads nowhere gives the line of its nearest part that exists.
 */
export function tomlLines(text: string): (path: TomlPath) => number {
  const root = scanStatements(text)
  const ends = lineEnds(text)
  return (path) => lineAt(ends, find(text, root, path).offset)
}

function find(text: string, root: Place, path: TomlPath): Place {
  let place = root
  for (const step of path) {
    if (place.value >= 0) lookInside(text, place)
    const next = typeof step === 'number' ? place.items?.[step] : place.keys?.get(step)
    if (next === undefined) break
    place = next
  }
  return place
}

function placeAt(offset: number): Place {
  return { offset, value: -1, keys: null, items: null }
}

function child(place: Place, key: string, offset: number): Place {
  // A header below an array of tables speaks of its last table.
  const owner = place.items?.at(-1) ?? place
  owner.keys ??= new Map()
  let found = owner.keys.get(key)
  if (found === undefined) {
    found = placeAt(offset)
    owner.keys.set(key, found)
  }
  return found
}

function scanStatements(text: string): Place {
  const root = placeAt(0)
  let table = root
  let at = skipSpace(text, text.charCodeAt(0) === 0xfeff ? 1 : 0)
  while (at < text.length) {
    const start = at
    if (text[at] === '[') {
      const isArray = text[at + 1] === '['
      const header = readKey(text, at + (isArray ? 2 : 1), ']')
      table = openTable(root, header.keys, start, isArray)
      at = header.end + (isArray ? 2 : 1)
    } else {
      const { keys, end } = readKey(text, at, '=')
      let place = table
      for (const key of keys) place = child(place, key, start)
      place.value = skipSpace(text, end + 1)
      at = skipValue(text, place.value)
    }
    at = skipSpace(text, Math.max(at, start + 1))
  }
  return root
}

function openTable(root: Place, keys: readonly string[], offset: number, isArray: boolean): Place {
  let place = root
  for (const key of keys) place = child(place, key, offset)
  if (!isArray) {
    // `[a.b]` may come before `[a]`: the header that names a table is its place.
    place.offset = offset
    return place
  }
  const item = placeAt(offset)
  place.items ??= []
  place.items.push(item)
  return item
}

function lookInside(text: string, place: Place): void {
  const open = text[place.value]
  let at = skipSpace(text, place.value + 1)
  place.value = -1
  if (open === '[') place.items = []
  else if (open !== '{') return
  const close = open === '[' ? ']' : '}'
  while (at < text.length && text[at] !== close) {
    const start = at
    let inner = placeAt(at)
    if (place.items !== null) place.items.push(inner)
    else {
      const { keys, end } = readKey(text, at, '=')
      inner = place
      for (const key of keys) inner = child(inner, key, start)
      at = skipSpace(text, end + 1)
    }
    inner.value = at
    at = skipSpace(text, skipValue(text, at))
    if (text[at] === ',') at = skipSpace(text, at + 1)
    if (at === start) break
  }
}

function readKey(
  text: string,
  start: number,
  stop: string,
): { readonly keys: readonly string[]; readonly end: number } {
  const keys: string[] = []
  let at = start
  while (at < text.length && text[at] !== stop && text[at] !== '\n') {
    const char = text[at]
    if (char === ' ' || char === '\t' || char === '.') at += 1
    else if (char === '"' || char === "'") {
      const end = skipString(text, at)
      keys.push(unquote(text.slice(at, end)))
      at = end
    } else {
      const from = at
      while (at < text.length && isBare(text.charCodeAt(at))) at += 1
      if (at === from) at += 1
      keys.push(text.slice(from, at))
    }
  }
  return { keys, end: at }
}

function isBare(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2d
  )
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['t', '\t'],
  ['n', '\n'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
])

/** The text of a one-line string, quotes and escapes resolved. */
function unquote(quoted: string): string {
  const inner = quoted.slice(1, -1)
  if (quoted[0] === "'" || !inner.includes('\\')) return inner
  return inner.replace(/\\(x\w{2}|u\w{4}|U\w{8}|.)/g, (_whole, name: string) => {
    if (name.length === 1) return shortEscapes.get(name) ?? name
    const code = Number.parseInt(name.slice(1), 16)
    return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}

/** The offset after the value that begins here. */
function skipValue(text: string, start: number): number {
  const first = text[start]
  if (first === '"' || first === "'") return skipString(text, start)
  if (first !== '[' && first !== '{') return skipPlain(text, start)
  let depth = 0
  let at = start
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === 0x22 || code === 0x27) at = skipString(text, at)
    else if (code === 0x23) at = endOfLine(text, at)
    else {
      at += 1
      if (code === 0x5b || code === 0x7b) depth += 1
      else if ((code === 0x5d || code === 0x7d) && --depth === 0) break
    }
  }
  return at
}

function skipPlain(text: string, start: number): number {
  let at = start
  while (at < text.length && !',]}#\n'.includes(text[at] ?? '')) at += 1
  return at
}

/** The offset after the string that begins here. */
function skipString(text: string, start: number): number {
  const quote = text[start] ?? ''
  const triple = quote.repeat(3)
  const mark = text.startsWith(triple, start) ? triple : quote
  let at = start + mark.length
  for (;;) {
    at = text.indexOf(mark, at)
    if (at < 0) return text.length
    if (quote === "'" || !isEscaped(text, at)) break
    at += 1
  }
  at += mark.length
  // A multi-line string may end in one or two quotes of its own.
  if (mark.length === 3) for (let extra = 0; extra < 2 && text[at] === quote; extra += 1) at += 1
  return at
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0
  while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes += 1
  return slashes % 2 === 1
}

/** The offset of the next thing that is neither white space nor a comment. */
function skipSpace(text: string, start: number): number {
  let at = start
  for (;;) {
    const code = text.charCodeAt(at)
    if (code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d) at += 1
    else if (code === 0x23) at = endOfLine(text, at)
    else return at
  }
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return end < 0 ? text.length : end
}

function lineEnds(text: string): readonly number[] {
  const ends: number[] = []
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at)
  return ends
}

function lineAt(ends: readonly number[], offset: number): number {
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ends[middle] ?? 0) < offset) low = middle + 1
    else high = middle
  }
  return low + 1
}
