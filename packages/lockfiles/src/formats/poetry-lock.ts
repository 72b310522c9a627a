import type { Dependency, Edge, Lockfile, Scope } from '@cordon/model'
import { parseName } from '@cordon/pypa'
import { dependencyOf, lockfileOf } from '../builder.ts'
import { LockfileError } from '../error.ts'
import type { LockfileFormat } from '../format.ts'
import { outgoingOf, reach } from '../graph.ts'
import { edgesOf, extrasAsked, indexByName, unaskedFor, type Wish, withinScopes } from '../lock-edges.ts'
import { readPoetryConstraint, satisfiesAny } from '../poetry/constraint.ts'
import { type PoetryEntry, readPoetryEntries } from '../poetry/lock-entries.ts'
import { type PoetryRequirement, readPoetryRequirements } from '../poetry/requirement.ts'
import { leaveOut, locate, markerOf, type Reading, readingOf } from '../reading.ts'
import { readString, readStrings, readTable, readValue } from '../toml.ts'

/** Poetry's lock, versions before 1.0 to 2.x. */
export const poetryLock = {
  id: 'poetry-lock',
  title: 'Poetry lock file',
  files: ['poetry.lock'],
  role: 'lock',
  matches: (path) => /(?:^|\/)poetry\.lock$/.test(path),
  parse: parsePoetryLock,
} as const satisfies LockfileFormat

function parsePoetryLock(text: string, path: string): Lockfile {
  const reading = readingOf(text, path)
  checkVersion(reading)
  const entries = readPoetryEntries(reading)
  const byName = indexByName(entries.map((entry) => entry.name))
  // Requirements of what no environment of the project needs are not in the lock: no error.
  const edges = edgesOf(reading, byName, allWishes(reading, entries))
  const metadata = readTable(reading.root, 'metadata')
  const hash = metadata === null ? null : readString(metadata, 'content-hash')
  return lockfileOf({
    path,
    format: 'poetry-lock',
    role: 'lock',
    dependencies: withinScopes(reading, relate(reading, entries, edges)),
    edges,
    skipped: reading.skipped,
    requiresPython: pythonOf(metadata === null ? null : readString(metadata, 'python-versions')),
    contentHash: hash === null ? null : { algorithm: 'sha256', value: hash },
  })
}

function checkVersion(reading: Reading): void {
  const metadata = readTable(reading.root, 'metadata')
  const line = reading.document.lineOf(['metadata'])
  // An empty project's lock holds `package = []` and the metadata.
  if (metadata === null)
    throw new LockfileError('MALFORMED', `${reading.path} has no [metadata]; lock again with poetry.`, { line })
  const version = readString(metadata, 'lock-version') ?? '0'
  if (!/^[012](?:\.|$)/.test(version))
    throw new LockfileError(
      'UNSUPPORTED_VERSION',
      `${reading.path} is a poetry lock of version ${version}; 2 is known.`,
      {
        line: reading.document.lineOf(['metadata', 'lock-version']),
      },
    )
}

/** `python-versions` is in poetry's own language; given as specifiers where they can say it. */
function pythonOf(text: string | null): string | null {
  const sets = text === null ? null : readPoetryConstraint(text)
  if (sets === null || sets.length !== 1) return text
  const raw = sets[0]?.raw ?? ''
  return raw === '' ? null : raw
}

/** One by one, since a package's extras times its optional requirements can be many. */
function* allWishes(reading: Reading, entries: readonly PoetryEntry[]): Generator<Wish> {
  for (const [from, entry] of entries.entries()) yield* wishesOf(reading, entries, entry, from)
}

/** No real package asks for one requirement in more of its extras. */
const mostExtrasOfOne = 100

