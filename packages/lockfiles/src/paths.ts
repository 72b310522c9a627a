import type { Lockfile } from '@cordon/model'

/** No real chain of requirements is longer. */
const longestPath = 64

/**
 * Who pulls each dependency in: for an index into `dependencies`, the packages on one shortest way to it, outermost first,
 * itself and the project's own packages left out. Empty for what the project asks for itself, and where the file does not
 * tell. One walk over all edges; each answer costs its length (at most 64: of a longer way, the end).
 */
export function pathsTo(file: Lockfile): (index: number) => readonly number[] {
  const cameFrom = shortestWays(file)
  return (index) => {
    const path: number[] = []
    let at = cameFrom[index] ?? -1
    while (at >= 0 && path.length < longestPath) {
      if (file.dependencies[at]?.own !== true) path.push(at)
      at = cameFrom[at] ?? -1
    }
    return path.reverse()
  }
}

/** For each dependency the one before it on a shortest way from the project; -1 for none. */
function shortestWays(file: Lockfile): readonly number[] {
  const { dependencies, edges } = file
  const outgoing: number[][] = dependencies.map(() => [])
  for (const edge of edges) outgoing[edge.from]?.push(edge.to)
  const cameFrom = dependencies.map(() => -1)
  const seen = new Set<number>()
  const queue: number[] = []
  const visit = (index: number): void => {
    if (seen.has(index)) return
    seen.add(index)
    queue.push(index)
  }
  // Own packages first: their requirements are at distance one, as is everything that is known to be direct.
  dependencies.forEach((one, index) => {
    if (one.own) visit(index)
  })
  dependencies.forEach((one, index) => {
    if (one.direct === true) visit(index)
  })
  for (let next = 0; next < queue.length; next += 1) {
    const from = queue[next] ?? -1
    for (const to of outgoing[from] ?? []) {
      if (!seen.has(to)) cameFrom[to] = from
      visit(to)
    }
  }
  return cameFrom
}
