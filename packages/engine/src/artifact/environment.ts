import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative, resolve, sep } from 'node:path'
import type { LooseFile } from '@cordon/archives'
import { EngineError } from '../error.ts'
import { readPlainFile } from '../plain-file.ts'
import { type FolderContent, looseFile, readFolder } from './folder.ts'

/** Where an environment is looked for when none is named. */
export interface EnvironmentPlace {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
}

/**
 * The `site-packages` folders of an environment: of the one that is named (its root, or `site-packages` itself), else of the active
 * one, else of `.venv` here. Throws `EngineError('NO_TARGET')`.
 */
export function findSitePackages(named: string | null, { env, cwd }: EnvironmentPlace): readonly string[] {
  const active = [env.VIRTUAL_ENV, env.CONDA_PREFIX, '.venv'].filter((each) => each !== undefined && each !== '')
  const roots = named === null ? active : [named]
  for (const root of roots) {
    const found = sitePackagesBelow(resolve(cwd, root ?? ''))
    if (found.length > 0) return found
  }
  throw new EngineError(
    'NO_TARGET',
    named === null
      ? 'there is no active environment and no .venv here; name one: --environment path/to/.venv'
      : `${named}: no environment, since nothing in it is a site-packages folder; name the folder that holds bin/ and lib/`,
  )
}

function sitePackagesBelow(root: string): readonly string[] {
  if (!isFolder(root)) return []
  if (/^(?:site|dist)-packages$/.test(root.split(sep).at(-1) ?? '')) return [root]
  const libraries = ['lib', 'lib64', 'Lib', join('local', 'lib')].map((name) => join(root, name)).filter(isFolder)
  const found = libraries.flatMap((library) =>
    ['.', ...readdirSync(library).filter((name) => /^(?:python|pypy)\d/.test(name))].flatMap((name) =>
      ['site-packages', 'dist-packages'].map((leaf) => join(library, name, leaf)).filter(isFolder),
    ),
  )
  // `lib64` is mostly a link to `lib`: of two ways to one folder the first counts.
  const byPlace = new Map(found.toReversed().map((folder) => [realpathSync(folder), folder]))
  return [...byPlace.values()].sort()
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

/** Names of the `.dist-info` folders, sorted. */
export function installedIn(sitePackages: string): readonly string[] {
  return readdirSync(sitePackages)
    .filter((name) => name.endsWith('.dist-info') && isFolder(join(sitePackages, name)))
    .sort()
}

/** What one installed distribution owns, by its RECORD. */
export interface OwnedFiles extends FolderContent {
  /** Where its RECORD cannot be read, nothing says what belongs to it. */
  readonly hasRecord: boolean
}

/** The environment's own root: what RECORD names beyond it is not looked at. */
function rootOf(sitePackages: string): string {
  const above = dirname(dirname(dirname(sitePackages)))
  return existsSync(join(above, 'pyvenv.cfg')) || existsSync(join(above, 'conda-meta')) ? above : dirname(sitePackages)
}

/** The files of a distribution; those outside `site-packages` under `<name>.data/`, as a wheel has them. */
export function ownedFiles(sitePackages: string, distInfo: string): OwnedFiles {
  const record = recordPaths(join(sitePackages, distInfo, 'RECORD'))
  if (record === null) return { ...readFolderOf(sitePackages, distInfo), hasRecord: false }
  const root = rootOf(sitePackages)
  const data = `${distInfo.slice(0, -'.dist-info'.length)}.data`
  const files: LooseFile[] = []
  const passedOver = []
  for (const written of record) {
    const absolute = resolve(sitePackages, written)
    const inside = relative(sitePackages, absolute)
    if (!inside.startsWith('..')) {
      if (existsSync(absolute)) files.push(looseFile(absolute, inside.split(sep).join('/')))
      continue
    }
    const fromRoot = relative(root, absolute)
    if (fromRoot.startsWith('..'))
      passedOver.push({
        at: { path: written, line: 0 },
        code: 'OUTSIDE',
        detail: 'RECORD names a file outside of the environment',
      })
    else if (existsSync(absolute)) files.push(looseFile(absolute, `${data}/${fromRoot.split(sep).join('/')}`))
  }
  return { files, passedOver, hasRecord: true }
}

function readFolderOf(sitePackages: string, distInfo: string): FolderContent {
  const { files, passedOver } = readFolder(join(sitePackages, distInfo))
  return { files: files.map((file) => ({ ...file, path: `${distInfo}/${file.path}` })), passedOver }
}

const mostRecordBytes = 64 * 1024 * 1024

/** The paths of a RECORD (CSV, the path first), or null when there is none to read. */
function recordPaths(path: string): readonly string[] | null {
  const read = readPlainFile(path, mostRecordBytes)
  if (!(read instanceof Uint8Array)) return null
  return read
    .toString('utf8')
    .split(/\r?\n/)
    .map((line) => /^(?:"((?:[^"]|"")*)"|([^,]*))/.exec(line))
    .map((match) => match?.[1]?.replaceAll('""', '"') ?? match?.[2] ?? '')
    .filter((written) => written !== '' && !written.includes('\0'))
    .map((written) => normalize(written))
}

/** Files of a `site-packages` that no distribution's RECORD names: what was put there by hand, or by something else. */
export function looseFiles(sitePackages: string): FolderContent {
  const owned = new Set<string>()
  for (const distInfo of installedIn(sitePackages))
    for (const { path } of ownedFiles(sitePackages, distInfo).files) owned.add(path)
  const { files, passedOver } = readFolder(sitePackages)
  return { files: files.filter(({ path }) => !owned.has(path) && !isCompiledOf(path, owned)), passedOver }
}

/** `pkg/__pycache__/mod.cpython-312.pyc` of an owned `pkg/mod.py`: written when it was imported. */
function isCompiledOf(path: string, owned: ReadonlySet<string>): boolean {
  const match = /^(.*?)__pycache__\/([^/]+?)\.[^/.]+(?:\.opt-\d)?\.pyc$/.exec(path)
  return match !== null && owned.has(`${match[1]}${match[2]}.py`)
}