function* wishesOf(
  reading: Reading,
  entries: readonly PoetryEntry[],
  entry: PoetryEntry,
  from: number,
): Generator<Wish> {
  const table = readTable(entry.table, 'dependencies')
  if (table === null) return
  const extras = extrasByName(entry)
  for (const key of Object.keys(table)) {
    const at = ['package', entry.position, 'dependencies', key]
    const name = parseName(key)
    const requirements = readPoetryRequirements(readValue(table, key))
    if (name === null || requirements === null) {
      const text = `${entry.rawName} needs ${key}`
      leaveOut(reading, at, 'BAD_ENTRY', { text, reason: 'The requirement has no known form.' })
      continue
    }
    for (const requirement of requirements) {
      const { optional, alternatives } = requirement
      const common = {
        from,
        name,
        marker: markerOf(reading, requirement.marker, at),
        extras: requirement.extras,
        specifier: alternatives?.length === 1 ? (alternatives[0] ?? null) : null,
        at,
        fits: (candidate: number) => fits(entries[candidate], requirement),
      }
      const activating = optional ? (extras.get(name) ?? []).slice(0, mostExtrasOfOne) : []
      if (!optional) yield { ...common, scope: null }
      for (const extra of activating) yield { ...common, scope: { kind: 'extra', name: extra } }
    }
  }
}

function fits(entry: PoetryEntry | undefined, requirement: PoetryRequirement): boolean {
  if (entry === undefined) return false
  if (requirement.origin !== null) return entry.origin.kind === requirement.origin.kind
  return requirement.alternatives === null || satisfiesAny(entry.version, requirement.alternatives)
}

const leadingName = /^[A-Za-z0-9._-]+/

/** Which extras of a package ask for an optional requirement. */
function extrasByName(entry: PoetryEntry): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>()
  const table = readTable(entry.table, 'extras')
  if (table === null) return byName
  for (const extra of Object.keys(table)) {
    for (const text of new Set(readStrings(table, extra))) {
      const name = parseName(leadingName.exec(text)?.[0] ?? '')
      if (name === null) continue
      const list = byName.get(name)
      if (list === undefined) byName.set(name, [extra])
      else if (list.at(-1) !== extra) list.push(extra)
    }
  }
  return byName
}

function relate(reading: Reading, entries: readonly PoetryEntry[], edges: readonly Edge[]): readonly Dependency[] {
  const extras = extrasAsked(entries.length, edges)
  const unasked = unaskedFor(entries.length, edges)
  const optional = extraScopes(reading, entries, edges)
  return entries.map((entry, index) => {
    const activated = entry.optional ? (optional.get(index) ?? []) : []
    const groups = activated.length === 0 ? entry.scopes : entry.scopes.filter((scope) => scope.kind !== 'main')
    return dependencyOf({
      name: entry.name,
      version: entry.version,
      origin: entry.origin,
      editable: entry.editable,
      artifacts: entry.artifacts,
      scopes: [...groups, ...activated],
      extras: extras[index] ?? [],
      marker: entry.marker,
      at: locate(reading, ['package', entry.position]),
      text: `name = "${entry.rawName}", version = "${entry.version.raw}"`,
      // The lock does not list what the project asks for; what nothing else asks for can only be asked by the project.
      direct: unasked.has(index) ? true : null,
    })
  })
}

/** A hostile lock could name more extras than can be followed one by one. */
const mostExtras = 300

/** What each extra of the project brings: the packages it names and all that they need. */
function extraScopes(
  reading: Reading,
  entries: readonly PoetryEntry[],
  edges: readonly Edge[],
): ReadonlyMap<number, readonly Scope[]> {
  const scopes = new Map<number, Scope[]>()
  const table = readTable(reading.root, 'extras')
  if (table === null || Object.keys(table).length > mostExtras) return scopes
  const byName = indexByName(entries.map((entry) => entry.name))
  const outgoing = outgoingOf(edges)
  for (const name of Object.keys(table)) {
    const first = readStrings(table, name).flatMap((text) => {
      const wanted = parseName(leadingName.exec(text)?.[0] ?? '')
      return wanted === null ? [] : (byName.get(wanted) ?? [])
    })
    const edgesToFirst = first.map((to) => ({ from: -1, to, marker: null, scope: null, extras: [] }))
    for (const index of reach(outgoing, edgesToFirst)) {
      const list = scopes.get(index)
      if (list === undefined) scopes.set(index, [{ kind: 'extra', name }])
      else list.push({ kind: 'extra', name })
    }
  }
  return scopes
}
