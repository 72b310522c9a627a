import { CodedError } from '@cordon/model'
import { isTable, parseToml, readArray, readString, readTables, type TomlTable } from '../toml.ts'
import { identitiesOf } from './identities.ts'
import { identitiesKey, type PackagePlace, packagePlaces, type Span } from './package-places.ts'

/** A lock that cannot be changed without changing more than was asked for; nothing was. */
export class PinError extends CodedError<'NOT_KEPT'> {}

/** One of `packages.attestation-identities` (PEP 751): `kind`, and the keys of its kind, as texts. */
export type WrittenIdentity = Readonly<Record<string, string>>

/** What a pylock file pins, package by package in its order. */
export interface PylockPins {
  readonly name: string
  readonly version: string | null
  /** From 1. */
  readonly line: number
  readonly identities: readonly Readonly<Record<string, unknown>>[]
}

/** The identities that each of `packages` pins; throws `LockfileError` for a text that is no TOML. */
export function readPylockPins(text: string, path: string): readonly PylockPins[] {
  const { root, lineOf } = parseToml(withoutMark(text), path)
  return readArray(root, 'packages').map((each, position) => {
    const table: TomlTable = isTable(each) ? each : {}
    return {
      name: readString(table, 'name') ?? '',
      version: readString(table, 'version'),
      line: lineOf(['packages', position]),
      identities: identitiesOf(readTables(table, identitiesKey)),
    }
  })
}

/**
 * The text of a pylock file with `attestation-identities` (PEP 751) of some of its packages, by their position. Every other byte stays, comments, order
 * and line ends among them: the result is read again, and throws `PinError` where anything else would mean something else.
 */
export function withIdentities(
  text: string,
  path: string,
  pins: ReadonlyMap<number, readonly WrittenIdentity[]>,
): string {
  const places = packagePlaces(text)
  const before = readArray(parseToml(withoutMark(text), path).root, 'packages')
  if (places.length !== before.length) throw notKept(path, 'the places of its packages cannot be told')
  const edits = [...pins].flatMap(([position, identities]) => {
    const place = places[position]
    if (place === undefined) throw notKept(path, `it has no package ${position + 1}`)
    return editsOf(text, place, identities)
  })
  const changed = applied(text, edits)
  checkKept(text, changed, { path, pins })
  return changed
}

interface Edit extends Span {
  readonly text: string
}

function editsOf(text: string, place: PackagePlace, identities: readonly WrittenIdentity[]): readonly Edit[] {
  const value = `[${identities.map(inlineOf).join(', ')}]`
  if (place.value !== null) return [{ ...place.value, text: value }]
  const removed = place.blocks.map((span) => ({ ...span, text: '' }))
  const { insertAt: at, indent, kind } = place
  const key = `${identitiesKey} = ${value}`
  if (kind === 'inline') return [{ start: at, end: at, text: text[at - 1] === '{' ? ` ${key} ` : `, ${key}` }]
  const feed = lineFeedBefore(text, at)
  const isOpen = at > 0 && text[at - 1] !== '\n'
  return [...removed, { start: at, end: at, text: isOpen ? `${feed}${indent}${key}` : `${indent}${key}${feed}` }]
}

/** The line feed of the line that ends here; of the first line where that one has none. */
function lineFeedBefore(text: string, at: number): string {
  const end = text[at - 1] === '\n' ? at - 1 : text.indexOf('\n')
  return end > 0 && text[end - 1] === '\r' ? '\r\n' : '\n'
}

function applied(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end)
  let result = ''
  let from = 0
  for (const edit of ordered) {
    result += text.slice(from, edit.start) + edit.text
    from = Math.max(from, edit.end)
  }
  return result + text.slice(from)
}

function inlineOf(identity: WrittenIdentity): string {
  const { kind = '', ...rest } = identity
  const pairs = Object.entries({ kind, ...rest }).map(([key, value]) => `${keyText(key)} = ${quoted(value)}`)
  return `{ ${pairs.join(', ')} }`
}

function keyText(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : quoted(key)
}

/** A basic string of TOML: JSON's escapes, and DEL. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007F')
}

interface Expected {
  readonly path: string
  readonly pins: ReadonlyMap<number, readonly WrittenIdentity[]>
}

function checkKept(before: string, after: string, { path, pins }: Expected): void {
  const old = parseToml(withoutMark(before), path).root
  let root: TomlTable
  try {
    root = parseToml(withoutMark(after), path).root
  } catch (cause) {
    throw notKept(path, 'it would be no TOML', cause)
  }
  const written = readArray(root, 'packages')
  const isSame =
    isEqual(withoutPackages(old), withoutPackages(root)) &&
    readArray(old, 'packages').length === written.length &&
    readArray(old, 'packages').every((each, position) => {
      const wanted = pins.get(position)
      const found = written[position]
      if (wanted === undefined) return isEqual(each, found)
      if (!isTable(each) || !isTable(found)) return false
      return (
        isEqual(found[identitiesKey], wanted) && isEqual(without(each, identitiesKey), without(found, identitiesKey))
      )
    })
  if (!isSame) throw notKept(path, 'it would mean something else')
}

function notKept(path: string, reason: string, cause?: unknown): PinError {
  return new PinError('NOT_KEPT', `${path}: not changed, since ${reason}. Write it anew with the tool that made it.`, {
    cause,
  })
}

function withoutPackages(root: TomlTable): TomlTable {
  return without(root, 'packages')
}

function without(table: TomlTable, key: string): TomlTable {
  return Object.fromEntries(Object.entries(table).filter(([name]) => name !== key))
}

/** Equal values of TOML. The parser bounds their depth. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((each, index) => isEqual(each, b[index]))
    )
  if (a instanceof Date || b instanceof Date)
    return a instanceof Date && b instanceof Date && a.toISOString() === b.toISOString()
  if (!isTable(a) || !isTable(b)) return Object.is(a, b)
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text
}
