import type { EnvironmentFacts, EnvironmentKind, FileTree } from '@cordon/model'
import { joined, nameOf } from './paths.ts'
import { readText } from './reading.ts'

/** Which environment a folder of distributions belongs to. */
export interface LibraryPlace {
  /** Root of the environment: what `sys.prefix` would say. */
  readonly root: string
  /** Folders of one environment have the same key. */
  readonly key: string
  /** `3.12`, `3`, or null where no folder names it. */
  readonly python: string | null
  readonly implementation: 'cpython' | 'graalpy' | 'pypy'
  /** It lies where an interpreter of that root would search. */
  readonly isInPrefix: boolean
}

const libraryFolder = /^(?:lib|lib64|Lib)$/
const pythonFolder = /^(python|pypy|graalpy)(\d{1,2}(?:\.\d{1,3})?)[a-z]{0,2}$/

/** Reads a path such as `usr/lib/python3.12/site-packages`. A folder anywhere else is an environment of its own. */
export function placeOfLibrary(path: string): LibraryPlace {
  const parts = path.split('/')
  const leaf = parts.pop() ?? ''
  const version = pythonFolder.exec(parts.at(-1) ?? '')
  if (version !== null) parts.pop()
  const own: LibraryPlace = { root: path, key: path, python: null, implementation: 'cpython', isInPrefix: false }
  if (!/^(?:site|dist)-packages$/.test(leaf) || !libraryFolder.test(parts.at(-1) ?? '')) return own
  parts.pop()
  // Debian's interpreter searches `usr/local/lib/python3.x/dist-packages` beside its own.
  if (leaf === 'dist-packages' && parts.at(-1) === 'local') parts.pop()
  const root = parts.join('/')
  const implementation = version?.[1] === 'pypy' || version?.[1] === 'graalpy' ? version[1] : 'cpython'
  const python = version?.[2] ?? null
  const key = leaf === 'dist-packages' ? `${root}|dist` : `${root}|${version?.[0] ?? ''}`
  return { root, key, python, implementation, isInPrefix: true }
}

export type Settings = ReadonlyMap<string, string>

/** `pyvenv.cfg`: `key = value` lines, keys in lower case. */
export function readSettings(text: string): Settings {
  const settings = new Map<string, string>()
  for (const line of text.slice(0, 65_536).split(/\r\n|\r|\n/)) {
    const equals = line.indexOf('=')
    const key = line.slice(0, Math.max(equals, 0)).trim().toLowerCase()
    if (key !== '' && !settings.has(key)) settings.set(key, line.slice(equals + 1).trim())
  }
  return settings
}

export function settingsAt(tree: FileTree, root: string): Settings | null {
  const text = readText(tree, joined(root, 'pyvenv.cfg'), 1024 * 1024)
  return text === null ? null : readSettings(text)
}

/** Folders in which tools keep the environments that they make. */
const keepers: readonly (readonly [RegExp, EnvironmentFacts['manager']])[] = [
  [/(?:^|\/)pipx\/venvs\/[^/]+$/, 'pipx'],
  [/(?:^|\/)pypoetry\/(?:Cache\/)?virtualenvs\/[^/]+$/, 'poetry'],
  [/(?:^|\/)pdm\/(?:pdm\/)?venvs\/[^/]+$/, 'pdm'],
  [/(?:^|\/)hatch\/env\/virtual\/(?:[^/]+\/){0,3}[^/]+$/, 'hatch'],
  [/(?:^|\/)uv\/(?:python|tools)\/[^/]+$/, 'uv'],
]

/** The tool that made or keeps an environment, from where it lies and what its settings say. */
export function managerOf(tree: FileTree, root: string, place: string): EnvironmentFacts['manager'] {
  if (tree.look(joined(root, 'pipx_metadata.json')) !== null) return 'pipx'
  const whole = `/${place}/${root}`.replaceAll('\\', '/').replace(/\/{1,8}$/, '')
  const keeper = keepers.find(([pattern]) => pattern.test(whole.slice(-4096)))
  if (keeper !== undefined) return keeper[1]
  const settings = settingsAt(tree, root)
  if (settings?.has('uv') === true) return 'uv'
  return settings?.has('virtualenv') === true ? 'virtualenv' : null
}

export function kindOf(tree: FileTree, { root, isInPrefix }: LibraryPlace): EnvironmentKind {
  if (tree.look(joined(root, 'pyvenv.cfg')) !== null) return 'venv'
  if (tree.look(joined(root, 'conda-meta'))?.kind === 'folder') return 'conda'
  if (!isInPrefix) return 'folder'
  return nameOf(root) === '.local' ? 'user' : 'system'
}
