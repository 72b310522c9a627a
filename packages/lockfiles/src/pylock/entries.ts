import type { Artifact, Hash, Origin } from '@cordon/model'
import {
  type AnyVersion,
  lastSegment,
  type Marker,
  type PackageName,
  parseName,
  readArchiveUrl,
  readVersion,
} from '@cordon/pypa'
import { artifactOf, defaultIndex, hashOf } from '../builder.ts'
import { gitOrigin, indexOrigin, urlOrigin, vcsKinds } from '../origins.ts'
import { leaveOut, markerOf, type Reading } from '../reading.ts'
import {
  isTable,
  readArray,
  readFlag,
  readString,
  readTable,
  readTables,
  readValue,
  type TomlPath,
  type TomlTable,
} from '../toml.ts'
import { identitiesOf } from './identities.ts'

/** One `[[packages]]` of a pylock file (PEP 751). */
export interface PylockEntry {
  readonly table: TomlTable
  readonly position: number
  readonly name: PackageName
  readonly rawName: string
  readonly version: AnyVersion | null
  readonly origin: Origin
  readonly editable: boolean
  readonly artifacts: readonly Artifact[]
  readonly marker: Marker | null
  readonly attestationIdentities: readonly Readonly<Record<string, unknown>>[]
}

/** Every `[[packages]]`, in order; one that no installer may install is recorded and left out. */
export function readPylockEntries(reading: Reading): readonly PylockEntry[] {
  return readArray(reading.root, 'packages').flatMap((value, position) => {
    const entry = readEntry(reading, value, position)
    return entry === null ? [] : [entry]
  })
}

/** Where a package comes from, and its files. */
interface Source {
  readonly origin: Origin
  readonly artifacts: readonly Artifact[]
  readonly editable?: boolean
  /** The version that the name of an archive tells, where the package gives none. */
  readonly version?: AnyVersion | null
}

function readEntry(reading: Reading, value: unknown, position: number): PylockEntry | null {
  const at = ['packages', position]
  const rawName = isTable(value) ? (readString(value, 'name') ?? '') : ''
  const name = parseName(rawName)
  const text = `name = "${rawName}"`
  if (!isTable(value) || name === null) {
    leaveOut(reading, at, 'BAD_NAME', { text, reason: 'The package has no valid name (PEP 751, packages.name).' })
    return null
  }
  const version = readString(value, 'version')
  const kinds = sourceKinds(value)
  if (kinds.length > 1) {
    const reason = `The package has more than one source (${kinds.join(', ')}); PEP 751 has installers refuse it.`
    leaveOut(reading, at, 'UNKNOWN_SOURCE', { text, reason })
    return null
  }
  if (kinds.length === 0) {
    const missing = 'The package has no source: one of vcs, directory, archive, or sdist and wheels (PEP 751)'
    const reason = version === null ? `${missing}.` : `${missing}; only its name and version were judged.`
    leaveOut(reading, at, 'UNKNOWN_SOURCE', { text, reason })
    if (version === null) return null
  }
  const source = readSource(reading, value, at, kinds[0] ?? 'files')
  return {
    table: value,
    position,
    name,
    rawName,
    version: version === null ? (source.version ?? null) : readVersion(version),
    origin: source.origin,
    editable: source.editable ?? false,
    artifacts: source.artifacts,
    marker: markerOf(reading, readString(value, 'marker'), [...at, 'marker']),
    attestationIdentities: readIdentities(reading, value, at),
  }
}

/** What pins who has built it must not be passed over for being written wrongly: `[packages.…]` for `[[packages.…]]`. */
function readIdentities(reading: Reading, table: TomlTable, at: TomlPath): PylockEntry['attestationIdentities'] {
  const tables = readTables(table, 'attestation-identities')
  const value = readValue(table, 'attestation-identities')
  if (value !== undefined && (!Array.isArray(value) || value.length !== tables.length))
    leaveOut(reading, at, 'BAD_ENTRY', {
      text: 'attestation-identities',
      reason: 'PEP 751 asks for an array of tables.',
    })
  return identitiesOf(tables)
}

type SourceKind = 'vcs' | 'directory' | 'archive' | 'files'

// PEP 751: vcs, directory, archive and the pair of sdist and wheels exclude each other.
function sourceKinds(table: TomlTable): readonly SourceKind[] {
  const kinds: SourceKind[] = (['vcs', 'directory', 'archive'] as const).filter(
    (kind) => readTable(table, kind) !== null,
  )
  const hasFiles = readTable(table, 'sdist') !== null || readArray(table, 'wheels').length > 0
  return hasFiles ? [...kinds, 'files'] : kinds
}

