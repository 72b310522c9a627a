import type { Dependency, InstallOption, Origin, Scope } from '@cordon/model'
import { defaultIndexUrl, lastSegment, normalizeName, type PackageName, parseName, pinnedVersion } from '@cordon/pypa'
import { artifactOf, defaultIndex, dependencyOf, mainScope, optionOf } from '../builder.ts'
import { indexOrigin } from '../origins.ts'
import { readPoetryConstraint } from '../poetry/constraint.ts'
import { type PoetryRequirement, readPoetryRequirements } from '../poetry/requirement.ts'
import { leaveOut, locate, markerOf, type Reading, tableAt } from '../reading.ts'
import { isTable, readArray, readFlag, readString, readStrings, readTables, readValue, type TomlPath } from '../toml.ts'

const base = ['tool', 'poetry'] as const

/** One dependency table of `[tool.poetry]`, and the part of the project that it is for. */
interface Part {
  readonly at: readonly string[]
  readonly scope: Scope
}

/** Everything that `[tool.poetry]` asks for. `python` in it is no package. */
export function poetryDependencies(reading: Reading): readonly Dependency[] {
  const extras = extrasByName(reading)
  const sources = poetrySources(reading)
  return partsOf(reading).flatMap(({ at, scope }) => {
    const table = tableAt(reading, at)
    if (table === null) return []
    return Object.keys(table)
      .filter((key) => key !== 'python')
      .flatMap((key) => readEntry(reading, [...at, key], { scope, extras, sources }))
  })
}

function partsOf(reading: Reading): readonly Part[] {
  const groups = tableAt(reading, [...base, 'group']) ?? {}
  return [
    { at: [...base, 'dependencies'], scope: mainScope },
    { at: [...base, 'dev-dependencies'], scope: { kind: 'group', name: 'dev' } },
    ...Object.keys(groups).map((name): Part => {
      const scope: Scope = name === 'main' ? mainScope : { kind: 'group', name }
      return { at: [...base, 'group', name, 'dependencies'], scope }
    }),
    { at: [...base, 'requires-plugins'], scope: { kind: 'build', name: 'requires-plugins' } },
  ]
}

interface Known {
  readonly scope: Scope
  readonly extras: ReadonlyMap<PackageName, readonly Scope[]>
  readonly sources: ReadonlyMap<string, Origin>
}

function readEntry(reading: Reading, at: readonly string[], known: Known): readonly Dependency[] {
  const key = at.at(-1) ?? ''
  const table = tableAt(reading, at.slice(0, -1))
  const value = table === null ? undefined : readValue(table, key)
  const name = parseName(key)
  const requirements = readPoetryRequirements(value)
  if (name === null || requirements === null) {
    leaveOut(reading, at, 'BAD_ENTRY', { text: `${key} = ${String(value)}`, reason: 'Not a requirement of poetry.' })
    return []
  }
  return requirements.map((requirement, index) => {
    const place: TomlPath = Array.isArray(value) ? [...at, index] : at
    return dependencyAt(reading, place, name, { ...known, requirement })
  })
}

function dependencyAt(
  reading: Reading,
  at: TomlPath,
  name: PackageName,
  { requirement, scope, extras, sources }: Known & { readonly requirement: PoetryRequirement },
): Dependency {
  const text = `${String(at.findLast((step) => typeof step === 'string'))} = ${written(requirement)}`
  if (requirement.alternatives === null)
    leaveOut(reading, at, 'BAD_VERSION', { text, reason: 'Not a version constraint of poetry; any version counts.' })
  const set = requirement.alternatives?.length === 1 ? (requirement.alternatives[0] ?? null) : null
  const activated = requirement.optional && scope.kind === 'main' ? (extras.get(name) ?? []) : []
  const origin = requirement.origin ?? namedIndex(reading, at, requirement.source, sources)
  const file = origin.kind === 'url' ? [artifactOf({ filename: lastSegment(origin.url), url: origin.url })] : []
  return dependencyOf({
    name,
    version: set === null || origin.kind !== 'index' ? null : pinnedVersion(set),
    specifier: origin.kind === 'index' ? set : null,
    origin,
    editable: requirement.editable,
    artifacts: file,
    scopes: activated.length > 0 ? activated : [scope],
    extras: requirement.extras,
    marker: markerOf(reading, requirement.marker, at),
    at: locate(reading, at),
    text,
    direct: true,
  })
}

/** The deciding part of an entry, as its author would write it. */
function written({ constraint, origin }: PoetryRequirement): string {
  if (origin === null || origin.kind === 'index' || origin.kind === 'conda') return `"${constraint}"`
  if (origin.kind === 'path') return `{ path = "${origin.path}" }`
  if (origin.kind === 'url') return `{ url = "${origin.url}" }`
  const ref = origin.ref ?? origin.commit
  return `{ ${origin.vcs} = "${origin.url}"${ref === null ? '' : `, rev = "${ref}"`} }`
}

function namedIndex(
  reading: Reading,
  at: TomlPath,
  source: string | null,
  sources: ReadonlyMap<string, Origin>,
): Origin {
  if (source === null) return defaultIndex
  const origin = sources.get(source.toLowerCase())
  if (origin !== undefined) return origin
  const reason = 'No [[tool.poetry.source]] of this file has that name.'
  leaveOut(reading, at, 'UNKNOWN_SOURCE', { text: `source = "${source}"`, reason })
  return defaultIndex
}

