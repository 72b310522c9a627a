import type { Dependency, Include, Lockfile, ProjectFile } from '@cordon/model'
import type { PackageName } from '@cordon/pypa'
import { resolvePath } from './path.ts'

const indexes = new WeakMap<Lockfile, ReadonlyMap<PackageName, readonly Dependency[]>>()

/** Every entry of a file by package name; computed once per file. */
export function entriesByName(file: Lockfile): ReadonlyMap<PackageName, readonly Dependency[]> {
  let index = indexes.get(file)
  if (index === undefined) {
    index = Map.groupBy(file.dependencies, (dependency) => dependency.name)
    indexes.set(file, index)
  }
  return index
}

/** True where the file fixes the version of the name. */
export function pins(file: Lockfile, name: PackageName): boolean {
  return (
    entriesByName(file)
      .get(name)
      ?.some((entry) => entry.version !== null) ?? false
  )
}

/** What of a project is looked up again and again; computed once per project. */
interface ProjectIndex {
  readonly byPath: ReadonlyMap<string, ProjectFile>
  /** Which files include a file by `-r`. */
  readonly includers: ReadonlyMap<Lockfile, readonly Lockfile[]>
  /** The constraints files that hold for a file, found so far. */
  readonly constraints: Map<Lockfile, readonly Lockfile[]>
}

const projects = new WeakMap<readonly ProjectFile[], ProjectIndex>()

function indexOf(project: readonly ProjectFile[]): ProjectIndex {
  let index = projects.get(project)
  if (index === undefined) {
    const byPath = new Map(project.map((each) => [each.file.path, each]))
    const pairs = project.flatMap(({ file }) =>
      targetsOf(file, 'requirements', byPath).map((target) => ({ file, target })),
    )
    const grouped = Map.groupBy(pairs, (pair) => pair.target)
    const includers = new Map([...grouped].map(([target, found]) => [target, found.map((pair) => pair.file)]))
    index = { byPath, includers, constraints: new Map() }
    projects.set(project, index)
  }
  return index
}

/** The file of a project at a path. */
export function fileAt(path: string, project: readonly ProjectFile[]): ProjectFile | null {
  return indexOf(project).byPath.get(path) ?? null
}

/**
 * True where a constraints file fixes the version: one that this file names by `-c`, or that a file which includes this one
 * names, since constraints hold for the whole install.
 */
export function pinnedByConstraints(file: Lockfile, name: PackageName, project: readonly ProjectFile[]): boolean {
  const { byPath, includers, constraints } = indexOf(project)
  let found = constraints.get(file)
  if (found === undefined) {
    const askers = new Set([file])
    // A set is walked in the order of insertion, what is added meanwhile included: a breadth-first search.
    for (const asker of askers) for (const above of includers.get(asker) ?? []) askers.add(above)
    found = [...askers].flatMap((asker) => targetsOf(asker, 'constraints', byPath))
    constraints.set(file, found)
  }
  return found.some((each) => pins(each, name))
}

function targetsOf(
  file: Lockfile,
  kind: Include['kind'],
  byPath: ReadonlyMap<string, ProjectFile>,
): readonly Lockfile[] {
  return file.includes
    .filter((include) => include.kind === kind)
    .flatMap((include) => byPath.get(resolvePath(file.path, include.path))?.file ?? [])
}
