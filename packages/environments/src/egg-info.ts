import type { FileTree } from '@cordon/model'
import { PypaError, parseName, parseRequirement, type RecordFile, type Requirement } from '@cordon/pypa'
import { firstLine, identityOf, readEntryPoints, readMetadata, recordLimit } from './dist-info.ts'
import { type Distribution, flawLog } from './distribution.ts'
import { modulesOfText } from './modules.ts'
import { folderOf, joined, nameOf, resolved } from './paths.ts'
import { isFile, readText } from './reading.ts'

const smallLimit = 1024 * 1024
const mostLines = 10_000

interface EggPlace {
  readonly kind: Distribution['kind']
  /** The folder that holds PKG-INFO; or PKG-INFO itself. */
  readonly path: string
  readonly library: string
  /** `name-version` as the path has it. */
  readonly stem: string
}

/** Reads `<name>-<version>-py3.x.egg-info`, which is a folder of setuptools or a file of distutils; null when nothing says whose it is. */
export function readEggInfo(tree: FileTree, path: string): Distribution | null {
  const stem = nameOf(path).slice(0, -'.egg-info'.length)
  return readEgg(tree, { kind: 'egg-info', path, library: folderOf(path), stem })
}

/** Reads an unpacked `.egg`: code and `EGG-INFO/` in a folder of its own, which is the whole tree (and `name` its file) of one that is packed. */
export function readEggFolder(tree: FileTree, path: string, name: string = nameOf(path)): Distribution | null {
  const stem = name.replace(/\.egg$/, '')
  return readEgg(tree, { kind: 'egg', path: joined(path, 'EGG-INFO'), library: path, stem })
}

/** Reads PKG-INFO of an unpacked source distribution. */
export function readSourceDistribution(tree: FileTree, folder: string): Distribution | null {
  return readEgg(tree, { kind: 'sdist', path: joined(folder, 'PKG-INFO'), library: folder, stem: nameOf(folder) })
}

function readEgg(tree: FileTree, { kind, path, library, stem }: EggPlace): Distribution | null {
  const log = flawLog()
  const isPlain = isFile(tree, path)
  const said = readMetadata(tree, isPlain ? path : joined(path, 'PKG-INFO'), log)
  const identity = identityOf(said, stem)
  if (identity === null) return null
  const modules = isPlain ? null : readText(tree, joined(path, 'top_level.txt'), smallLimit)
  const requires = isPlain ? null : readText(tree, joined(path, 'requires.txt'), smallLimit)
  return {
    kind,
    path,
    library,
    at: said.at,
    ...identity,
    metadata: said.metadata,
    requires: requires === null ? (said.metadata?.requires ?? []) : readRequires(requires),
    record: isPlain ? null : readInstalledFiles(tree, path, library),
    installer: isPlain ? null : firstLine(readText(tree, joined(path, 'INSTALLER'), smallLimit)),
    requested: null,
    directUrl: null,
    provenanceUrl: null,
    entryPoints: isPlain ? [] : readEntryPoints(tree, path),
    tags: [],
    modules: modules === null ? [] : modulesOfText(modules),
    flaws: log.flaws,
    owner: null,
    components: [],
    layer: tree.look(said.at.path)?.layer ?? null,
    integrity: null,
  }
}

/** `requires.txt`: requirements under headings that name an extra, a marker, or `extra:marker`. */
export function readRequires(text: string): readonly Requirement[] {
  const found: Requirement[] = []
  let condition = ''
  for (const raw of text.split(/\r\n|\r|\n/, mostLines)) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    if (line.startsWith('[') && line.endsWith(']')) {
      condition = conditionOf(line.slice(1, -1))
      continue
    }
    try {
      found.push(parseRequirement(condition === '' ? line : `${line} ; ${condition}`))
    } catch (error) {
      // One that cannot be read takes none of the others with it; PKG-INFO and METADATA report theirs, this file has no such rule.
      if (!(error instanceof PypaError)) throw error
    }
  }
  return found
}

function conditionOf(heading: string): string {
  const colon = heading.indexOf(':')
  const extra = (colon < 0 ? heading : heading.slice(0, colon)).trim()
  const marker = colon < 0 ? '' : heading.slice(colon + 1).trim()
  const isExtra = /^[\w.-]{1,200}$/.test(extra) ? `extra == "${extra}"` : ''
  return [marker === '' ? '' : `(${marker})`, isExtra].filter((part) => part !== '').join(' and ')
}

/** `installed-files.txt` of older installers: paths as seen from the metadata folder, without digests. */
function readInstalledFiles(tree: FileTree, folder: string, library: string): RecordFile | null {
  const text = readText(tree, joined(folder, 'installed-files.txt'), recordLimit)
  if (text === null) return null
  const entries = text.split(/\r\n|\r|\n/, 200_000).flatMap((line) => {
    const path = line.trim() === '' ? null : resolved(folder, line.trim())
    if (path === null) return []
    const isInside = library === '' || path.startsWith(`${library}/`)
    return [
      { path: isInside ? path.slice(library === '' ? 0 : library.length + 1) : `/${path}`, hash: null, size: null },
    ]
  })
  return { entries, unreadable: [] }
}

/**
 * Reads `<name>.egg-link`: code that is used where it lies. Its metadata is read where it is within the tree, else only its name is known.
 */
export function readEggLink(tree: FileTree, path: string): Distribution | null {
  const target = firstLine(readText(tree, path, smallLimit))
  const rawName = nameOf(path).slice(0, -'.egg-link'.length)
  const name = parseName(rawName)
  if (target === null || name === null) return null
  const url = `file://${target.replaceAll('\\', '/')}`
  const folder = target.startsWith('/') ? resolved('', target) : null
  const info = folder === null ? undefined : tree.names(folder).find((each) => each.endsWith('.egg-info'))
  const known = folder === null || info === undefined ? null : readEggInfo(tree, joined(folder, info))
  const develop = {
    kind: 'develop',
    path,
    library: folderOf(path),
    directUrl: { kind: 'directory', url, subdirectory: null, editable: true },
  } as const
  if (known !== null) return { ...known, ...develop }
  return {
    ...develop,
    at: { path, line: 1, text: target.slice(0, 200) },
    name,
    version: null,
    metadata: null,
    requires: [],
    record: null,
    installer: null,
    requested: null,
    provenanceUrl: null,
    entryPoints: [],
    tags: [],
    modules: [],
    flaws: [],
    owner: null,
    components: [],
    layer: tree.look(path)?.layer ?? null,
    integrity: null,
  }
}
