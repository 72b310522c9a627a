import type { Dependency, Edge, Scope } from '@cordon/model'
import {
  type Marker,
  normalizeName,
  type PackageName,
  parseName,
  parseSpecifiers,
  type SpecifierSet,
} from '@cordon/pypa'
import { dependencyOf, mainScope } from '../builder.ts'
import { outgoingOf, reach } from '../graph.ts'
import { edgesOf, extrasAsked, indexByName, type Wish } from '../lock-edges.ts'
import { anyMarker, leaveOut, locate, markerOf, type Reading } from '../reading.ts'
import { isTable, readArray, readString, readStrings, readTable, type TomlPath, type TomlTable } from '../toml.ts'
import { type Entry, sourceKeyOf } from './entries.ts'

/** What the project itself asks for without a package of its own: a script's requirements, a workspace's groups. */
export interface Root {
  readonly scope: Scope
  readonly name: PackageName
  readonly extras: readonly string[]
}

// Early revisions called the groups `dev-dependencies`, and `dependency-groups` for a while.
const namedKeys = ['optional-dependencies', 'dev-dependencies', 'dependency-groups'] as const

/** One list of requirements of a package, and the part of it that asks. */
interface Part {
  readonly key: 'dependencies' | (typeof namedKeys)[number]
  readonly scope: Scope | null
  readonly values: readonly unknown[]
  readonly at: TomlPath
}

/** Every requirement between the entries. A requirement of something that is not in the lock is recorded. */
export function readEdges(reading: Reading, entries: readonly Entry[]): readonly Edge[] {
  const byName = indexByName(entries.map((entry) => entry.name))
  const wishes = entries.flatMap((entry, from) => readWishes(reading, entries, entry, from))
  return edgesOf(reading, byName, wishes, (wish) => {
    const text = `${entries[wish.from]?.rawName ?? ''} needs ${wish.name}`
    leaveOut(reading, wish.at, 'BAD_ENTRY', { text, reason: 'That package is not in the lock; lock again with uv.' })
  })
}

function partsOf(entry: Entry): readonly Part[] {
  const at = ['package', entry.position]
  const plain: Part = {
    key: 'dependencies',
    scope: null,
    values: readArray(entry.table, 'dependencies'),
    at: [...at, 'dependencies'],
  }
  return [plain, ...namedKeys.flatMap((key) => namedParts(entry, key))]
}

function namedParts(entry: Entry, key: (typeof namedKeys)[number]): readonly Part[] {
  const kind = key === 'optional-dependencies' ? 'extra' : 'group'
  const table = readTable(entry.table, key)
  if (table === null) return []
  return Object.keys(table).map((name) => ({
    key,
    scope: { kind, name },
    values: readArray(table, name),
    at: ['package', entry.position, key, name],
  }))
}

function readWishes(reading: Reading, entries: readonly Entry[], entry: Entry, from: number): readonly Wish[] {
  return partsOf(entry).flatMap((part) => {
    const asked = entry.own ? askedSpecifiers(entry, part) : null
    return part.values.flatMap((value, index) => {
      const name = isTable(value) ? parseName(readString(value, 'name') ?? '') : null
      const at = [...part.at, index]
      if (!isTable(value) || name === null) {
        leaveOut(reading, at, 'BAD_ENTRY', { text: entry.rawName, reason: 'A requirement has no valid name.' })
        return []
      }
      return [
        {
          from,
          name,
          marker: markerOf(reading, readString(value, 'marker'), at),
          scope: part.scope,
          extras: readStrings(value, 'extra').map(normalizeName),
          specifier: asked?.get(name) ?? null,
          at,
          fits: fitting(entries, value),
        },
      ]
    })
  })
}

/** uv writes the version and the source of a requirement where the name alone would not tell which fork is meant. */
function fitting(entries: readonly Entry[], wish: TomlTable): (candidate: number) => boolean {
  const version = readString(wish, 'version')
  const source = readTable(wish, 'source')
  const key = source === null ? null : sourceKeyOf(source)
  return (candidate) => {
    const entry = entries[candidate]
    return (version === null || entry?.version?.raw === version) && (key === null || entry?.sourceKey === key)
  }
}

const extraOfMarker = /\bextra == (?:'([^']*)'|"([^"]*)")/

/**
 * What the project's own metadata asks of each package, at the time of locking: `requires-dist` and `requires-dev`. A name
 * that is asked for in several ways is left out, since the lock does not tell which way an edge stands for.
 */
