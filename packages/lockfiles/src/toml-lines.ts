import { readKey, skipSpace, skipValue } from './toml-scan.ts'

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
