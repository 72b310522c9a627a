import type { Dependency, Lockfile, Scope, Skipped } from '@cordon/model'
import { lockfileOf, skip } from '../builder.ts'
import { LockfileError } from '../error.ts'
import type { LockfileFormat } from '../format.ts'
import { parseJson } from '../json.ts'
import {
  type DataEntry,
  type DataNode,
  entriesOf,
  isFalse,
  isNull,
  isTrue,
  itemsOf,
  textAt,
  textOf,
  valueAt,
} from '../node.ts'
import { type PipenvEntry, type PipenvSource, readPipenvEntry } from '../pipenv/entry.ts'
import { requiresPython, sourceOptions } from '../pipenv/sources.ts'

const newestSpec = 6

/** pipenv's lock file, with any number of categories. */
export const pipfileLock = {
  id: 'pipfile-lock',
  title: 'Pipfile.lock',
  files: ['Pipfile.lock'],
  role: 'lock',
  matches(path) {
    return /(?:^|\/)Pipfile\.lock$/.test(path)
  },
  parse(text, path) {
    return read(parseJson(text), path)
  },
} as const satisfies LockfileFormat

function read(root: DataNode, path: string): Lockfile {
  const meta = valueAt(root, '_meta')
  if (root.kind !== 'mapping' || meta?.kind !== 'mapping') {
    throw new LockfileError('MALFORMED', 'A Pipfile.lock is an object with a `_meta` object; lock again.', { line: 1 })
  }
  const spec = textAt(meta, 'pipfile-spec')
  if (spec !== null && Number(spec) > newestSpec) {
    const line = valueAt(meta, 'pipfile-spec')?.line ?? 0
    throw new LockfileError('UNSUPPORTED_VERSION', `pipfile-spec ${spec} is newer than ${newestSpec}.`, { line })
  }
  const skipped: Skipped[] = []
  const sources = readSources(meta, path, skipped)
  const dependencies: Dependency[] = []
  for (const category of entriesOf(root)) {
    if (category.key !== '_meta') readCategory(category, { path, sources, skipped, dependencies })
  }
  const hash = textAt(valueAt(meta, 'hash'), 'sha256')
  const requires = valueAt(meta, 'requires')
  return lockfileOf({
    path,
    format: 'pipfile-lock',
    role: 'lock',
    dependencies: mergeCategories(dependencies),
    options: sourceOptions(sources),
    skipped,
    requiresPython: requiresPython(textAt(requires, 'python_version'), textAt(requires, 'python_full_version')),
    contentHash: hash === null ? null : { algorithm: 'sha256', value: hash },
  })
}

function readSources(meta: DataNode, path: string, skipped: Skipped[]): readonly PipenvSource[] {
  return itemsOf(valueAt(meta, 'sources')).flatMap((node): PipenvSource[] => {
    const at = { path, line: node.line }
    const url = textAt(node, 'url')
    if (url === null) {
      skipped.push(
        skip(at, 'BAD_ENTRY', textAt(node, 'name') ?? '', 'A source has no url; what it serves is not known.'),
      )
      return []
    }
    return [{ name: textAt(node, 'name'), url, verifies: !isFalse(valueAt(node, 'verify_ssl')), at }]
  })
}

interface Reading {
  readonly path: string
  readonly sources: readonly PipenvSource[]
  readonly skipped: Skipped[]
  readonly dependencies: Dependency[]
}

function readCategory(category: DataEntry, reading: Reading): void {
  const { path, sources, skipped, dependencies } = reading
  const scope: Scope = { kind: category.key === 'default' ? 'main' : 'group', name: category.key }
  if (category.value.kind !== 'mapping') {
    const reason = 'A category is an object of packages; lock again.'
    skipped.push(skip({ path, line: category.line }, 'BAD_ENTRY', category.key, reason))
    return
  }
  for (const entry of entriesOf(category.value)) {
    const at = { path, line: entry.line }
    if (entry.value.kind === 'sequence' || isNull(entry.value)) {
      skipped.push(skip(at, 'BAD_ENTRY', entry.key, 'A package is an object or a version; lock again.'))
      continue
    }
    const dependency = readPipenvEntry(pipenvEntry(entry, path, scope), sources, skipped)
    if (dependency !== null) dependencies.push(dependency)
  }
}

function pipenvEntry(entry: DataEntry, path: string, scope: Scope): PipenvEntry {
  const node = entry.value
  const version = textOf(node) ?? textAt(node, 'version') ?? ''
  return {
    key: entry.key,
    at: { path, line: entry.line },
    scope,
    text: /^[=<>~!]/.test(version) ? entry.key + version : `${entry.key} ${version}`,
    bare: textOf(node),
    field: (name) => textAt(node, name),
    list: (name) => itemsOf(valueAt(node, name)).flatMap((item) => textOf(item) ?? []),
    flag: (name) => isTrue(valueAt(node, name)),
  }
}

/** A package that several categories lock alike is one dependency with several scopes. */
function mergeCategories(dependencies: readonly Dependency[]): readonly Dependency[] {
  const merged = new Map<string, Dependency>()
  for (const dependency of dependencies) {
    const { name, version, origin, marker, extras, editable } = dependency
    const key = JSON.stringify([name, version?.raw ?? null, origin, marker?.raw ?? null, extras, editable])
    const known = merged.get(key)
    merged.set(key, known === undefined ? dependency : { ...known, scopes: [...known.scopes, ...dependency.scopes] })
  }
  return [...merged.values()]
}
