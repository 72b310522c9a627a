import { parse, TomlError } from 'smol-toml'
import { LockfileError } from './error.ts'
import { type TomlPath, tomlLines } from './toml-lines.ts'

export type { TomlPath } from './toml-lines.ts'

/** A table as read: own keys only (its prototype is null). The values are attacker-controlled. */
export type TomlTable = Readonly<Record<string, unknown>>

export interface TomlDocument {
  readonly root: TomlTable
  /** The line, from 1, of a key, of the n-th table of an array of tables, or of the n-th element of an array. */
  lineOf(path: TomlPath): number
}

/** Longest text that is read: the largest real locks have some 10 million characters. */
export const maxTomlLength = 64 * 1024 * 1024
const maxDepth = 64

/**
 * Reads a TOML 1.0 document; throws `LockfileError` (`MALFORMED` with the line, or `TOO_LARGE`).
 * `firstLine` is the line at which the text begins, where it is a block inside another file.
 */
export function parseToml(text: string, path: string, firstLine = 1): TomlDocument {
  if (text.length > maxTomlLength)
    throw new LockfileError('TOO_LARGE', `${path} has ${text.length} characters; at most ${maxTomlLength} are read.`)
  const root = readRoot(text, path, firstLine)
  // Positions are found on the first question only: many callers never ask.
  let lines: ((path: TomlPath) => number) | null = null
  return {
    root,
    lineOf(at) {
      lines ??= tomlLines(text)
      return lines(at) + firstLine - 1
    },
  }
}

function readRoot(text: string, path: string, firstLine: number): TomlTable {
  try {
    return parse(text, { integersAsBigInt: 'asNeeded', maxDepth })
  } catch (cause) {
    const line = cause instanceof TomlError ? cause.line + firstLine - 1 : 0
    const why = cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '') : String(cause)
    const reason = why.replace(/^Invalid TOML document: /, '')
    const shown = cause instanceof TomlError ? `: ${cutLine(text, cause.line)}` : ''
    throw new LockfileError('MALFORMED', `${path}:${line} is not valid TOML (${reason})${shown}`, { cause, line })
  }
}

/** One line of a text, from 1, trimmed and cut to 80 characters. */
function cutLine(text: string, line: number): string {
  let start = 0
  for (let at = 1; at < line; at += 1) {
    const end = text.indexOf('\n', start)
    if (end < 0) return ''
    start = end + 1
  }
  const end = text.indexOf('\n', start)
  const whole = text.slice(start, Math.min(end < 0 ? text.length : end, start + 400)).trim()
  return whole.length > 80 ? `${whole.slice(0, 79)}…` : whole
}

/** True for a table, inline or not; false for arrays, dates and plain values. */
export function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

/** The value of an own key; undefined when there is none. */
export function readValue(table: TomlTable, key: string): unknown {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

/** The text under a key, or null when there is none or it is something else. */
export function readString(table: TomlTable, key: string): string | null {
  const value = readValue(table, key)
  return typeof value === 'string' ? value : null
}

/** The table under a key, or null when there is none or it is something else. */
export function readTable(table: TomlTable, key: string): TomlTable | null {
  const value = readValue(table, key)
  return isTable(value) ? value : null
}

/** The table under a path of keys, or null. */
export function readTableAt(table: TomlTable, keys: readonly string[]): TomlTable | null {
  let current: TomlTable | null = table
  for (const key of keys) {
    if (current === null) return null
    current = readTable(current, key)
  }
  return current
}

/** The array under a key; empty when there is none or it is something else. */
export function readArray(table: TomlTable, key: string): readonly unknown[] {
  const value = readValue(table, key)
  return Array.isArray(value) ? value : []
}

/** The texts of the array under a key; other elements are left out. */
export function readStrings(table: TomlTable, key: string): readonly string[] {
  return readArray(table, key).filter((value) => typeof value === 'string')
}

/** The tables of the array under a key; other elements are left out. */
export function readTables(table: TomlTable, key: string): readonly TomlTable[] {
  return readArray(table, key).filter(isTable)
}

/** The truth under a key; false when there is none or it is something else. */
export function readFlag(table: TomlTable, key: string): boolean {
  return readValue(table, key) === true
}
