import type { Artifact, Origin } from '@cordon/model'
import { type AnyVersion, lastSegment, type Marker, type PackageName, parseName, readVersion } from '@cordon/pypa'
import { artifactOf } from '../builder.ts'
import { gitOrigin, indexOrigin, urlOrigin } from '../origins.ts'
import { anyMarker, hashesOf, leaveOut, markerOf, type Reading } from '../reading.ts'
import { isTable, readArray, readString, readStrings, readTable, type TomlTable } from '../toml.ts'

/** One `[[package]]` of a uv lock. */
export interface Entry {
  readonly table: TomlTable
  /** Position among the `[[package]]` tables of the file. */
  readonly position: number
  readonly name: PackageName
  readonly rawName: string
  readonly version: AnyVersion | null
  readonly origin: Origin
  readonly editable: boolean
  readonly own: boolean
  /** Equal for equal `source` tables. */
  readonly sourceKey: string
  readonly artifacts: readonly Artifact[]
  /** Forks: the environments for which this entry is the answer. */
  readonly marker: Marker | null
}

/** What a `source` table says. */
interface Source {
  readonly origin: Origin
  readonly key: string
  readonly kind: string
  readonly place: string
}

/** Every `[[package]]`, in order; one that cannot be understood is recorded and left out. */
export function readEntries(reading: Reading, members: ReadonlySet<PackageName>): readonly Entry[] {
  return readArray(reading.root, 'package').flatMap((value, position) => {
    if (!isTable(value)) {
      leaveOut(reading, ['package', position], 'BAD_ENTRY', { text: 'package', reason: 'A package is not a table.' })
      return []
    }
    const entry = readEntry(reading, value, position, members)
    return entry === null ? [] : [entry]
  })
}

function readEntry(
  reading: Reading,
  table: TomlTable,
  position: number,
  members: ReadonlySet<PackageName>,
): Entry | null {
  const at = ['package', position]
  const rawName = readString(table, 'name') ?? ''
  const name = parseName(rawName)
  if (name === null) {
    leaveOut(reading, at, 'BAD_NAME', { text: rawName, reason: 'The package has no valid name; lock again with uv.' })
    return null
  }
  const source = readSource(readTable(table, 'source'))
  if (source === null) {
    const text = `name = "${rawName}"`
    leaveOut(reading, at, 'UNKNOWN_SOURCE', { text, reason: 'The source of the package is of no known kind.' })
    return null
  }
  const version = readString(table, 'version')
  if (version === null && source.kind === 'registry') {
    const text = `name = "${rawName}"`
    leaveOut(reading, at, 'BAD_VERSION', { text, reason: 'A package of an index has no version; lock again with uv.' })
    return null
  }
  const isLocal = source.kind === 'editable' || source.kind === 'virtual' || source.kind === 'directory'
  const forks = readStrings(table, 'resolution-markers').map((text) => markerOf(reading, text, at))
  return {
    table,
    position,
    name,
    rawName,
    version: version === null ? null : readVersion(version),
    origin: source.origin,
    editable: source.kind === 'editable',
    own: isLocal && (source.place === '.' || members.has(name)),
    sourceKey: source.key,
    artifacts: readArtifacts(reading, table, position, source),
    marker: anyMarker(reading, forks, at),
  }
}

const sourceKinds = ['registry', 'git', 'url', 'path', 'directory', 'editable', 'virtual'] as const

function readSource(table: TomlTable | null): Source | null {
  if (table === null) return null
  for (const kind of sourceKinds) {
    const place = readString(table, kind)
    if (place !== null) return { origin: originOf(kind, place, table), key: `${kind} ${place}`, kind, place }
  }
  return null
}

/** Equal for `source` tables that mean the same place; null for a table that names none. */
export function sourceKeyOf(table: TomlTable): string | null {
  return readSource(table)?.key ?? null
}

function originOf(kind: (typeof sourceKinds)[number], place: string, table: TomlTable): Origin {
  if (kind === 'registry') return indexOrigin(place)
  if (kind === 'git') return readGit(place, table)
  if (kind === 'url') return urlOrigin(place)
  return { kind: 'path', path: place }
}

/** uv writes a repository as `https://host/repo?tag=v1&subdirectory=sub#<commit>`. */
function readGit(place: string, table: TomlTable): Origin {
  const hash = place.indexOf('#')
  const commit = hash < 0 ? null : place.slice(hash + 1)
  const whole = hash < 0 ? place : place.slice(0, hash)
  const question = whole.indexOf('?')
  const query = new URLSearchParams(question < 0 ? '' : whole.slice(question + 1))
  return gitOrigin({
    url: question < 0 ? whole : whole.slice(0, question),
    ref: query.get('tag') ?? query.get('branch') ?? query.get('rev'),
    commit,
    subdirectory: query.get('subdirectory') ?? readString(table, 'subdirectory'),
  })
}

function readArtifacts(reading: Reading, table: TomlTable, position: number, source: Source): readonly Artifact[] {
  const sdist = readTable(table, 'sdist')
  const files = sdist === null ? [] : [readArtifact(reading, sdist, ['package', position, 'sdist'], source)]
  readArray(table, 'wheels').forEach((value, index) => {
    const at = ['package', position, 'wheels', index]
    if (isTable(value)) files.push(readArtifact(reading, value, at, source))
    else leaveOut(reading, at, 'BAD_ENTRY', { text: String(value), reason: 'A wheel is not a table.' })
  })
  return files
}

function readArtifact(reading: Reading, table: TomlTable, at: (string | number)[], source: Source): Artifact {
  const url = readString(table, 'url') ?? (source.kind === 'url' ? source.place : null)
  const path = readString(table, 'path') ?? (source.kind === 'path' ? source.place : null)
  const named = readString(table, 'filename') ?? url ?? path
  return artifactOf({
    filename: named === null ? null : lastSegment(named),
    url,
    hashes: hashesOf(reading, readString(table, 'hash'), at),
  })
}
