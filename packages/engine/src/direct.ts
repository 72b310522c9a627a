import type { Dependency, Lockfile, ProjectFile } from '@cordon/model'
import type { PackageName } from '@cordon/pypa'

/** By lock format that does not say what the project itself asks for: the manifest beside it that does. */
const manifestFormats: ReadonlyMap<string, string> = new Map([
  ['pdm-lock', 'pyproject'],
  ['pipfile-lock', 'pipfile'],
  ['poetry-lock', 'pyproject'],
])

/**
 * Tells whether the project itself asks for a dependency of the file: as the file says, else as the manifest beside it says, else null.
 * A manifest that was not understood as a whole proves only what it does ask for.
 */
export function directIn(file: Lockfile, project: readonly ProjectFile[]): (dependency: Dependency) => boolean | null {
  const format = manifestFormats.get(file.format)
  const manifest = project.find((each) => each.file.format === format && isBeside(each.file, file))?.file
  const asked = new Set<PackageName>(
    manifest?.dependencies.flatMap((one) => (one.constraint || isForBuilding(one) ? [] : [one.name])) ?? [],
  )
  if (manifest === undefined || asked.size === 0) return (dependency) => dependency.direct
  const otherwise = manifest.skipped.length === 0 ? false : null
  return (dependency) => dependency.direct ?? (asked.has(dependency.name) || otherwise)
}

function isForBuilding({ scopes }: Dependency): boolean {
  return scopes.length > 0 && scopes.every((scope) => scope.kind === 'build')
}

function isBeside(one: Lockfile, other: Lockfile): boolean {
  return folderOf(one) === folderOf(other)
}

function folderOf({ path }: Lockfile): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}
