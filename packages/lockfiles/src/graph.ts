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
}

const noEdges: readonly Edge[] = []

/** Orders the edges for walks; linear in their number. */
export function outgoingOf(edges: readonly Edge[]): Outgoing {
  const plain = new Map<number, Edge[]>()
  const ofParts = new Map<string, Edge[]>()
  for (const edge of edges) {
    const { scope, from } = edge
    if (scope === null || scope.kind === 'main') append(plain, from, edge)
    else append(ofParts, partKey(from, scope.kind, scope.name), edge)
  }
  return {
    from({ index, extra }) {
      const found = extra === null ? plain.get(index) : ofParts.get(partKey(index, 'extra', extra))
      return found ?? noEdges
    },
  }
}

function append<K>(map: Map<K, Edge[]>, key: K, edge: Edge): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [edge])
  else list.push(edge)
}

function partKey(index: number, kind: Scope['kind'], name: string): string {
  return `${index} ${kind} ${normalizeName(name)}`
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
