import type { Artifact, Origin, Scope } from '@cordon/model'
import {
  type AnyVersion,
  lastSegment,
  type Marker,
  normalizeName,
  type PackageName,
  parseName,
  readVersion,
} from '@cordon/pypa'
import { artifactOf, defaultIndex } from '../builder.ts'
import { gitOrigin, urlOrigin, vcsKinds } from '../origins.ts'
import { hashesOf, leaveOut, markerOf, type Reading } from '../reading.ts'
import {
  isTable,
  readArray,
  readFlag,
  readString,
  readStrings,
  readTable,
  type TomlPath,
  type TomlTable,
} from '../toml.ts'

/** One package of a pdm lock, which may be written as several `[[package]]` tables: itself, and itself with extras. */
export interface PdmEntry {
  readonly name: PackageName
  readonly rawName: string
  readonly version: AnyVersion | null
  readonly origin: Origin
  readonly editable: boolean
  readonly artifacts: readonly Artifact[]
  readonly scopes: readonly Scope[]
  readonly marker: Marker | null
  readonly position: number
  readonly parts: readonly PdmPart[]
}

/** One `[[package]]` table of an entry: what it needs by itself (no extras) or for its extras. */
export interface PdmPart {
  readonly position: number
  readonly extras: readonly string[]
  /** As written; requirements as PEP 508 has them, where the file is sound. */
  readonly dependencies: readonly unknown[]
}

type One = Omit<PdmEntry, 'parts'> & { readonly part: PdmPart; readonly key: string }

/** Every package, in order, tables of the same package joined; one that cannot be understood is recorded and left out. */
export function readPdmEntries(reading: Reading): readonly PdmEntry[] {
  const shared = filesByPackage(reading)
  const byKey = new Map<string, [One, ...One[]]>()
  readArray(reading.root, 'package').forEach((value, position) => {
    const one = readOne(reading, value, position, shared)
    if (one === null) return
    const list = byKey.get(one.key)
    if (list === undefined) byKey.set(one.key, [one])
    else list.push(one)
  })
  return [...byKey.values()].map(join)
}

/** The table without extras speaks for the package; the others add what their extras need. */
function join(tables: readonly [One, ...One[]]): PdmEntry {
  const base = tables.find((one) => one.part.extras.length === 0) ?? tables[0]
  const { part: _part, key: _key, ...entry } = base
  const scopes = new Map(tables.flatMap((one) => one.scopes).map((scope) => [scope.name, scope]))
  return { ...entry, scopes: [...scopes.values()], parts: tables.map((one) => one.part) }
}

function readOne(reading: Reading, value: unknown, position: number, shared: FilesByPackage): One | null {
  const at = ['package', position]
  const rawName = isTable(value) ? (readString(value, 'name') ?? '') : ''
  const name = parseName(rawName)
  if (!isTable(value) || name === null) {
    const text = `name = "${rawName}"`
    leaveOut(reading, at, 'BAD_NAME', { text, reason: 'The package has no valid name; lock again with pdm.' })
    return null
  }
  const origin = originOf(value)
  const written = readString(value, 'version')
  if (written === null && origin.kind === 'index') {
    const text = `name = "${rawName}"`
    leaveOut(reading, at, 'BAD_VERSION', { text, reason: 'The package has no version; lock again with pdm.' })
    return null
  }
  const files = shared(name, written) ?? {
    values: readArray(value, 'files'),
    at: [...at, 'files'],
  }
  return {
    name,
    rawName,
    version: written === null ? null : readVersion(written),
    origin,
    editable: readFlag(value, 'editable'),
    artifacts: files.values.flatMap((file, index) => artifactsOf(reading, file, [...files.at, index], origin)),
    scopes: readStrings(value, 'groups').map(scopeOf),
    marker: markerOf(reading, readString(value, 'marker'), [...at, 'marker']),
    position,
    part: {
      position,
      extras: readStrings(value, 'extras').map(normalizeName),
      dependencies: readArray(value, 'dependencies'),
    },
    key: `${name} ${written} ${origin.kind === 'index' ? '' : JSON.stringify(origin)}`,
  }
}

/** pdm counts the project's extras among its groups; `default` is what is always installed. */
function scopeOf(group: string): Scope {
  return { kind: group === 'default' ? 'main' : 'group', name: group }
}

function originOf(table: TomlTable): Origin {
  const subdirectory = readString(table, 'subdirectory')
  for (const vcs of vcsKinds) {
    const url = readString(table, vcs)
    if (url === null) continue
    const commit = readString(table, 'revision')
    return gitOrigin({ vcs, url, ref: readString(table, 'ref'), commit, subdirectory })
  }
  const url = readString(table, 'url')
  if (url !== null && !url.startsWith('file://')) return urlOrigin(url)
  const path = readString(table, 'path') ?? url
  return path === null ? defaultIndex : { kind: 'path', path }
}

function artifactsOf(reading: Reading, value: unknown, at: TomlPath, origin: Origin): readonly Artifact[] {
  if (!isTable(value)) {
    leaveOut(reading, at, 'BAD_ENTRY', { text: String(value), reason: 'A file of a package is not a table.' })
    return []
  }
  const url = readString(value, 'url')
  const named = readString(value, 'file') ?? url
  const place = url ?? (origin.kind === 'url' ? origin.url : null)
  return [
    artifactOf({
      filename: named === null ? null : lastSegment(named),
      url: place,
      hashes: hashesOf(reading, readString(value, 'hash'), at),
    }),
  ]
}

type FilesByPackage = (
  name: PackageName,
  version: string | null,
) => { readonly values: readonly unknown[]; readonly at: TomlPath } | null

/** Before lock version 4.2 the files of all packages stood in `[metadata.files]`, under `"name version"`. */
function filesByPackage(reading: Reading): FilesByPackage {
  const metadata = readTable(reading.root, 'metadata')
  const table = metadata === null ? null : readTable(metadata, 'files')
  if (table === null) return () => null
  const keys = new Map<string, string>()
  for (const key of Object.keys(table)) {
    const [name = '', version = ''] = key.split(' ', 2)
    keys.set(`${normalizeName(name.replace(/\[.*$/, ''))} ${version}`, key)
  }
  return (name, version) => {
    const key = keys.get(`${name} ${version ?? ''}`)
    return key === undefined ? null : { values: readArray(table, key), at: ['metadata', 'files', key] }
  }
}
