import type { Artifact, Dependency, Edge, Scope } from '@cordon/model'
import { type Marker, type MarkerExpression, normalizeName, PypaError, parseName, parseRequirement } from '@cordon/pypa'
import { edgeOf } from '../builder.ts'
import { platformMarker } from './platform.ts'

/** What one package asks of another. */
export interface CondaNeed {
  readonly name: string
  readonly extras: readonly string[]
  readonly marker: Marker | null
  /** The extra of the asking package that it takes; null for a plain requirement. */
  readonly extra: string | null
}

/** Where a package is installed: one platform of one part of the project. */
export interface CondaPlace {
  readonly platform: string
  /** Packages of one environment lie beside each other. */
  readonly environment: string
  readonly scope: Scope | null
}

interface Collected {
  dependency: Dependency
  readonly artifacts: Artifact[]
  readonly urls: Set<string | null>
  readonly scopes: Map<string, Scope>
  readonly extras: Set<string>
  readonly platforms: Set<string>
  /** `environment/platform`, to tell which packages lie beside each other. */
  readonly places: Set<string>
  readonly needs: CondaNeed[]
}

/** Comparisons of places that finding the edges may take. */
const mostSteps = 2_000_000

/**
 * Gathers the packages of a lock that lists each once for every platform: what is the same name, version and origin
 * becomes one dependency with all its files, scopes and a marker for its platforms.
 */
export class CondaCollector {
  private readonly collected = new Map<string, Collected>()
  private readonly platforms = new Set<string>()

  /** Adds one package; `place` null where nothing says where it goes. */
  add(dependency: Dependency, needs: readonly CondaNeed[], place: CondaPlace | null): void {
    const { name, version, origin, editable } = dependency
    const key = JSON.stringify([name, version?.raw ?? null, origin, editable])
    const one = this.collected.get(key) ?? this.open(key, dependency)
    for (const artifact of dependency.artifacts) {
      if (one.urls.has(artifact.url)) continue
      one.urls.add(artifact.url)
      one.artifacts.push(artifact)
      one.needs.push(...needs)
    }
    if (dependency.artifacts.length === 0 && one.needs.length === 0) one.needs.push(...needs)
    for (const extra of dependency.extras) one.extras.add(extra)
    if (place === null) return
    this.platforms.add(place.platform)
    one.platforms.add(place.platform)
    one.places.add(`${place.environment}/${place.platform}`)
    if (place.scope !== null) one.scopes.set(`${place.scope.kind}:${place.scope.name}`, place.scope)
  }

  private open(key: string, dependency: Dependency): Collected {
    const one: Collected = {
      dependency,
      artifacts: [],
      urls: new Set(),
      scopes: new Map(),
      extras: new Set(),
      platforms: new Set(),
      places: new Set(),
      needs: [],
    }
    this.collected.set(key, one)
    return one
  }

  /**
   * The dependencies in the order of the file, and the edges between those that lie beside each other. What nothing in the
   * lock needs was asked for by the project; of the rest nobody knows. `complete` is false where a bound cut the edges off.
   */
  finish(): {
    readonly dependencies: readonly Dependency[]
    readonly edges: readonly Edge[]
    readonly complete: boolean
  } {
    const all = [...this.collected.values()]
    const { edges, needed, complete } = edgesOf(all)
    const dependencies = all.map((one, index) => ({
      ...one.dependency,
      artifacts: one.artifacts,
      scopes: [...one.scopes.values()],
      extras: [...one.extras],
      marker: one.platforms.size === this.platforms.size ? null : platformMarker(one.platforms),
      direct: complete && one.places.size > 0 && !needed.has(index) && !one.dependency.own ? true : null,
    }))
    return { dependencies, edges, complete }
  }
}

interface Edges {
  readonly edges: readonly Edge[]
  /** Indexes of the packages that some other one needs, be it for an extra that nobody asks for. */
  readonly needed: ReadonlySet<number>
  readonly complete: boolean
}

function edgesOf(all: readonly Collected[]): Edges {
  // A PyPI package may need what conda installs, and their names are written by different rules.
  const byName = Map.groupBy(all.keys(), (index) => normalizeName(all[index]?.dependency.name ?? ''))
  const wanted = wantedExtras(all)
  const edges = new Map<string, Edge>()
  const needed = new Set<number>()
  let steps = 0
  for (const [from, one] of all.entries()) {
    for (const need of one.needs) {
      for (const to of byName.get(normalizeName(need.name)) ?? []) {
        const target = all[to]
        if (target === undefined || from === to) continue
        steps += 1 + Math.min(one.places.size, target.places.size)
        if (steps > mostSteps) return { edges: [...edges.values()], needed, complete: false }
        if (one.places.isDisjointFrom(target.places)) continue
        needed.add(to)
        const { marker, extras, extra } = need
        if (extra !== null && !wanted.has(`${normalizeName(one.dependency.name)}[${extra}]`)) continue
        const scope: Scope | null = extra === null ? null : { kind: 'extra', name: extra }
        const key = `${from} ${to} ${extra ?? ''}`
        if (!edges.has(key)) edges.set(key, edgeOf(from, to, { marker, scope, extras }))
      }
    }
  }
  return { edges: [...edges.values()], needed, complete: true }
}

/** `name[extra]` for every extra that some package asks of another or that the lock installs. */
function wantedExtras(all: readonly Collected[]): ReadonlySet<string> {
  const wanted = new Set<string>()
  for (const { dependency, extras, needs } of all) {
    for (const extra of extras) wanted.add(`${normalizeName(dependency.name)}[${extra}]`)
    for (const need of needs) for (const extra of need.extras) wanted.add(`${normalizeName(need.name)}[${extra}]`)
  }
  return wanted
}

/** Reads `name >=1,<2 build`, as conda writes what a package depends on; virtual packages (`__glibc`) are none. */
export function condaNeed(text: string): CondaNeed | null {
  const name = /^[A-Za-z0-9_][A-Za-z0-9_.-]*/.exec(text.trim())?.[0]
  return name === undefined || name.startsWith('__') ? null : { name, extras: [], marker: null, extra: null }
}

/** Reads one entry of `requires_dist` (PEP 508); null where it cannot be read: it only costs an edge. */
export function pypiNeed(text: string): CondaNeed | null {
  try {
    const { name, extras, marker } = parseRequirement(text)
    return { name, extras, marker, extra: marker === null ? null : extraOf(marker.expression) }
  } catch (error) {
    if (error instanceof PypaError) return null
    throw error
  }
}

/** The extra that a marker compares with, or null. */
function extraOf(expression: MarkerExpression): string | null {
  if (expression.kind !== 'compare') {
    for (const term of expression.terms) {
      const extra = extraOf(term)
      if (extra !== null) return extra
    }
    return null
  }
  const { left, right } = expression
  if (left.kind === 'variable' && left.name === 'extra' && right.kind === 'text') return parseName(right.value)
  if (right.kind === 'variable' && right.name === 'extra' && left.kind === 'text') return parseName(left.value)
  return null
}
