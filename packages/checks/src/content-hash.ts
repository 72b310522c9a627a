import { createHash } from 'node:crypto'
import { isObject, type ProjectFile } from '@cordon/model'
import { defaultIndexUrl } from '@cordon/pypa'
import { parse } from 'smol-toml'
import { type JsonSpacing, pythonJson } from './python-json.ts'

type Table = Readonly<Record<string, unknown>>

/** What a lock may say of a manifest to be up to date with it: hex digests of SHA-256, one for each way its tool has had to count. */
type Recompute = (manifest: Table, lock: ProjectFile) => readonly (string | null)[]

/** By the lock's format; a format that is not listed records nothing, or nothing that is proven here. */
const algorithms: Readonly<Record<string, Recompute>> = {
  'pdm-lock': pdmHashes,
  'pipfile-lock': pipenvHashes,
  'poetry-lock': poetryHashes,
}

/** Longest manifest that is hashed; real ones have some thousand characters. */
const maxLength = 1024 * 1024

/**
 * True where the lock's content hash is the one its tool computes over the manifest, false where it is another, null where the
 * lock has none or it cannot be recomputed with certainty.
 */
export function matchesManifest(lock: ProjectFile, manifest: ProjectFile): boolean | null {
  const recorded = lock.file.contentHash
  const recompute = algorithms[lock.file.format]
  if (recorded === null || recompute === undefined || manifest.text.length > maxLength) return null
  if (!/^[0-9a-f]{64}$/.test(recorded.value)) return null
  const hashes = recompute(readManifest(manifest.text), lock)
  if (hashes.includes(recorded.value)) return true
  return hashes.length === 0 || hashes.includes(null) ? null : false
}

/** The manifest's values; integers as bigint, which tells them from numbers with a fraction. */
export function readManifest(text: string): Table {
  return parse(text.replace(/^\ufeff/, ''), { integersAsBigInt: true, maxDepth: 64 })
}

function digest(value: unknown, spacing: JsonSpacing = 'spaced'): string | null {
  const json = pythonJson(value, spacing)
  return json === null ? null : createHash('sha256').update(json).digest('hex')
}

/** The value under a path of keys; undefined where there is none. */
export function valueAt(table: Table, ...keys: readonly string[]): unknown {
  let value: unknown = table
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Table)[key]
  }
  return value
}

function tableAt(table: Table, ...keys: readonly string[]): Table {
  const value = valueAt(table, ...keys)
  return isObject(value) ? value : {}
}

/** The keys of a table that are there. */
function pick(table: Table, keys: readonly string[]): Table {
  return Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(table, key) ? [[key, table[key]]] : [])))
}

const projectKeys = ['requires-python', 'dependencies', 'optional-dependencies']
const poetryKeys = ['dependencies', 'source', 'extras', 'dev-dependencies']

/**
 * Poetry: the relevant parts of `[project]`, `[dependency-groups]` (since 2.3) and `[tool.poetry]`. Before `[project]` was read
 * (2.0) the latter stood at the top, with `null` for what is missing, and still does for manifests without the others.
 */
function poetryHashes(manifest: Table): readonly (string | null)[] {
  const project = pick(tableAt(manifest, 'project'), projectKeys)
  const groups = tableAt(manifest, 'dependency-groups')
  const tool = tableAt(manifest, 'tool', 'poetry')
  const poetry = pick(tool, [...poetryKeys, 'group'])
  const withNulls = (keys: readonly string[]) => ({
    ...Object.fromEntries(keys.map((key) => [key, null])),
    ...pick(tool, keys),
  })
  const legacy = { ...withNulls(poetryKeys), ...poetry }
  const hasProject = Object.keys(project).length > 0
  const hasGroups = Object.keys(groups).length > 0
  const before = hasProject ? { project, tool: { poetry } } : legacy
  // The pre-releases of 1.2 counted groups in the place of the older development table.
  const preview = hasProject ? [] : [digest(withNulls(['dependencies', 'group', 'source', 'extras']))]
  if (!hasGroups) return [digest(before), ...preview]
  const now = { ...(hasProject ? { project } : {}), 'dependency-groups': groups, tool: { poetry } }
  return [digest(now), digest(before)]
}

/** PDM, lock version 4 and later: what it locks from; `[tool.pdm.resolution]` whole (2.17), its overrides, or neither. */
function pdmHashes(manifest: Table, lock: ProjectFile): readonly (string | null)[] {
  const version = /^lock_version\s*=\s*["'](\d{1,6})\./m.exec(lock.text)?.[1]
  // A workspace's hash takes in the manifests of all members; older locks were counted in other ways.
  if (Number(version ?? 0) < 4 || valueAt(manifest, 'tool', 'pdm', 'workspace') !== undefined) return []
  if (valueAt(manifest, 'project') === undefined) return []
  const resolution = tableAt(manifest, 'tool', 'pdm', 'resolution')
  const common = {
    sources: valueAt(manifest, 'tool', 'pdm', 'source') ?? [],
    dependencies: valueAt(manifest, 'project', 'dependencies') ?? [],
    'dev-dependencies': pdmGroups(manifest),
    'optional-dependencies': valueAt(manifest, 'project', 'optional-dependencies') ?? {},
    'requires-python': valueAt(manifest, 'project', 'requires-python') ?? '',
  }
  const counted = [{ ...common, resolution }, { ...common, overrides: valueAt(resolution, 'overrides') ?? {} }, common]
  return counted.map((value) => digest(value))
}

/** Both kinds of development groups under normalized names, the standard one first. */
function pdmGroups(manifest: Table): Table {
  const groups = new Map<string, unknown[]>()
  const both = [tableAt(manifest, 'dependency-groups'), tableAt(manifest, 'tool', 'pdm', 'dev-dependencies')]
  for (const [name, entries] of both.flatMap((each) => Object.entries(each))) {
    const key = name.toLowerCase().replace(/[-_.]+/g, '-')
    groups.set(key, [...(groups.get(key) ?? []), ...(Array.isArray(entries) ? entries : [entries])])
  }
  return Object.fromEntries(groups)
}

const pipfileSections: ReadonlySet<string> = new Set([
  'source',
  'packages',
  'dev-packages',
  'requires',
  'scripts',
  'pipfile',
  'pipenv',
  'default',
  'develop',
])

/** Pipenv: sources, `[requires]` and every category of packages. Without a source in the Pipfile, the ones that it locked with. */
function pipenvHashes(manifest: Table, lock: ProjectFile): readonly (string | null)[] {
  const categories = Object.entries(manifest).filter(([key]) => !pipfileSections.has(key))
  const own = valueAt(manifest, 'source')
  const sources = own === undefined ? [defaultSources, lockedSources(lock.text)] : [own]
  return sources.map((source) =>
    digest(
      {
        _meta: { sources: source, requires: valueAt(manifest, 'requires') ?? {} },
        default: valueAt(manifest, 'packages') ?? {},
        develop: valueAt(manifest, 'dev-packages') ?? {},
        ...Object.fromEntries(categories),
      },
      'compact',
    ),
  )
}

const defaultSources = [{ name: 'pypi', url: defaultIndexUrl, verify_ssl: true }]

function lockedSources(text: string): unknown {
  const lock: unknown = JSON.parse(text.replace(/^\ufeff/, ''))
  return isObject(lock) ? (valueAt(lock, '_meta', 'sources') ?? []) : []
}
