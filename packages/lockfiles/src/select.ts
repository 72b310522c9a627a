import type { Dependency, Edge, Lockfile, Scope } from '@cordon/model'
import { type MarkerEnvironment, normalizeName } from '@cordon/pypa'
import { markerTest } from './applies.ts'
import { outgoingOf, reach } from './graph.ts'

/** What of a lock is really installed; null leaves a question open, and then everything that may be the answer counts. */
export interface Selection {
  /** Where it is installed; see `environmentOf`. */
  readonly environment: MarkerEnvironment | null
  /** Dependency groups beside the main dependencies, which always count. `[]`: none. */
  readonly groups: readonly string[] | null
  /** Extras of the project. `[]`: none. */
  readonly extras: readonly string[] | null
}

/**
 * Indexes of the dependencies that apply. Where the file knows the project's own packages and what needs what, their
 * requirements are followed; a package that nothing leads to even with everything chosen is kept. Elsewhere each
 * dependency is asked for its own scopes and marker. What a marker leaves open is kept.
 */
export function selectDependencies(file: Lockfile, choice: Selection): ReadonlySet<number> {
  return hasRoots(file) ? followed(file, choice) : filtered(file, choice)
}

/** A group or extra that was chosen and that nothing in the files belongs to: most likely a slip of the pen. */
export interface UnknownChoice {
  readonly kind: 'group' | 'extra'
  readonly name: string
  /** What could have been chosen, sorted. */
  readonly known: readonly string[]
}

/** The chosen groups and extras that no dependency and no edge of the files belongs to. */
export function unknownChoices(files: readonly Lockfile[], choice: Selection): readonly UnknownChoice[] {
  if ((choice.groups ?? []).length === 0 && (choice.extras ?? []).length === 0) return []
  const scopes = scopesOf(files)
  const unknown = (kind: UnknownChoice['kind'], chosen: readonly string[] | null): readonly UnknownChoice[] => {
    // pdm writes the project's extras as groups; `main` can be named though it is always there.
    const also = kind === 'group' ? 'main' : 'group'
    const names = (wanted: Scope['kind']): string[] =>
      scopes.filter((one) => one.kind === wanted).map((one) => one.name)
    const taken = new Set([...names(kind), ...names(also), 'main'].map(normalizeName))
    const known = [...new Set(names(kind))].sort()
    return (chosen ?? []).flatMap((name) => (taken.has(normalizeName(name)) ? [] : [{ kind, name, known }]))
  }
  return [...unknown('group', choice.groups), ...unknown('extra', choice.extras)]
}

function scopesOf(files: readonly Lockfile[]): readonly Scope[] {
  const lists = new Set(files.flatMap((file) => file.dependencies.map((one) => one.scopes)))
  const asked = files.flatMap((file) =>
    file.edges.flatMap((edge) =>
      edge.scope !== null && file.dependencies[edge.from]?.own === true ? [edge.scope] : [],
    ),
  )
  return [...[...lists].flat(), ...asked]
}

/** Requirements of a lock can be followed when it tells what the project itself asks for. */
function hasRoots(file: Lockfile): boolean {
  if (file.role !== 'lock' || file.edges.length === 0) return false
  return file.dependencies.every((one) => one.constraint || one.direct !== null)
}

function followed(file: Lockfile, choice: Selection): ReadonlySet<number> {
  // Extras of the project do not decide markers here: what an extra brings is an edge of its scope.
  const applies = markerTest(choice.environment ?? { variables: {} })
  const everything = walk(
    file,
    () => true,
    () => true,
  )
  const chosen = walk(
    file,
    scopeTest(choice),
    (edge) => applies(edge.marker) && applies(file.dependencies[edge.to]?.marker ?? null),
  )
  const kept = file.dependencies.flatMap((one, index) => {
    const orphan = !everything.has(index) && applies(one.marker)
    return chosen.has(index) || orphan || one.constraint ? [index] : []
  })
  return new Set(kept)
}

function walk(
  file: Lockfile,
  asks: (scopes: readonly Scope[]) => boolean,
  admits: (edge: Edge) => boolean,
): ReadonlySet<number> {
  const own = new Set(file.dependencies.flatMap((one, index) => (one.own ? [index] : [])))
  const first = file.edges.filter((edge) => own.has(edge.from) && (edge.scope === null || asks([edge.scope])))
  const told = new Set(file.edges.filter((edge) => own.has(edge.from)).map((edge) => edge.to))
  // What is asked for directly without an own package that asks: a script's requirements, a workspace's groups.
  const rootless = file.dependencies.flatMap((one, index) => {
    const isRoot = one.direct === true && !one.own && !one.constraint && !told.has(index)
    return isRoot && (one.scopes.length === 0 || asks(one.scopes)) ? [rootEdge(one, index)] : []
  })
  return new Set([...own, ...reach(outgoingOf(file.edges), [...first, ...rootless], admits)])
}

function rootEdge(dependency: Dependency, to: number): Edge {
  return { from: -1, to, marker: null, scope: null, extras: dependency.extras }
}

function filtered(file: Lockfile, choice: Selection): ReadonlySet<number> {
  const asks = scopeTest(choice)
  const applies = markerTest(wholeEnvironment(file, choice))
  const kept = new Set<number>()
  file.dependencies.forEach((one, index) => {
    const asked = one.scopes.length === 0 || asks(one.scopes)
    if (one.own || one.constraint || (asked && applies(one.marker))) kept.add(index)
  })
  return kept
}

/** Markers of PEP 751 name extras and groups; those of the main dependencies (`default-groups`) are always asked for. */
function wholeEnvironment(file: Lockfile, choice: Selection): MarkerEnvironment {
  const environment = choice.environment ?? { variables: {} }
  const extras = choice.extras === null ? {} : { extras: new Set(choice.extras.map(normalizeName)) }
  if (choice.groups === null) return { ...environment, ...extras }
  const lists = new Set(file.dependencies.map((one) => one.scopes))
  const main = [...lists].flatMap((scopes) => scopes.filter((scope) => scope.kind === 'main'))
  const groups = new Set([...choice.groups, ...new Set(main.map((scope) => scope.name))].map(normalizeName))
  return { ...environment, ...extras, groups }
}

/** Tells whether the choice asks for one of a dependency's scopes; lists of scopes are shared by many dependencies. */
function scopeTest(choice: Selection): (scopes: readonly Scope[]) => boolean {
  const groups = namesOf(choice.groups)
  const extras = namesOf(choice.extras)
  const asks = ({ kind, name }: Scope): boolean => {
    if (kind === 'main' || kind === 'build') return true
    const normal = normalizeName(name)
    if (kind === 'extra') return extras?.has(normal) ?? true
    // pdm writes the project's extras as groups.
    return (groups?.has(normal) ?? true) || (extras?.has(normal) ?? false)
  }
  const known = new Map<readonly Scope[], boolean>()
  return (scopes) => {
    let answer = known.get(scopes)
    if (answer === undefined) {
      answer = scopes.some(asks)
      known.set(scopes, answer)
    }
    return answer
  }
}

function namesOf(chosen: readonly string[] | null): ReadonlySet<string> | null {
  return chosen === null ? null : new Set(chosen.map(normalizeName))
}
