import type { Dependency, Lockfile } from '@cordon/model'
import type { Specifier, SpecifierSet } from '@cordon/pypa'
import type { Project } from './projects.ts'

/**
 * What a fix may be without breaking the rest: the ranges that the dependents of a package and the project's manifests ask for,
 * all together; null where nothing is asked.
 */
export function constraintOf(file: Lockfile, project: Project, dependency: Dependency): SpecifierSet | null {
  const ranges = rangesIn(file).get(dependency)
  const demands = project.demands.get(dependency.name)
  if (ranges === undefined && demands === undefined) return null
  const sets = [...(ranges ?? []), ...(demands ?? [])]
  const clauses = new Map<string, Specifier>()
  for (const set of sets)
    for (const clause of set.clauses)
      clauses.set(`${clause.operator}${clause.version.raw}${clause.wildcard ? '.*' : ''}`, clause)
  return clauses.size === 0 ? null : { raw: [...clauses.keys()].join(','), clauses: [...clauses.values()] }
}

const known = new WeakMap<Lockfile, ReadonlyMap<Dependency, readonly SpecifierSet[]>>()

/** By dependency: the ranges on the edges that lead to it. */
function rangesIn(file: Lockfile): ReadonlyMap<Dependency, readonly SpecifierSet[]> {
  const before = known.get(file)
  if (before !== undefined) return before
  const ranges = new Map<Dependency, SpecifierSet[]>()
  for (const edge of file.edges) {
    const target = file.dependencies[edge.to]
    if (target === undefined || edge.specifier === undefined) continue
    const list = ranges.get(target)
    if (list === undefined) ranges.set(target, [edge.specifier])
    else list.push(edge.specifier)
  }
  known.set(file, ranges)
  return ranges
}
