import type { Artifact, Hash, Origin, Scope } from '@cordon/model'
import {
  type AnyVersion,
  lastSegment,
  type Marker,
  type PackageName,
  parseName,
  readArchiveUrl,
  readVersion,
} from '@cordon/pypa'
import { artifactOf, defaultIndex, hashOf, mainScope } from '../builder.ts'
import { gitOrigin, indexOrigin, urlOrigin } from '../origins.ts'
import { anyMarker, hashesOf, leaveOut, markerOf, type Reading } from '../reading.ts'
import {
  isTable,
  readArray,
  readFlag,
  readString,
  readStrings,
  readTable,
  readValue,
  type TomlPath,
  type TomlTable,
} from '../toml.ts'

/** One `[[package]]` of a poetry lock. */
export interface PoetryEntry {
  readonly table: TomlTable
  readonly position: number
  readonly name: PackageName
  readonly rawName: string
  readonly version: AnyVersion
  readonly origin: Origin
  readonly editable: boolean
  readonly artifacts: readonly Artifact[]
  /** Groups as the file says; empty for lock versions 2.0, which know none. */
  readonly scopes: readonly Scope[]
  readonly optional: boolean
  readonly marker: Marker | null
}

/** Every `[[package]]`, in order; one that cannot be understood is recorded and left out. */
export function readPoetryEntries(reading: Reading): readonly PoetryEntry[] {
  const values = readArray(reading.root, 'package')
  const files = filesByName(reading, values)
  return values.flatMap((value, position) => {
    const at = ['package', position]
    if (!isTable(value)) {
      leaveOut(reading, at, 'BAD_ENTRY', { text: 'package', reason: 'A package is not a table.' })
      return []
    }
    const entry = readEntry(reading, value, position, files)
    return entry === null ? [] : [entry]
  })
}

interface PlacedFile {
  readonly value: unknown
  readonly at: TomlPath
}

/** Lock version 1 keeps the files of all packages in one table; null for later ones. */
type FilesByName = ((name: PackageName, version: AnyVersion) => readonly PlacedFile[]) | null

function readEntry(reading: Reading, table: TomlTable, position: number, files: FilesByName): PoetryEntry | null {
  const at = ['package', position]
  const rawName = readString(table, 'name') ?? ''
  const text = `name = "${rawName}"`
  const name = parseName(rawName)
  if (name === null) {
    leaveOut(reading, at, 'BAD_NAME', { text, reason: 'The package has no valid name; lock again with poetry.' })
    return null
  }
  const written = readString(table, 'version')
  if (written === null) {
    leaveOut(reading, at, 'BAD_VERSION', { text, reason: 'The package has no version; lock again with poetry.' })
    return null
  }
  const origin = originOf(readTable(table, 'source'))
  if (origin === null) {
    leaveOut(reading, [...at, 'source'], 'UNKNOWN_SOURCE', {
      text,
      reason: 'The source of the package is of no known kind.',
    })
    return null
  }
  const version = readVersion(written)
  const inTable = readArray(table, 'files').map((value, index) => ({ value, at: [...at, 'files', index] }))
  return {
    table,
    position,
    name,
    rawName,
    version,
    origin,
    editable: readFlag(table, 'develop'),
    artifacts: artifactsOf(reading, table, files === null ? inTable : files(name, version)),
    scopes: scopesOf(table),
    optional: readFlag(table, 'optional'),
    marker: entryMarker(reading, table, position),
  }
}

function originOf(source: TomlTable | null): Origin | null {
  if (source === null) return defaultIndex
  const url = readString(source, 'url')
  const type = readString(source, 'type') ?? 'legacy'
  if (type === 'pypi') return defaultIndex
  if (url === null) return null
  switch (type) {
    case 'legacy':
      return indexOrigin(url)
    case 'git':
      return gitOrigin({
        url,
        ref: readString(source, 'reference'),
        commit: readString(source, 'resolved_reference') ?? readString(source, 'reference'),
        subdirectory: readString(source, 'subdirectory'),
      })
    case 'url':
      return urlOrigin(url)
    case 'file':
    case 'directory':
      return { kind: 'path', path: url }
    default:
      return null
  }
}

function scopesOf(table: TomlTable): readonly Scope[] {
  const category = readString(table, 'category')
  const groups = category === null ? readStrings(table, 'groups') : [category]
  return groups.map((name) => (name === 'main' ? mainScope : { kind: 'group', name }))
}

/** Lock version 2.1 has one marker for all groups, or a table of them by group. */
function entryMarker(reading: Reading, table: TomlTable, position: number): Marker | null {
  const at = ['package', position, 'markers']
  const value = readValue(table, 'markers') ?? readValue(table, 'marker')
  if (typeof value === 'string') return markerOf(reading, value, at)
  if (!isTable(value)) return null
  const markers = readStrings(table, 'groups').map((group) =>
    markerOf(reading, readString(value, group), [...at, group]),
  )
  return anyMarker(reading, markers, at)
}

function artifactsOf(reading: Reading, table: TomlTable, files: readonly PlacedFile[]): readonly Artifact[] {
  const source = readTable(table, 'source')
  const url = source !== null && readString(source, 'type') === 'url' ? readString(source, 'url') : null
  return files.flatMap(({ value, at }) => {
    if (typeof value === 'string') return [artifactOf({ hashes: bareHash(reading, value, at) })]
    if (!isTable(value)) {
      leaveOut(reading, at, 'BAD_ENTRY', { text: String(value), reason: 'A file of a package is not a table.' })
      return []
    }
    const file = readString(value, 'file')
    return [
      artifactOf({
        filename: file === null ? null : lastSegment(file),
        url,
        hashes: hashesOf(reading, readString(value, 'hash'), at),
      }),
    ]
  })
}

/** Poetry before 1.0 wrote digests without their algorithm: always SHA-256. */
function bareHash(reading: Reading, digest: string, at: TomlPath): readonly Hash[] {
  const hash = hashOf('sha256', digest)
  return hash === null ? hashesOf(reading, digest, at) : [hash]
}

function filesByName(reading: Reading, packages: readonly unknown[]): FilesByName {
  const metadata = readTable(reading.root, 'metadata')
  const key = metadata !== null && readTable(metadata, 'files') !== null ? 'files' : 'hashes'
  const table = metadata === null ? null : readTable(metadata, key)
  if (table === null) return null
  const counts = new Map<string, number>()
  for (const value of packages) {
    const name = isTable(value) ? parseName(readString(value, 'name') ?? '') : null
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const byName = new Map<string, (version: AnyVersion) => readonly PlacedFile[]>()
  for (const written of Object.keys(table)) {
    const name = parseName(written)
    const files = readArray(table, written).map((value, index) => ({ value, at: ['metadata', key, written, index] }))
    if (name !== null) byName.set(name, (counts.get(name) ?? 0) < 2 ? () => files : byVersion(files))
  }
  return (name, version) => byName.get(name)?.(version) ?? []
}

/** Of the files whose names do not tell a version, this many are given to each version of a name. */
const mostUntold = 50

function byVersion(files: readonly PlacedFile[]): (version: AnyVersion) => readonly PlacedFile[] {
  const told = Map.groupBy(files, ({ value }) => {
    const file = isTable(value) ? readString(value, 'file') : null
    const version = file === null ? null : readArchiveUrl(file).version
    return version === null ? null : versionKey(version)
  })
  const untold = (told.get(null) ?? []).slice(0, mostUntold)
  return (version) => [...(told.get(versionKey(version)) ?? []), ...untold]
}

function versionKey(version: AnyVersion): string {
  return version.kind === 'pep440' ? version.key : version.raw
}