function askedSpecifiers(entry: Entry, part: Part): ReadonlyMap<PackageName, SpecifierSet> {
  const metadata = readTable(entry.table, 'metadata')
  const asked = new Map<PackageName, SpecifierSet>()
  if (metadata === null) return asked
  const seen = new Set<PackageName>()
  const doubled = new Set<PackageName>()
  for (const value of requirementsOf(metadata, part)) {
    const name = isTable(value) ? parseName(readString(value, 'name') ?? '') : null
    if (!isTable(value) || name === null) continue
    if (seen.has(name)) doubled.add(name)
    seen.add(name)
    const specifier = parseSpecifiers(readString(value, 'specifier') ?? '')
    if (specifier !== null && specifier.clauses.length > 0) asked.set(name, specifier)
  }
  for (const name of doubled) asked.delete(name)
  return asked
}

function requirementsOf(metadata: TomlTable, part: Part): readonly unknown[] {
  if (part.scope?.kind === 'group') {
    const groups = readTable(metadata, 'requires-dev') ?? readTable(metadata, 'dependency-groups')
    return groups === null ? [] : readArray(groups, part.scope.name)
  }
  const wanted = part.scope?.name ?? null
  return readArray(metadata, 'requires-dist').filter((value) => {
    const found = extraOfMarker.exec((isTable(value) ? readString(value, 'marker') : null) ?? '')
    return (found?.[1] ?? found?.[2] ?? null) === wanted
  })
}

/** Entries as dependencies: which parts of the project ask for each, with which extras, and whether directly. */
export function relate(
  reading: Reading,
  entries: readonly Entry[],
  edges: readonly Edge[],
  roots: readonly Root[],
): readonly Dependency[] {
  const byName = indexByName(entries.map((entry) => entry.name))
  const rootEdges = roots.flatMap((root) =>
    (byName.get(root.name) ?? []).map((to) => ({ from: -1, to, marker: null, scope: root.scope, extras: root.extras })),
  )
  const fromProject = [...edges.filter((edge) => entries[edge.from]?.own === true), ...rootEdges]
  const scopes = scopesOf(entries.length, edges, fromProject)
  // A lock without a project of its own does not tell what the project asks for.
  const hasProject = roots.length > 0 || entries.some((entry) => entry.own)
  const direct = new Set(fromProject.map((edge) => edge.to))
  const extras = extrasAsked(entries.length, [...edges, ...rootEdges])
  const incoming = Map.groupBy([...edges, ...rootEdges], (edge) => edge.to)
  return entries.map((entry, index) =>
    dependencyOf({
      name: entry.name,
      version: entry.version,
      origin: entry.origin,
      editable: entry.editable,
      artifacts: entry.artifacts,
      scopes: scopes.get(index) ?? [],
      extras: extras[index] ?? [],
      marker: entry.marker ?? conditionOf(reading, incoming.get(index) ?? [], ['package', entry.position]),
      at: locate(reading, ['package', entry.position]),
      text: textOf(entry),
      own: entry.own,
      direct: hasProject ? entry.own || direct.has(index) : null,
    }),
  )
}

/** More different conditions than this do not read as one. */
const mostConditions = 8

/** uv writes markers where a package is asked for: what everybody asks only under a condition has that condition. */
function conditionOf(reading: Reading, incoming: readonly Edge[], at: TomlPath): Marker | null {
  const different = new Map(incoming.map((edge) => [edge.marker?.raw ?? '', edge.marker]))
  return different.size > mostConditions ? null : anyMarker(reading, [...different.values()], at)
}

function textOf(entry: Entry): string {
  const version = entry.version === null ? '' : `, version = "${entry.version.raw}"`
  const [kind = '', place = ''] = entry.sourceKey.split(' ', 2)
  return `name = "${entry.rawName}"${version}, source = { ${kind} = "${place}" }`
}

/** A project with more parts than this is not walked part by part: its dependencies then belong to no known part. */
const mostScopes = 300

function scopesOf(
  count: number,
  edges: readonly Edge[],
  fromProject: readonly Edge[],
): ReadonlyMap<number, readonly Scope[]> {
  const parts = new Map<string, { readonly scope: Scope; readonly first: Edge[] }>()
  for (const edge of fromProject) {
    const scope = edge.scope ?? mainScope
    const key = `${scope.kind} ${scope.name}`
    const part = parts.get(key)
    if (part === undefined) parts.set(key, { scope, first: [edge] })
    else part.first.push(edge)
  }
  const scopes = new Map<number, Scope[]>()
  if (parts.size > mostScopes || count === 0) return scopes
  const outgoing = outgoingOf(edges)
  for (const { scope, first } of parts.values()) {
    for (const index of reach(outgoing, first)) {
      const list = scopes.get(index)
      if (list === undefined) scopes.set(index, [scope])
      else list.push(scope)
    }
  }
  return scopes
}
