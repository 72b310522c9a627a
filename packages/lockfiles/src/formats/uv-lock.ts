import type { Dependency, Lockfile, Scope } from '@cordon/model'
import { normalizeName, type PackageName, parseName, parseSpecifiers } from '@cordon/pypa'
import { dependencyOf, lockfileOf, mainScope, optionOf } from '../builder.ts'
import { LockfileError } from '../error.ts'
import type { LockfileFormat } from '../format.ts'
import { withinScopes } from '../lock-edges.ts'
import { leaveOut, locate, markerOf, type Reading, readingOf } from '../reading.ts'
import {
  isTable,
  readArray,
  readString,
  readStrings,
  readTable,
  readValue,
  type TomlPath,
  type TomlTable,
} from '../toml.ts'
import { readEntries } from '../uv-lock/entries.ts'
import { type Root, readEdges, relate } from '../uv-lock/relations.ts'

/** uv's lock of a project, a workspace or a script (`tool.py.lock`), lock version 1. */
export const uvLock = {
  id: 'uv-lock',
  title: 'uv lock file',
  files: ['uv.lock', '*.py.lock'],
  role: 'lock',
  matches: (path) => /(?:^|\/)uv\.lock$|[^/]\.py\.lock$/.test(path),
  parse: parseUvLock,
} as const satisfies LockfileFormat

function parseUvLock(text: string, path: string): Lockfile {
  const reading = readingOf(text, path)
  checkVersion(reading)
  const manifest = readTable(reading.root, 'manifest')
  const entries = readEntries(reading, membersOf(manifest))
  const edges = readEdges(reading, entries)
  const roots = manifest === null ? [] : rootsOf(manifest)
  const constraints = manifest === null ? [] : constraintsOf(reading, manifest)
  return lockfileOf({
    path,
    format: 'uv-lock',
    role: 'lock',
    dependencies: withinScopes(reading, [...relate(reading, entries, edges, roots), ...constraints]),
    edges,
    options: optionsOf(reading),
    skipped: reading.skipped,
    requiresPython: readString(reading.root, 'requires-python'),
  })
}

function checkVersion(reading: Reading): void {
  const version = readValue(reading.root, 'version')
  const line = reading.document.lineOf(['version'])
  if (version === 1) return
  if (typeof version === 'number')
    throw new LockfileError('UNSUPPORTED_VERSION', `${reading.path} is a uv lock of version ${version}; 1 is known.`, {
      line,
    })
  throw new LockfileError('MALFORMED', `${reading.path} has no lock version; lock again with uv.`, { line })
}

function membersOf(manifest: TomlTable | null): ReadonlySet<PackageName> {
  const names = manifest === null ? [] : readStrings(manifest, 'members')
  return new Set(names.map(parseName).filter((name) => name !== null))
}

/** A script's requirements, and the groups of a workspace whose root is no package. */
function rootsOf(manifest: TomlTable): readonly Root[] {
  const groups = readTable(manifest, 'dependency-groups')
  const parts = [
    { scope: mainScope, values: readArray(manifest, 'requirements') },
    ...Object.keys(groups ?? {}).map((name) => ({
      scope: { kind: 'group' as const, name },
      values: groups === null ? [] : readArray(groups, name),
    })),
  ]
  return parts.flatMap(({ scope, values }) =>
    values.filter(isTable).flatMap((table) => {
      const name = parseName(readString(table, 'name') ?? '')
      return name === null ? [] : [{ scope, name, extras: readStrings(table, 'extras').map(normalizeName) }]
    }),
  )
}

/** Constraints and overrides narrow what is locked; they install nothing themselves. */
function constraintsOf(reading: Reading, manifest: TomlTable): readonly Dependency[] {
  return ['constraints', 'overrides', 'build-constraints'].flatMap((key) =>
    readArray(manifest, key).flatMap((value, index) => {
      const at = ['manifest', key, index]
      const scopes: readonly Scope[] = key === 'build-constraints' ? [{ kind: 'build', name: key }] : []
      // An override may hold for the requirements of one package only.
      if (isTable(value) && readTable(value, 'package') !== null)
        return readArray(value, 'dependencies').flatMap((one, position) =>
          constraintOf(reading, one, [...at, 'dependencies', position], scopes),
        )
      return constraintOf(reading, value, at, scopes)
    }),
  )
}

function constraintOf(reading: Reading, value: unknown, at: TomlPath, scopes: readonly Scope[]): readonly Dependency[] {
  const name = isTable(value) ? parseName(readString(value, 'name') ?? '') : null
  if (!isTable(value) || name === null) {
    leaveOut(reading, at, 'BAD_ENTRY', { text: at.join('.'), reason: 'The entry has no valid name.' })
    return []
  }
  const specifier = readString(value, 'specifier')
  const dependency = dependencyOf({
    name,
    specifier: specifier === null ? null : parseSpecifiers(specifier),
    scopes,
    marker: markerOf(reading, readString(value, 'marker'), at),
    at: locate(reading, at),
    text: `${name}${specifier ?? ''}`,
    constraint: true,
    direct: true,
  })
  return [dependency]
}

function optionsOf(reading: Reading): Lockfile['options'] {
  const options = readTable(reading.root, 'options')
  const mode = options === null ? null : readString(options, 'prerelease-mode')
  if (mode !== 'allow') return []
  const at = locate(reading, ['options', 'prerelease-mode'])
  return [optionOf({ kind: 'pre', value: mode, at, text: `prerelease-mode = "${mode}"` })]
}