function readSource(reading: Reading, table: TomlTable, at: TomlPath, kind: SourceKind): Source {
  const source = readTable(table, kind) ?? table
  switch (kind) {
    case 'vcs':
      return readVcs(reading, source, [...at, kind])
    case 'directory':
      return readDirectory(reading, source, [...at, kind])
    case 'archive':
      return readArchive(reading, source, [...at, kind])
    case 'files':
      return readFiles(reading, table, at)
  }
}

function readVcs(reading: Reading, table: TomlTable, at: TomlPath): Source {
  const type = readString(table, 'type') ?? ''
  const vcs = vcsKinds.find((kind) => kind === type)
  const url = readString(table, 'url') ?? readString(table, 'path')
  const commit = readString(table, 'commit-id')
  const text = `type = "${type}", url = "${url ?? ''}"`
  if (vcs === undefined)
    leaveOut(reading, at, 'UNKNOWN_SOURCE', { text, reason: 'Not a version control system of PEP 610; read as git.' })
  if (url === null || commit === null)
    leaveOut(reading, at, 'BAD_ENTRY', { text, reason: 'PEP 751 asks for url (or path) and commit-id.' })
  const origin = gitOrigin({
    vcs: vcs ?? 'git',
    url: url ?? '',
    ref: readString(table, 'requested-revision'),
    commit,
    subdirectory: readString(table, 'subdirectory'),
  })
  return { origin, artifacts: [] }
}

function readDirectory(reading: Reading, table: TomlTable, at: TomlPath): Source {
  const path = readString(table, 'path')
  if (path === null) leaveOut(reading, at, 'BAD_ENTRY', { text: 'directory', reason: 'PEP 751 asks for a path.' })
  return { origin: { kind: 'path', path: path ?? '.' }, artifacts: [], editable: readFlag(table, 'editable') }
}

function readArchive(reading: Reading, table: TomlTable, at: TomlPath): Source {
  const artifact = readFile(reading, table, at)
  const url = readString(table, 'url')
  const path = readString(table, 'path') ?? ''
  const { filename, version } = readArchiveUrl(url ?? path)
  const origin: Origin = url === null ? { kind: 'path', path } : urlOrigin(url)
  return { origin, artifacts: [artifact], version: filename === null ? null : version }
}

function readFiles(reading: Reading, table: TomlTable, at: TomlPath): Source {
  const sdist = readTable(table, 'sdist')
  const artifacts = sdist === null ? [] : [readFile(reading, sdist, [...at, 'sdist'])]
  readArray(table, 'wheels').forEach((value, index) => {
    const place = [...at, 'wheels', index]
    if (isTable(value)) artifacts.push(readFile(reading, value, place))
    else leaveOut(reading, place, 'BAD_ENTRY', { text: String(value), reason: 'A wheel is not a table.' })
  })
  return { origin: originOfFiles(table, artifacts), artifacts }
}

function originOfFiles(table: TomlTable, artifacts: readonly Artifact[]): Origin {
  const index = readString(table, 'index')
  if (index !== null) return indexOrigin(index)
  const files = [readTable(table, 'sdist'), ...readTables(table, 'wheels')].filter((file) => file !== null)
  const path = artifacts.some((one) => one.url !== null) ? undefined : files.map((file) => readString(file, 'path'))[0]
  return typeof path === 'string' ? { kind: 'path', path } : defaultIndex
}

function readFile(reading: Reading, table: TomlTable, at: TomlPath): Artifact {
  const url = readString(table, 'url')
  const path = readString(table, 'path')
  const named = readString(table, 'name') ?? url ?? path
  if (url === null && path === null)
    leaveOut(reading, at, 'BAD_ENTRY', { text: named ?? 'file', reason: 'PEP 751 asks for a url or a path.' })
  return artifactOf({
    filename: named === null ? null : lastSegment(named),
    url,
    hashes: readHashes(reading, table, at, named ?? 'file'),
  })
}

// PEP 751: `hashes` is required and must hold at least one entry.
function readHashes(reading: Reading, table: TomlTable, at: TomlPath, name: string): readonly Hash[] {
  const hashes = readTable(table, 'hashes')
  const algorithms = hashes === null ? [] : Object.keys(hashes)
  if (hashes === null || algorithms.length === 0)
    leaveOut(reading, at, 'BAD_HASH', { text: name, reason: 'The file has no hash, which PEP 751 requires.' })
  return algorithms.flatMap((algorithm) => {
    const digest = hashes === null ? null : readString(hashes, algorithm)
    const hash = hashOf(algorithm, digest ?? '')
    if (hash !== null) return [hash]
    const text = `${algorithm} = "${digest ?? ''}"`
    leaveOut(reading, [...at, 'hashes', algorithm], 'BAD_HASH', {
      text,
      reason: 'Not a hash of a known algorithm and length.',
    })
    return []
  })
}
