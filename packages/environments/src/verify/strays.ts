import type { EnvironmentKind, FileTree } from '@cordon/model'
import type { Environment } from '../environment.ts'
import { folderOf, joined, nameOf } from '../paths.ts'
import { placeOfEntry } from './integrity.ts'

const mostFound = 1000
const mostFiles = 1_000_000
const deepest = 64

/** Every file that a RECORD of the environment lists, from the root of the tree. */
export function recordedIn(environment: Environment): ReadonlySet<string> {
  const recorded = new Set<string>()
  for (const { record, library } of environment.distributions)
    for (const entry of record?.entries ?? []) {
      const path = placeOfEntry(environment, library, entry)
      if (path !== null) recorded.add(path)
    }
  return recorded
}

/** What lies in the library folders and belongs to nothing that is installed. */
export interface Strays {
  /** Files, each of its own. */
  readonly files: readonly string[]
  readonly isCut: boolean
}

/** What nothing lists in these is the code of the application or distribution that the archive is. */
const ownCode: ReadonlySet<EnvironmentKind> = new Set(['egg', 'sdist', 'zipapp'])

/** Files below the library folders that no RECORD lists, bytecode of listed modules left out. */
export function straysIn(tree: FileTree, environment: Environment, recorded: ReadonlySet<string>): Strays {
  if (ownCode.has(environment.kind)) return { files: [], isCut: false }
  const files: string[] = []
  const unrecorded = withoutRecord(environment)
  const inner = new Set(environment.libraries)
  let seen = 0
  let isCut = false
  const open = environment.libraries.map((path) => ({ path, depth: 0 })).reverse()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const name of tree.names(next.path)) {
      seen += 1
      const path = joined(next.path, name)
      if (recorded.has(path) || unrecorded.has(path)) continue
      const kind = tree.look(path)?.kind
      if (kind === 'folder') {
        if (next.depth < deepest && !inner.has(path)) open.push({ path, depth: next.depth + 1 })
      } else if (!isCacheOf(path, recorded) && !isUnlisted(path)) files.push(path)
      if (seen > mostFiles) isCut = true
    }
    if (isCut) break
  }
  return { files: files.sort(), isCut }
}

/** What belongs to distributions that have no RECORD, as far as they name it: their metadata and their modules. */
function withoutRecord({ distributions }: Environment): ReadonlySet<string> {
  const paths = new Set<string>()
  for (const { record, kind, path, library, modules } of distributions) {
    if (kind === 'egg') paths.add(library)
    else if (record === null || kind === 'egg-info') paths.add(path)
    if (record === null && kind !== 'egg')
      for (const module of modules) for (const each of [module, `${module}.py`]) paths.add(joined(library, each))
  }
  return paths
}

/** The source of `pkg/__pycache__/mod.cpython-312.pyc`, which is `pkg/mod.py`; null for what is no bytecode. */
export function sourceOf(path: string): string | null {
  const folder = folderOf(path)
  if (!path.endsWith('.pyc') || nameOf(folder) !== '__pycache__') return null
  const name = nameOf(path)
  return joined(folderOf(folder), `${name.slice(0, name.indexOf('.'))}.py`)
}

/** Bytecode of a recorded module: written when it was imported. */
function isCacheOf(path: string, recorded: ReadonlySet<string>): boolean {
  const source = sourceOf(path)
  return source !== null && recorded.has(source)
}

/** RECORD never lists its own signatures; CPython puts a text into an empty `site-packages`. */
function isUnlisted(path: string): boolean {
  return /\.dist-info\/RECORD(?:\.jws|\.p7s)?$|(?:^|\/)site-packages\/README\.txt$/.test(path)
}

/** The same, with a folder that holds nothing but strays in place of its files; it ends in `/`. Cut to the first thousand. */
export function collapsed(
  files: readonly string[],
  recorded: ReadonlySet<string>,
  libraries: readonly string[],
): readonly string[] {
  const kept = new Set<string>(libraries)
  for (const path of recorded) for (let at = folderOf(path); at !== '' && !kept.has(at); at = folderOf(at)) kept.add(at)
  const shown = new Set<string>()
  for (const file of files) {
    if (shown.size >= mostFound) break
    let top = file
    for (let at = folderOf(file); at !== '' && !kept.has(at) && !isSharedCache(at, kept); at = folderOf(at)) top = at
    shown.add(top === file ? file : `${top}/`)
  }
  return [...shown]
}

/** The folder of bytecode in a folder that is kept may hold that of listed modules too. */
function isSharedCache(folder: string, kept: ReadonlySet<string>): boolean {
  return nameOf(folder) === '__pycache__' && kept.has(folderOf(folder))
}
