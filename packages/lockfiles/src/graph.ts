import type { Edge, Scope } from '@cordon/model'
import { normalizeName } from '@cordon/pypa'

/** A package, or one extra of it: what an edge leads to and what a walk visits. */
export interface Stop {
  readonly index: number
  /** null: the package itself. */
  readonly extra: string | null
}

/** The edges of a file by where they begin, and by the part of the package that asks. */
export interface Outgoing {
  /** Edges of the package itself (`extra` null) or of one of its extras. */
  from(stop: Stop): readonly Edge[]
  /** Edges of a part of an own package. */
  ofScope(index: number, scope: Scope): readonly Edge[]
}

const noEdges: readonly Edge[] = []

function keyOf(index: number, kind: string, name: string): string {
  return `${index} ${kind} ${name}`
}

/** Orders the edges for walks; linear in their number. */
export function outgoingOf(edges: readonly Edge[]): Outgoing {
  const byPart = new Map<string, Edge[]>()
  for (const edge of edges) {
    const key = edge.scope === null ? keyOf(edge.from, 'main', '') : scopeKey(edge.from, edge.scope)
    const list = byPart.get(key)
    if (list === undefined) byPart.set(key, [edge])
    else list.push(edge)
  }
  return {
    from({ index, extra }) {
      const key = extra === null ? keyOf(index, 'main', '') : keyOf(index, 'extra', normalizeName(extra))
      return byPart.get(key) ?? noEdges
    },
    ofScope(index, scope) {
      return byPart.get(scopeKey(index, scope)) ?? noEdges
    },
  }
}

function scopeKey(index: number, scope: Scope): string {
  return scope.kind === 'main' ? keyOf(index, 'main', '') : keyOf(index, scope.kind, normalizeName(scope.name))
}

/** Every package that the given edges lead to, through plain requirements and the extras that are asked on the way. */
export function reach(
  outgoing: Outgoing,
  first: readonly Edge[],
  admits: (edge: Edge) => boolean = () => true,
): Set<number> {
  const packages = new Set<number>()
  const extras = new Set<string>()
  const waiting: Stop[] = []
  const arrive = (edge: Edge): void => {
    if (!admits(edge)) return
    if (!packages.has(edge.to)) {
      packages.add(edge.to)
      waiting.push({ index: edge.to, extra: null })
    }
    for (const extra of edge.extras) {
      const key = `${edge.to} ${extra}`
      if (extras.has(key)) continue
      extras.add(key)
      waiting.push({ index: edge.to, extra })
    }
  }
  first.forEach(arrive)
  for (let stop = waiting.pop(); stop !== undefined; stop = waiting.pop()) outgoing.from(stop).forEach(arrive)
  return packages
}
