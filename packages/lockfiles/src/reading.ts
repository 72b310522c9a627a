import type { Hash, Location, SkipCode, Skipped } from '@cordon/model'
import { type Marker, PypaError, parseMarker, parseRequirement, type Requirement } from '@cordon/pypa'
import { readHash, skip } from './builder.ts'
import { isTable, parseToml, readValue, type TomlDocument, type TomlPath, type TomlTable } from './toml.ts'

/** One TOML file while it is being read: its values, where they stand, and what could not be understood so far. */
export interface Reading {
  readonly path: string
  readonly document: TomlDocument
  readonly root: TomlTable
  readonly skipped: Skipped[]
  /** Markers repeat by the hundred in a lock; each text is read once. */
  readonly markers: Map<string, Marker | null>
  /** Where a table was looked for and something else stood, so that it is recorded once. */
  readonly notTables: Set<string>
}

/** Begins to read a TOML text; throws `LockfileError`. `firstLine` as in `parseToml`. */
export function readingOf(text: string, path: string, firstLine = 1): Reading {
  const document = parseToml(text, path, firstLine)
  return { path, document, root: document.root, skipped: [], markers: new Map(), notTables: new Set() }
}

/** Where a value stands. */
export function locate(reading: Reading, at: TomlPath): Location {
  return { path: reading.path, line: reading.document.lineOf(at) }
}

/** The table under a path of keys, or null; something else at or above that place is recorded once. */
export function tableAt(reading: Reading, at: readonly string[]): TomlTable | null {
  let table = reading.root
  for (const [depth, key] of at.entries()) {
    const value = readValue(table, key)
    if (value === undefined) return null
    if (!isTable(value)) {
      reportNoTable(reading, at.slice(0, depth + 1))
      return null
    }
    table = value
  }
  return table
}

function reportNoTable(reading: Reading, at: readonly string[]): void {
  const text = at.join('.')
  if (reading.notTables.has(text)) return
  reading.notTables.add(text)
  leaveOut(reading, at, 'BAD_ENTRY', { text, reason: 'Not a table, as it has to be; what it may say is not known.' })
}

/** What could not be understood, and why, with the next step. */
export interface Trouble {
  readonly text: string
  readonly reason: string
}

/** Records a value that could not be understood. */
export function leaveOut(reading: Reading, at: TomlPath, code: SkipCode, trouble: Trouble): void {
  reading.skipped.push(skip(locate(reading, at), code, trouble.text, trouble.reason))
}

/** A marker, or null where there is none. One that cannot be read is recorded and counts as none: it excludes nothing. */
export function markerOf(reading: Reading, text: string | null, at: TomlPath): Marker | null {
  if (text === null || text.trim() === '') return null
  const known = reading.markers.get(text)
  if (known !== undefined) return known
  const marker = tryMarker(text)
  if (marker === null)
    leaveOut(reading, at, 'BAD_MARKER', {
      text,
      reason: 'Not an environment marker (PEP 508); the entry counts for every environment.',
    })
  reading.markers.set(text, marker)
  return marker
}

function tryMarker(text: string): Marker | null {
  try {
    return parseMarker(text)
  } catch (error) {
    if (error instanceof PypaError) return null
    throw error
  }
}

/** Joins markers with `or`; null (always) when one of them is null or there are none. */
export function anyMarker(reading: Reading, markers: readonly (Marker | null)[], at: TomlPath): Marker | null {
  const texts = markers.map((marker) => marker?.raw ?? null)
  if (texts.length === 0 || texts.includes(null)) return null
  const different = [...new Set(texts)]
  if (different.length === 1) return markers[0] ?? null
  return markerOf(reading, different.map((text) => `(${text})`).join(' or '), at)
}

/** Joins two markers with `and`; null counts as always. */
export function bothMarkers(reading: Reading, one: Marker | null, other: Marker | null, at: TomlPath): Marker | null {
  if (one === null || other === null) return one ?? other
  return markerOf(reading, `(${one.raw}) and (${other.raw})`, at)
}

/** A requirement (PEP 508), or null after it was recorded as one that cannot be read. */
export function requirementOf(reading: Reading, value: unknown, at: TomlPath): Requirement | null {
  const text = String(value)
  if (typeof value !== 'string') {
    leaveOut(reading, at, 'BAD_REQUIREMENT', { text, reason: 'A requirement is a text, as PEP 508 says.' })
    return null
  }
  try {
    return parseRequirement(value)
  } catch (error) {
    if (!(error instanceof PypaError)) throw error
    leaveOut(reading, at, 'BAD_REQUIREMENT', { text, reason: `${error.message} Write it as PEP 508 says.` })
    return null
  }
}

/** `algorithm:digest` as a list of one, or an empty list after it was recorded as no hash; null gives an empty list. */
export function hashesOf(reading: Reading, text: string | null, at: TomlPath): readonly Hash[] {
  if (text === null) return []
  const hash = readHash(text)
  if (hash !== null) return [hash]
  leaveOut(reading, at, 'BAD_HASH', {
    text,
    reason: 'Not a hash of a known algorithm and length; it protects nothing.',
  })
  return []
}
