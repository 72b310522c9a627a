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

/** The files of one project by path. */
export type ProjectIndex = ReadonlyMap<string, ProjectFile>

const projects = new WeakMap<readonly ProjectFile[], ProjectIndex>()

/** The files of a project by path; computed once per project. */
export function filesByPath(project: readonly ProjectFile[]): ProjectIndex {
  let index = projects.get(project)
  if (index === undefined) {
    index = new Map(project.map((each) => [each.file.path, each]))
    projects.set(project, index)
  }
  return index
}

/**
 * True where a constraints file fixes the version: one that this file names by `-c`, or that a file which includes this one
 * names, since constraints hold for the whole install.
 */
export function pinnedByConstraints(file: Lockfile, name: PackageName, project: readonly ProjectFile[]): boolean {
  return constraintsOf(file, project).some((constraints) => pins(constraints, name))
}

const constraintFiles = new WeakMap<readonly ProjectFile[], Map<Lockfile, readonly Lockfile[]>>()

function constraintsOf(file: Lockfile, project: readonly ProjectFile[]): readonly Lockfile[] {
  const known = constraintFiles.get(project) ?? new Map<Lockfile, readonly Lockfile[]>()
  constraintFiles.set(project, known)
  let found = known.get(file)
  if (found === undefined) {
    found = [...includersOf(file, project)].flatMap((asker) => targetsOf(asker, 'constraints', project))
    known.set(file, found)
  }
  return found
}

/** The file and every file of the project that includes it, directly or through others. */
function includersOf(file: Lockfile, project: readonly ProjectFile[]): ReadonlySet<Lockfile> {
  const found = new Set([file])
  // A set is walked in the order of insertion, what is added meanwhile included: a breadth-first search.
  for (const target of found)
    for (const { file: each } of project)
      if (each.includes.length > 0 && targetsOf(each, 'requirements', project).includes(target)) found.add(each)
  return found
}

function targetsOf(file: Lockfile, kind: Include['kind'], project: readonly ProjectFile[]): readonly Lockfile[] {
  const index = filesByPath(project)
  return file.includes
    .filter((include) => include.kind === kind)
    .flatMap((include) => index.get(resolvePath(file.path, include.path))?.file ?? [])
}
