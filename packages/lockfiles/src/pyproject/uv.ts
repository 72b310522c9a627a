import type { Dependency, Origin } from '@cordon/model'
import { lastSegment, normalizeName, type PackageName, parseName } from '@cordon/pypa'
import { artifactOf, defaultIndex } from '../builder.ts'
import { gitOrigin, urlOrigin } from '../origins.ts'
import { bothMarkers, leaveOut, markerOf, type Reading, tableAt } from '../reading.ts'
import { isTable, readFlag, readString, readTable, readValue, type TomlPath, type TomlTable } from '../toml.ts'
import { type Declared, declaredIn } from './declared.ts'
import { uvIndexes } from './uv-indexes.ts'

const base = ['tool', 'uv'] as const

/** Requirements, constraints and overrides of `[tool.uv]`. */
export function uvRequirements(reading: Reading): readonly Declared[] {
  const uv = tableAt(reading, base)
  const extraBuild = uv === null ? null : readTable(uv, 'extra-build-dependencies')
  const buildScope = { kind: 'build', name: 'build-constraint-dependencies' } as const
  return [
    ...declaredIn(reading, uv, [...base, 'dev-dependencies'], { scopes: [{ kind: 'group', name: 'dev' }] }),
    ...declaredIn(reading, uv, [...base, 'constraint-dependencies'], { scopes: [], constraint: true }),
    ...declaredIn(reading, uv, [...base, 'override-dependencies'], { scopes: [], constraint: true }),
    ...declaredIn(reading, uv, [...base, 'build-constraint-dependencies'], { scopes: [buildScope], constraint: true }),
    ...Object.keys(extraBuild ?? {}).flatMap((name) => extraBuildOf(reading, extraBuild, name)),
  ]
}

/** What uv adds to the build requirements of one package: texts, or tables with a `requirement`. */
function extraBuildOf(reading: Reading, table: TomlTable | null, name: string): readonly Declared[] {
  const at = [...base, 'extra-build-dependencies', name]
  return declaredIn(reading, table, at, { scopes: [{ kind: 'build', name: 'extra-build-dependencies' }] }).map((one) =>
    isTable(one.value) ? { ...one, value: readString(one.value, 'requirement') ?? '' } : one,
  )
}

/** One source of a package in `[tool.uv.sources]`. */
interface Source {
  readonly table: TomlTable
  readonly at: TomlPath
}

/** Where uv takes packages from, by name: `[tool.uv.sources]` overrides what the requirement itself says. */
export function applyUvSources(reading: Reading, dependencies: readonly Dependency[]): readonly Dependency[] {
  const sources = readSources(reading)
  if (sources.size === 0) return dependencies
  const indexes = uvIndexes(reading)
  let spent = 0
  return dependencies.flatMap((dependency) => {
    const named = dependency.constraint ? [] : (sources.get(dependency.name) ?? [])
    spent += named.length
    const [first] = named
    if (spent > mostSourced && first !== undefined) return [withSource(reading, dependency, first, indexes)]
    const meant = named.filter(({ table }) => concerns(table, dependency))
    return meant.length === 0 ? [dependency] : meant.map((source) => withSource(reading, dependency, source, indexes))
  })
}

/** Requirements times their sources; beyond, where no real project comes, each requirement takes its first source. */
const mostSourced = 20_000

function readSources(reading: Reading): ReadonlyMap<PackageName, readonly Source[]> {
  const at = [...base, 'sources']
  const table = tableAt(reading, at)
  const sources = new Map<PackageName, readonly Source[]>()
  for (const key of Object.keys(table ?? {})) {
    const name = parseName(key)
    const value = table === null ? undefined : readValue(table, key)
    const list = Array.isArray(value) ? value : [value]
    const tables = list.flatMap((one, index) =>
      isTable(one) ? [{ table: one, at: Array.isArray(value) ? [...at, key, index] : [...at, key] }] : [],
    )
    if (name === null || tables.length !== list.length)
      leaveOut(reading, [...at, key], 'BAD_ENTRY', { text: key, reason: 'Not a source, or a list of sources.' })
    if (name !== null) sources.set(name, tables)
  }
  return sources
}

/** A source may be for one extra or group of the project only. */
function concerns(source: TomlTable, dependency: Dependency): boolean {
  const extra = readString(source, 'extra')
  const group = readString(source, 'group')
  return dependency.scopes.length === 0 || (extra === null && group === null)
    ? true
    : dependency.scopes.some(
        (scope) =>
          (scope.kind === 'extra' && extra !== null && normalizeName(scope.name) === normalizeName(extra)) ||
          (scope.kind === 'group' && group !== null && normalizeName(scope.name) === normalizeName(group)),
      )
}

function withSource(
  reading: Reading,
  dependency: Dependency,
  { table, at }: Source,
  indexes: ReadonlyMap<string, Origin>,
): Dependency {
  const marker = bothMarkers(reading, dependency.marker, markerOf(reading, readString(table, 'marker'), at), at)
  // A member of the workspace is of the project itself; where it lies is told by its own pyproject.toml.
  if (readFlag(table, 'workspace')) return { ...dependency, marker, own: true, origin: { kind: 'path', path: '.' } }
  const index = readString(table, 'index')
  if (index !== null) {
    const origin = indexes.get(index)
    if (origin !== undefined) return { ...dependency, marker, origin }
    const reason = 'No [[tool.uv.index]] of this file has that name.'
    leaveOut(reading, at, 'UNKNOWN_SOURCE', { text: `index = "${index}"`, reason })
    return { ...dependency, marker, origin: defaultIndex }
  }
  const origin = directOrigin(table)
  if (origin === null) {
    leaveOut(reading, at, 'UNKNOWN_SOURCE', {
      text: `${dependency.name} = { ${Object.keys(table).join(', ')} }`,
      reason: 'The source is of no known kind.',
    })
    return { ...dependency, marker }
  }
  const artifacts = origin.kind === 'url' ? [artifactOf({ filename: lastSegment(origin.url), url: origin.url })] : []
  return { ...dependency, marker, origin, artifacts, version: null, editable: readFlag(table, 'editable') }
}

function directOrigin(table: TomlTable): Origin | null {
  const git = readString(table, 'git')
  const rev = readString(table, 'rev')
  const subdirectory = readString(table, 'subdirectory')
  if (git !== null)
    return gitOrigin({
      url: git,
      ref: readString(table, 'tag') ?? readString(table, 'branch') ?? rev,
      commit: rev,
      subdirectory,
    })
  const url = readString(table, 'url')
  if (url !== null) return urlOrigin(url)
  const path = readString(table, 'path')
  return path === null ? null : { kind: 'path', path }
}
