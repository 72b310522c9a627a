import type { Dependency, Lockfile, Scope, Skipped } from '@cordon/model'
import { lockfileOf, skip } from '../builder.ts'
import type { LockfileFormat } from '../format.ts'
import { type PipenvEntry, type PipenvSource, readPipenvEntry } from '../pipenv/entry.ts'
import { requiresPython, sourceOptions } from '../pipenv/sources.ts'
import {
  isTable,
  parseToml,
  readArray,
  readFlag,
  readString,
  readStrings,
  readTable,
  readValue,
  type TomlDocument,
} from '../toml.ts'

/** Tables of a Pipfile that hold no packages. */
const otherTables: ReadonlySet<string> = new Set(['source', 'requires', 'scripts', 'pipenv', 'pipfile'])

/** pipenv's manifest: `packages`, `dev-packages` and categories of any name. */
export const pipfile = {
  id: 'pipfile',
  title: 'Pipfile',
  files: ['Pipfile'],
  role: 'manifest',
  matches(path) {
    return /(?:^|\/)Pipfile$/.test(path)
  },
  parse(text, path) {
    return read(parseToml(text, path), path)
  },
} as const satisfies LockfileFormat

function read(document: TomlDocument, path: string): Lockfile {
  const skipped: Skipped[] = []
  const dependencies: Dependency[] = []
  const sources = readSources(document, path, skipped)
  for (const category of Object.keys(document.root)) {
    if (otherTables.has(category)) continue
    const table = readTable(document.root, category)
    if (table === null) {
      const at = { path, line: document.lineOf([category]) }
      skipped.push(skip(at, 'BAD_ENTRY', category, 'A category is a table of packages.'))
      continue
    }
    for (const key of Object.keys(table)) {
      const entry = pipenvEntry(document, path, [category, key])
      const dependency = entry === null ? null : readPipenvEntry(entry, sources, skipped)
      if (dependency !== null) dependencies.push({ ...dependency, direct: true })
      else if (entry === null) {
        const at = { path, line: document.lineOf([category, key]) }
        skipped.push(skip(at, 'BAD_ENTRY', key, 'A package is a version or a table.'))
      }
    }
  }
  const requires = readTable(document.root, 'requires')
  return lockfileOf({
    path,
    format: 'pipfile',
    role: 'manifest',
    dependencies,
    options: sourceOptions(sources),
    skipped,
    requiresPython:
      requires === null
        ? null
        : requiresPython(readString(requires, 'python_version'), readString(requires, 'python_full_version')),
  })
}

function readSources(document: TomlDocument, path: string, skipped: Skipped[]): readonly PipenvSource[] {
  return readArray(document.root, 'source').flatMap((table, index): PipenvSource[] => {
    const at = { path, line: document.lineOf(['source', index]) }
    const url = isTable(table) ? readString(table, 'url') : null
    if (!isTable(table) || url === null) {
      skipped.push(skip(at, 'BAD_ENTRY', '[[source]]', 'A source has no url; what it serves is not known.'))
      return []
    }
    return [{ name: readString(table, 'name'), url, verifies: readValue(table, 'verify_ssl') !== false, at }]
  })
}

function pipenvEntry(
  document: TomlDocument,
  path: string,
  [category, key]: readonly [string, string],
): PipenvEntry | null {
  const table = readTable(document.root, category)
  const value = table === null ? undefined : readValue(table, key)
  const bare = typeof value === 'string' ? value : null
  const fields = isTable(value) ? value : null
  if (bare === null && fields === null) return null
  const version = bare ?? (fields === null ? null : readString(fields, 'version'))
  return {
    key,
    at: { path, line: document.lineOf([category, key]) },
    scope: scopeOf(category),
    text: version === null ? key : `${key} = "${version}"`,
    bare,
    field: (name) => (fields === null ? null : readString(fields, name)),
    list: (name) => (fields === null ? [] : readStrings(fields, name)),
    flag: (name) => fields !== null && readFlag(fields, name),
  }
}

/** Named as in the lock, so that a choice of groups means the same for both. */
function scopeOf(category: string): Scope {
  if (category === 'packages') return { kind: 'main', name: 'default' }
  return { kind: 'group', name: category === 'dev-packages' ? 'develop' : category }
}
