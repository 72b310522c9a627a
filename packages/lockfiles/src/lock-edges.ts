import type { Dependency, Edge, Scope } from '@cordon/model'
import type { Marker, PackageName, SpecifierSet } from '@cordon/pypa'
import { skip } from './builder.ts'
import { leaveOut, type Reading } from './reading.ts'
import type { TomlPath } from './toml.ts'

/** More than any real lock has; a hostile one could ask for the square of its length. */
const mostEdges = 250_000
const mostWishes = 1_000_000
const mostScopes = 500_000
/** More entries of one name than the forks of any real lock. */
const mostForks = 100

/** One requirement that a package of a lock has, before it is known which entries it means. */
export interface Wish {
  readonly from: number
  readonly name: PackageName
  readonly marker: Marker | null
  readonly scope: Scope | null
  readonly extras: readonly string[]
  readonly specifier?: SpecifierSet | null
  readonly at: TomlPath
  /** True for the entries of that name that are meant. */
  fits?(candidate: number): boolean
}

/** The entries of a lock by name: forks list one name several times. */
export function indexByName(names: readonly PackageName[]): ReadonlyMap<PackageName, readonly number[]> {
  const byName = new Map<PackageName, number[]>()
  names.forEach((name, index) => {
    const list = byName.get(name)
    if (list === undefined) byName.set(name, [index])
    else list.push(index)
  })
  return byName
}

/**
 * Edges from wishes. Where no entry fits, every entry of the name counts: an edge too many is better than one lost (of a
 * name that is listed over a hundred times, the first hundred).
 * `missing` hears of the wishes that name nothing in the file.
 */
export function edgesOf(
  reading: Reading,
  byName: ReadonlyMap<PackageName, readonly number[]>,
  wishes: Iterable<Wish>,
  missing: (wish: Wish) => void = () => {},
): readonly Edge[] {
  const edges: Edge[] = []
  let seen = 0
  for (const wish of wishes) {
    seen += 1
    if (seen > mostWishes) {
      const reason = `Only the first ${mostWishes} requirements between packages are looked at.`
      leaveOut(reading, wish.at, 'TOO_MANY', { text: wish.name, reason })
      return edges
    }
    const all = byName.get(wish.name)
    if (all === undefined) {
      missing(wish)
      continue
    }
    const named = all.length > mostForks ? all.slice(0, mostForks) : all
    const fitting = named.length === 1 ? named : named.filter((candidate) => wish.fits?.(candidate) ?? true)
    const meant = fitting.length === 0 ? named : fitting
    for (const to of meant) {
      if (edges.length >= mostEdges) {
        const reason = `Only the first ${mostEdges} requirements between packages are kept.`
        leaveOut(reading, wish.at, 'TOO_MANY', { text: wish.name, reason })
        return edges
      }
      edges.push(edgeTo(wish, to))
    }
  }
  return edges
}

function edgeTo(wish: Wish, to: number): Edge {
  const edge: Edge = { from: wish.from, to, marker: wish.marker, scope: wish.scope, extras: wish.extras }
  return wish.specifier && wish.specifier.clauses.length > 0 ? { ...edge, specifier: wish.specifier } : edge
}

/**
 * The dependencies with their scopes, up to half a million scopes in all: groups that include each other, times what they
 * hold, can be far longer than the file. Beyond, a dependency is of no known part, so that no choice of parts leaves it out.
 */
export function withinScopes(reading: Reading, dependencies: readonly Dependency[]): readonly Dependency[] {
  let spent = 0
  const index = dependencies.findIndex((one) => {
    spent += one.scopes.length
    return spent > mostScopes
  })
  const first = dependencies[index]
  if (first === undefined) return dependencies
  reading.skipped.push(
    skip(first.at, 'TOO_MANY', first.text, 'From here on, dependencies are not told apart by groups and extras.'),
  )
  return dependencies.map((one, position) => (position < index ? one : { ...one, scopes: [] }))
}

/** The extras that edges ask of each package, sorted. */
export function extrasAsked(count: number, edges: readonly Edge[]): readonly (readonly string[])[] {
  const asked = new Map<number, Set<string>>()
  for (const edge of edges) {
    if (edge.extras.length === 0) continue
    const set = asked.get(edge.to) ?? new Set<string>()
    for (const extra of edge.extras) set.add(extra)
    asked.set(edge.to, set)
  }
  return Array.from({ length: count }, (_none, index) => [...(asked.get(index) ?? [])].sort())
}

/** The packages that no other one asks for. */
export function unaskedFor(count: number, edges: readonly Edge[]): ReadonlySet<number> {
  const unasked = new Set(Array.from({ length: count }, (_none, index) => index))
  for (const edge of edges) if (edge.from !== edge.to) unasked.delete(edge.to)
  return unasked
}
