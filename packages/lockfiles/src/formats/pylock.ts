import type { Dependency, Edge, Lockfile } from '@cordon/model'
import { parseName, satisfies } from '@cordon/pypa'
import { dependencyOf, lockfileOf } from '../builder.ts'
import { LockfileError } from '../error.ts'
import type { LockfileFormat } from '../format.ts'
import { edgesOf, indexByName, unaskedFor, type Wish } from '../lock-edges.ts'
import { type PylockEntry, readPylockEntries } from '../pylock/entries.ts'
import { knownKeys, knownPackageKeys } from '../pylock/keys.ts'
import { scopesOfMarker } from '../pylock/scopes.ts'
import { leaveOut, locate, type Reading, readingOf, requirementOf } from '../reading.ts'
import { isTable, readArray, readString, readStrings, readTableAt, readValue, type TomlTable } from '../toml.ts'

/** The standard lock file, `pylock.toml` or `pylock.<name>.toml` (PEP 751), lock version 1. */
export const pylock = {
  id: 'pylock',
  title: 'pylock.toml (PEP 751)',
  files: ['pylock.toml', 'pylock.*.toml'],
  role: 'lock',
  matches: (path) => /(?:^|\/)pylock\.(?:[^./]+\.)?toml$/.test(path),
  parse: parsePylock,
} as const satisfies LockfileFormat

function parsePylock(text: string, path: string): Lockfile {
  const reading = readingOf(text, path)
  checkVersion(reading)
  const entries = readPylockEntries(reading)
  const edges = readEdges(reading, entries)
  return lockfileOf({
    path,
    format: 'pylock',
    role: 'lock',
    dependencies: relate(reading, entries, edges),
    edges,
    skipped: reading.skipped,
    requiresPython: readString(reading.root, 'requires-python'),
    contentHash: contentHashOf(reading),
  })
}

function checkVersion(reading: Reading): void {
  const version = readString(reading.root, 'lock-version')
  const line = reading.document.lineOf(['lock-version'])
  if (version === null)
    throw new LockfileError('MALFORMED', `${reading.path} has no lock-version, which PEP 751 requires.`, { line })
  const [major, minor] = version.split('.', 2)
  // PEP 751: an unknown major version is an error; an unknown minor one is a warning when an unknown key is seen.
  if (major !== '1')
    throw new LockfileError('UNSUPPORTED_VERSION', `${reading.path} has lock-version ${version}; 1.0 is known.`, {
      line,
    })
  if (!Array.isArray(readValue(reading.root, 'packages')))
    throw new LockfileError('MALFORMED', `${reading.path} has no packages, which PEP 751 requires.`, { line })
  if (minor !== '0') reportUnknownKeys(reading, version)
}

function reportUnknownKeys(reading: Reading, version: string): void {
  const reason = `Not a key of lock-version 1.0; ${version} may mean something by it.`
  for (const key of Object.keys(reading.root))
    if (!knownKeys.has(key)) leaveOut(reading, [key], 'UNSUPPORTED_VERSION', { text: key, reason })
  readArray(reading.root, 'packages').forEach((value, index) => {
    for (const key of isTable(value) ? Object.keys(value) : [])
      if (!knownPackageKeys.has(key))
        leaveOut(reading, ['packages', index, key], 'UNSUPPORTED_VERSION', { text: key, reason })
  })
}

function contentHashOf(reading: Reading): Lockfile['contentHash'] {
  // Not of the standard: pdm keeps the hash of its manifest here.
  const hashes = readTableAt(reading.root, ['tool', 'pdm', 'hashes'])
  const value = hashes === null ? null : readString(hashes, 'sha256')
  return value === null ? null : { algorithm: 'sha256', value }
}

function readEdges(reading: Reading, entries: readonly PylockEntry[]): readonly Edge[] {
  const byName = indexByName(entries.map((entry) => entry.name))
  const standard = entries.flatMap((entry, from) => standardWishes(reading, entries, entry, from))
  const told = edgesOf(reading, byName, standard, (wish) => {
    const text = `${entries[wish.from]?.rawName ?? ''} needs ${wish.name}`
    leaveOut(reading, wish.at, 'BAD_ENTRY', { text, reason: 'That package is not in the file.' })
  })
  if (told.length > 0) return told
  const ofPdm = entries.flatMap((entry, from) => pdmWishes(reading, entries, entry, from))
  return edgesOf(reading, byName, ofPdm)
}

// PEP 751, packages.dependencies: each entry holds as many keys of the package that is meant as tell it from others.
function standardWishes(
  reading: Reading,
  entries: readonly PylockEntry[],
  entry: PylockEntry,
  from: number,
): readonly Wish[] {
  return readArray(entry.table, 'dependencies').flatMap((value, index) => {
    const at = ['packages', entry.position, 'dependencies', index]
    const name = isTable(value) ? parseName(readString(value, 'name') ?? '') : null
    if (!isTable(value) || name === null) {
      leaveOut(reading, at, 'BAD_ENTRY', { text: entry.rawName, reason: 'A dependency has no valid name.' })
      return []
    }
    const fits = (candidate: number): boolean => {
      const other = entries[candidate]
      return other !== undefined && agrees(value, other.table, deepestComparison)
    }
    return [{ from, name, marker: null, scope: null, extras: [], at, fits }]
  })
}

const deepestComparison = 4

/** True when the table holds every key of the pattern with an agreeing value. */
function agrees(pattern: TomlTable, table: TomlTable, depth: number): boolean {
  return Object.keys(pattern).every((key) => {
    const wanted = readValue(pattern, key)
    const found = readValue(table, key)
    if (key === 'name') return true
    if (isTable(wanted) && isTable(found)) return depth > 0 && agrees(wanted, found, depth - 1)
    return wanted === found
  })
}

/** pdm writes no standard dependencies, but its own under `[packages.tool.pdm]`. */
function pdmWishes(
  reading: Reading,
  entries: readonly PylockEntry[],
  entry: PylockEntry,
  from: number,
): readonly Wish[] {
  const table = readTableAt(entry.table, ['tool', 'pdm'])
  return (table === null ? [] : readArray(table, 'dependencies')).flatMap((value, index) => {
    const at = ['packages', entry.position, 'tool', 'pdm', 'dependencies', index]
    const requirement = requirementOf(reading, value, at)
    if (requirement === null) return []
    const { name, marker, extras, specifier } = requirement
    const fits = (candidate: number): boolean => {
      const version = entries[candidate]?.version ?? null
      return version === null || satisfies(version, specifier, true)
    }
    return [{ from, name, marker, scope: null, extras, specifier, at, fits }]
  })
}

function relate(reading: Reading, entries: readonly PylockEntry[], edges: readonly Edge[]): readonly Dependency[] {
  const defaultGroups = new Set(readStrings(reading.root, 'default-groups'))
  const unasked = unaskedFor(entries.length, edges)
  return entries.map((entry, index) =>
    dependencyOf({
      name: entry.name,
      version: entry.version,
      origin: entry.origin,
      editable: entry.editable,
      artifacts: entry.artifacts,
      scopes: scopesOfMarker(entry.marker, defaultGroups),
      marker: entry.marker,
      at: locate(reading, ['packages', entry.position]),
      text: `name = "${entry.rawName}"${entry.version === null ? '' : `, version = "${entry.version.raw}"`}`,
      // Dependencies are optional in the standard: without any, nothing tells what the project itself asks for.
      direct: edges.length > 0 && unasked.has(index) ? true : null,
      attestationIdentities: entry.attestationIdentities,
    }),
  )
}
