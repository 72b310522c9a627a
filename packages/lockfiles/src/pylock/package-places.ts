import { readKey, skipSpace, skipValue } from '../toml-scan.ts'

/** A part of a text, by offsets of characters. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Where one of `packages` stands in the text of a pylock file. */
export interface PackagePlace {
  /** `table`: a header `[[packages]]` and lines; `inline`: braces in an array. */
  readonly kind: 'table' | 'inline'
  /** Behind the last of its own keys and what stands on that line; of an inline table right behind its last value. */
  readonly insertAt: number
  /** White space before that key. */
  readonly indent: string
  /** The value of a key `attestation-identities`; null where there is none in this form. */
  readonly value: Span | null
  /** Whole lines of `[[packages.attestation-identities]]` and of tables below. */
  readonly blocks: readonly Span[]
}

const packages = 'packages'
export const identitiesKey = 'attestation-identities'

interface OpenPlace {
  insertAt: number
  indent: string
  value: Span | null
  readonly blocks: Span[]
}

/** Every package of a pylock text that parsed, in its order, in whichever form TOML allows. */
export function packagePlaces(text: string): readonly PackagePlace[] {
  const places: OpenPlace[] = []
  let table: readonly string[] = []
  let at = skipSpace(text, text.charCodeAt(0) === 0xfeff ? 1 : 0)
  while (at < text.length) {
    const start = at
    if (text[at] === '[') {
      const isArray = text[at + 1] === '['
      const header = readKey(text, at + (isArray ? 2 : 1), ']')
      table = header.keys
      at = header.end + (isArray ? 2 : 1)
      const line = lineOf(text, start, at)
      if (table.length === 1 && table[0] === packages)
        places.push({ insertAt: line.end, indent: indentOf(text, start), value: null, blocks: [] })
      else if (isIdentities(table)) places.at(-1)?.blocks.push(line)
    } else {
      const { keys, end } = readKey(text, at, '=')
      const value = valueAt(text, end + 1)
      at = Math.max(value.end, start + 1)
      const line = lineOf(text, start, at)
      if (table.length === 0 && keys.length === 1 && keys[0] === packages) return inlinePlaces(text, value)
      const place = places.at(-1)
      if (place !== undefined && isIdentities(table)) place.blocks.push(line)
      else if (place !== undefined && table.length === 1 && table[0] === packages)
        takeKey(place, { keys, value, line, indent: indentOf(text, start) })
    }
    at = skipSpace(text, Math.max(at, start + 1))
  }
  return places.map((place) => ({ kind: 'table', ...place }))
}

interface OwnKey {
  readonly keys: readonly string[]
  readonly value: Span
  readonly line: Span
  readonly indent: string
}

function takeKey(place: OpenPlace, { keys, value, line, indent }: OwnKey): void {
  if (keys.length === 1 && keys[0] === identitiesKey) place.value = value
  place.insertAt = line.end
  place.indent = indent
}

function isIdentities(table: readonly string[]): boolean {
  return table[0] === packages && table[1] === identitiesKey
}

function inlinePlaces(text: string, array: Span): readonly PackagePlace[] {
  const places: PackagePlace[] = []
  let at = skipSpace(text, array.start + 1)
  while (at < array.end && text[at] !== ']') {
    const start = at
    const element = valueAt(text, at)
    places.push(inlinePlace(text, element))
    at = skipComma(text, element.end)
    if (at === start) break
  }
  return places
}

function inlinePlace(text: string, table: Span): PackagePlace {
  let insertAt = table.start + 1
  let own: Span | null = null
  let at = skipSpace(text, table.start + 1)
  while (at < table.end && text[at] !== '}') {
    const start = at
    const { keys, end } = readKey(text, at, '=')
    const value = valueAt(text, end + 1)
    if (keys.length === 1 && keys[0] === identitiesKey) own = value
    insertAt = value.end
    at = skipComma(text, value.end)
    if (at === start) break
  }
  return { kind: 'inline', insertAt, indent: '', value: own, blocks: [] }
}

function skipComma(text: string, from: number): number {
  const at = skipSpace(text, from)
  return text[at] === ',' ? skipSpace(text, at + 1) : at
}

/** The value that begins here, without the white space behind it. */
function valueAt(text: string, from: number): Span {
  const start = skipSpace(text, from)
  let end = skipValue(text, start)
  while (end > start && ' \t\r\n'.includes(text[end - 1] ?? '')) end -= 1
  return { start, end }
}

/** The lines from `start` to `end`, whole, with their line feed. */
function lineOf(text: string, start: number, end: number): Span {
  const feed = text.indexOf('\n', end)
  return { start: start - indentOf(text, start).length, end: feed < 0 ? text.length : feed + 1 }
}

function indentOf(text: string, start: number): string {
  let at = start
  while (text[at - 1] === ' ' || text[at - 1] === '\t') at -= 1
  return text.slice(at, start)
}
