import { PolicyError, type PolicyErrorCode } from './error.ts'
import { hint } from './suggest.ts'
import type { KeyPath, TomlLines } from './toml-lines.ts'

/** One value of a configuration file, with the place it stands at. */
export interface Spot {
  readonly path: string
  readonly lines: TomlLines
  readonly keys: KeyPath
  readonly value: unknown
}

/** Ends the reading: the value at this place cannot be meant as written. */
export function refuse(spot: Spot, code: PolicyErrorCode, message: string): never {
  throw new PolicyError(code, message, { at: { path: spot.path, line: spot.lines.lineOf(spot.keys) } })
}

/** `policy.rules[0].severity`, for messages. */
export function nameOf(spot: Spot): string {
  return spot.keys
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '')
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : value instanceof Date ? 'a date' : describe(value)
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a table' : String(value)
}

function refuseType(spot: Spot, expected: string): never {
  return refuse(spot, 'BAD_VALUE', `${nameOf(spot)} must be ${expected}, not ${shown(spot.value)}.`)
}

function child(spot: Spot, key: string | number, value: unknown): Spot {
  return { path: spot.path, lines: spot.lines, keys: [...spot.keys, key], value }
}

/** The entries of a table; refuses a key that is not known and names the one that was likely meant. */
export function tableOf(spot: Spot, known: readonly string[]): ReadonlyMap<string, Spot> {
  const entries = openTableOf(spot)
  for (const [key, entry] of entries)
    if (!known.includes(key))
      refuse(entry, 'UNKNOWN_KEY', `${nameOf(spot) || 'the top level'} has no key "${key}".${hint(key, known)}`)
  return entries
}

/** The entries of a table whose keys are names of the user's own. */
export function openTableOf(spot: Spot): ReadonlyMap<string, Spot> {
  const { value } = spot
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date)
    return refuseType(spot, 'a table')
  return new Map(Object.entries(value).map(([key, entry]) => [key, child(spot, key, entry)]))
}

/** The elements of an array. */
export function itemsOf(spot: Spot): readonly Spot[] {
  if (!Array.isArray(spot.value)) return refuseType(spot, 'a list')
  return spot.value.map((item: unknown, index) => child(spot, index, item))
}

/** A text that is not empty. */
export function textOf(spot: Spot): string {
  if (typeof spot.value !== 'string' || spot.value.trim() === '') return refuseType(spot, 'a text')
  return spot.value.trim()
}

export function flagOf(spot: Spot): boolean {
  return typeof spot.value === 'boolean' ? spot.value : refuseType(spot, 'true or false')
}

/** A whole number from 0 to a million. */
export function countOf(spot: Spot): number {
  const { value } = spot
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 1_000_000)
    return refuseType(spot, 'a whole number')
  return value
}

/** A list of texts; one text stands for a list of one. */
export function textsOf(spot: Spot): readonly string[] {
  return Array.isArray(spot.value) ? itemsOf(spot).map(textOf) : [textOf(spot)]
}

/** One of a few words. */
export function wordOf<const W extends string>(spot: Spot, words: readonly W[]): W {
  const text = textOf(spot)
  const found = words.find((word) => word === text)
  return found ?? refuse(spot, 'BAD_VALUE', `${nameOf(spot)} cannot be "${text}".${hint(text, words)}`)
}

/** A list of a few words; one word stands for a list of one. */
export function wordsOf<const W extends string>(spot: Spot, words: readonly W[]): readonly W[] {
  return Array.isArray(spot.value) ? itemsOf(spot).map((item) => wordOf(item, words)) : [wordOf(spot, words)]
}

/** The value under a key, read; undefined when the key is not there. */
export function maybe<T>(table: ReadonlyMap<string, Spot>, key: string, read: (spot: Spot) => T): T | undefined {
  const spot = table.get(key)
  return spot === undefined ? undefined : read(spot)
}
