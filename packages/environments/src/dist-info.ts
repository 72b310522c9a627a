import type { FileTree } from '@cordon/model'
import {
  type CoreMetadata,
  type DirectUrl,
  normalizeName,
  type OriginRecordProblem,
  type PackageName,
  type ProvenanceUrl,
  parseCoreMetadata,
  parseEntryPoints,
  parseHeaderBlock,
  parseName,
  parseRecord,
  type RecordFile,
  readDirectUrl,
  readProvenanceUrl,
  readVersion,
  validateOrigins,
} from '@cordon/pypa'
import { type Distribution, type FlawLog, flawLog } from './distribution.ts'
import { modulesOfRecord, modulesOfText } from './modules.ts'
import { folderOf, joined, nameOf } from './paths.ts'
import { readText, usualLimit } from './reading.ts'

/** Metadata larger than this is cut: its headers come first. */
const metadataLimit = 4 * 1024 * 1024
export const recordLimit = 64 * 1024 * 1024
const smallLimit = 256 * 1024
/** These write `REQUESTED` for what was asked for by name, so its absence says something. */
const recordsRequests: ReadonlySet<string> = new Set(['pip', 'uv', 'pdm'])

/** Reads `<name>-<version>.dist-info`; null when nothing in it or in its name says whose it is. Never throws. */
export function readDistInfo(tree: FileTree, folder: string): Distribution | null {
  const log = flawLog()
  const said = readMetadata(tree, joined(folder, 'METADATA'), log)
  const identity = identityOf(said, nameOf(folder).slice(0, -'.dist-info'.length))
  if (identity === null) return null
  const installer = firstLine(readText(tree, joined(folder, 'INSTALLER'), smallLimit))
  const record = readRecord(tree, folder, log)
  const origins = readOrigins(tree, folder, log)
  const isRequested = tree.look(joined(folder, 'REQUESTED')) !== null
  return {
    kind: 'dist-info',
    path: folder,
    library: folderOf(folder),
    at: said.at,
    ...identity,
    metadata: said.metadata,
    requires: said.metadata?.requires ?? [],
    record,
    installer,
    requested: isRequested ? true : installer !== null && recordsRequests.has(installer) ? false : null,
    ...origins,
    entryPoints: readEntryPoints(tree, folder),
    tags: tagsOf(tree, folder),
    modules: modulesIn(tree, folder, record),
    flaws: log.flaws,
    owner: null,
    components: [],
    layer: tree.look(said.at.path)?.layer ?? tree.look(folder)?.layer ?? null,
    integrity: null,
  }
}

export interface SaidMetadata {
  readonly metadata: CoreMetadata | null
  readonly at: Distribution['at']
}

/** METADATA or PKG-INFO with the line that says the version. */
export function readMetadata(tree: FileTree, path: string, { note }: FlawLog): SaidMetadata {
  const text = readText(tree, path, usualLimit)?.slice(0, metadataLimit) ?? null
  if (text === null) {
    if (tree.look(path)?.kind === 'symlink') note('LINK', path, 'it is a link to a file that cannot be read from here')
    else note('METADATA', path, 'it is missing, or too large to be read')
    return { metadata: null, at: { path, line: 0, text: '' } }
  }
  const metadata = parseCoreMetadata(text)
  for (const { code, field, detail } of metadata.problems)
    if (code !== 'VERSION_OF_METADATA') note('METADATA', path, field === '' ? detail : `${field}: ${detail}`)
  return { metadata, at: { path, ...versionLine(text) } }
}

function versionLine(text: string): { readonly line: number; readonly text: string } {
  const head = text.slice(0, 65_536).split(/\r\n|\r|\n/)
  const index = head.findIndex((line) => /^version[ \t]{0,8}:/i.test(line))
  return index < 0 ? { line: 0, text: '' } : { line: index + 1, text: (head[index] ?? '').slice(0, 200) }
}

/** Name and version by the metadata, else by `name-version` of the folder's name. */
export function identityOf({ metadata }: SaidMetadata, stem: string): Pick<Distribution, 'name' | 'version'> | null {
  const dash = stem.indexOf('-')
  const rawName = dash < 0 ? stem : stem.slice(0, dash)
  const rawVersion = dash < 0 ? '' : (stem.slice(dash + 1).split('-')[0] ?? '')
  const name: PackageName | null = metadata?.name ?? parseName(rawName)
  if (name === null) return null
  const version = metadata?.version ?? (rawVersion === '' ? null : readVersion(rawVersion))
  return { name: normalizeName(name), version }
}

function readRecord(tree: FileTree, folder: string, { note }: FlawLog): RecordFile | null {
  const path = joined(folder, 'RECORD')
  const text = readText(tree, path, recordLimit)
  if (text === null) {
    if (tree.look(path) !== null) note('RECORD', path, 'it cannot be read, or is too large')
    return null
  }
  const record = parseRecord(text)
  const [first] = record.unreadable
  if (first !== undefined)
    note('RECORD', path, `${record.unreadable.length} lines are no entries, the first is line ${first}`)
  return record
}

interface Origins {
  readonly directUrl: DirectUrl | null
  readonly provenanceUrl: ProvenanceUrl | null
}

function readOrigins(tree: FileTree, folder: string, { note }: FlawLog): Origins {
  const directPath = joined(folder, 'direct_url.json')
  const provenancePath = joined(folder, 'provenance_url.json')
  const directText = readText(tree, directPath, smallLimit)
  const provenanceText = readText(tree, provenancePath, smallLimit)
  const problems = validateOrigins({ direct: directText, provenance: provenanceText })
  for (const { detail } of problems.direct.filter(isBroken)) note('DIRECT_URL', directPath, detail)
  for (const { detail } of problems.provenance.filter(isBroken)) note('PROVENANCE_URL', provenancePath, detail)
  // PEP 710: the one says that there is no index to speak of, the other names its file.
  for (const { detail } of problems.both) note('TWO_ORIGINS', folder, detail)
  return {
    directUrl: directText === null ? null : readDirectUrl(directText),
    provenanceUrl: provenanceText === null ? null : readProvenanceUrl(provenanceText),
  }
}

/** What a standard only advises is no flaw. */
function isBroken({ level }: OriginRecordProblem): boolean {
  return level === 'must'
}

export function readEntryPoints(tree: FileTree, folder: string): Distribution['entryPoints'] {
  const text = readText(tree, joined(folder, 'entry_points.txt'), smallLimit)
  return text === null ? [] : parseEntryPoints(text).entryPoints
}

function tagsOf(tree: FileTree, folder: string): readonly string[] {
  const text = readText(tree, joined(folder, 'WHEEL'), smallLimit)
  if (text === null) return []
  return parseHeaderBlock(text)
    .headers.filter(({ name }) => name.toLowerCase() === 'tag')
    .map(({ value }) => value)
    .slice(0, 200)
}

function modulesIn(tree: FileTree, folder: string, record: RecordFile | null): readonly string[] {
  if (record !== null) return modulesOfRecord(record)
  const text = readText(tree, joined(folder, 'top_level.txt'), smallLimit)
  return text === null ? [] : modulesOfText(text)
}

export function firstLine(text: string | null): string | null {
  const line =
    text
      ?.slice(0, 1000)
      .trim()
      .split(/\r\n|\r|\n/, 1)[0]
      ?.trim()
      .slice(0, 100) ?? ''
  return line === '' ? null : line
}