/** `[tool.poetry.extras]` names optional dependencies: which extras bring each. */
function extrasByName(reading: Reading): ReadonlyMap<PackageName, readonly Scope[]> {
  const table = tableAt(reading, [...base, 'extras'])
  const extras = new Map<PackageName, Scope[]>()
  for (const extra of Object.keys(table ?? {})) {
    for (const text of table === null ? [] : readStrings(table, extra)) {
      const name = parseName(text)
      if (name === null) continue
      const scopes = extras.get(name)
      if (scopes === undefined) extras.set(name, [{ kind: 'extra', name: extra }])
      else scopes.push({ kind: 'extra', name: extra })
    }
  }
  return extras
}

function poetrySources(reading: Reading): ReadonlyMap<string, Origin> {
  const poetry = tableAt(reading, base)
  const sources = new Map<string, Origin>([['pypi', defaultIndex]])
  for (const table of poetry === null ? [] : readTables(poetry, 'source')) {
    const name = readString(table, 'name')
    const url = readString(table, 'url')
    if (name !== null && url !== null) sources.set(name.toLowerCase(), indexOrigin(url))
  }
  return sources
}

/**
 * `[[tool.poetry.source]]`. The first primary source takes the place of the default index; a further primary one and a
 * supplemental one are asked for any name; an explicit one serves only packages that name it.
 */
export function poetryOptions(reading: Reading): readonly InstallOption[] {
  const poetry = tableAt(reading, base)
  let hasMain = false
  return (poetry === null ? [] : readArray(poetry, 'source')).flatMap((value, position) => {
    const at = [...base, 'source', position]
    const name = isTable(value) ? readString(value, 'name') : null
    const url = isTable(value)
      ? (readString(value, 'url') ?? (name?.toLowerCase() === 'pypi' ? defaultIndexUrl : null))
      : null
    if (!isTable(value) || url === null) {
      leaveOut(reading, at, 'BAD_ENTRY', { text: '[[tool.poetry.source]]', reason: 'The source has no url.' })
      return []
    }
    const old = readFlag(value, 'default') ? 'default' : readFlag(value, 'secondary') ? 'supplemental' : 'primary'
    const priority = (readString(value, 'priority') ?? old).toLowerCase()
    const isMain = (priority === 'primary' || priority === 'default') && !hasMain
    if (isMain) hasMain = true
    return [
      optionOf({
        kind: isMain ? 'index-url' : 'extra-index-url',
        value: url,
        name,
        explicit: priority === 'explicit',
        at: locate(reading, at),
        text: `[[tool.poetry.source]] url = "${url}", priority = "${priority}"`,
      }),
    ]
  })
}

/** Poetry's range of Python as specifiers where they can say it, else as written. */
export function poetryPython(reading: Reading): string | null {
  const table = tableAt(reading, [...base, 'dependencies'])
  const value = table === null ? undefined : readValue(table, 'python')
  const text = typeof value === 'string' ? value : isTable(value) ? readString(value, 'version') : null
  const sets = text === null ? null : readPoetryConstraint(text)
  if (sets === null || sets.length !== 1) return text
  return sets[0]?.raw === '' ? null : (sets[0]?.raw ?? null)
}

/**
 * Where `[project]` lists the dependencies, poetry takes from its own table only how to get them: source, path, repository.
 * The requirement of `[project]` stays, with the origin of poetry's entry.
 */
export function enrichedByPoetry(
  dependencies: readonly Dependency[],
  poetry: readonly Dependency[],
): readonly Dependency[] {
  if (poetry.length === 0) return dependencies
  const ofGroups = new Map(poetry.flatMap((one) => groupKeys(one).map((key) => [key, one] as const)))
  const ofProject = new Map(poetry.filter((one) => !isOfGroup(one)).map((one) => [one.name, one]))
  return dependencies.map((dependency) => {
    const [scope] = dependency.scopes
    if (scope === undefined || scope.kind === 'build' || dependency.constraint) return dependency
    const found =
      scope.kind === 'group' ? ofGroups.get(groupKey(dependency.name, scope.name)) : ofProject.get(dependency.name)
    if (found === undefined || dependency.origin.kind !== 'index') return dependency
    const { origin, editable, artifacts } = found
    return { ...dependency, origin, editable, artifacts }
  })
}

/** The part of poetry's dependencies that is asked for beside what `[project]` and `[dependency-groups]` list. */
export function besidesProject(
  reading: Reading,
  poetry: readonly Dependency[],
  standard: readonly Dependency[],
): readonly Dependency[] {
  if (poetry.length === 0) return poetry
  const project = tableAt(reading, ['project'])
  const listed = project !== null && Array.isArray(readValue(project, 'dependencies'))
  const groups = new Set(standard.flatMap(groupKeys))
  return poetry.filter((one) => {
    if (one.scopes[0]?.kind === 'build') return true
    return isOfGroup(one) ? !groupKeys(one).some((key) => groups.has(key)) : !listed
  })
}

function isOfGroup({ scopes }: Dependency): boolean {
  return scopes[0]?.kind === 'group'
}

/** The group that holds the requirement; those that include that one come after it. */
function groupKeys({ name, scopes: [first] }: Dependency): readonly string[] {
  return first?.kind === 'group' ? [groupKey(name, first.name)] : []
}

function groupKey(name: PackageName, group: string): string {
  return `${name} ${normalizeName(group)}`
}
