import type { Dependency, Lockfile, ProjectFile } from '@cordon/model'
import { type PackageName, satisfies } from '@cordon/pypa'
import { entriesByName } from './pinning.ts'

/** What a lock does not hold of what its manifest asks for. */
export interface Shortfall {
  readonly requirement: Dependency
  /** What the lock holds under the name; empty where it holds nothing. */
  readonly held: readonly Dependency[]
}

/** Which parts of a project a lock always covers; other parts only where the lock mentions them. */
const alwaysCovered: Readonly<Record<string, readonly Dependency['scopes'][number]['kind'][]>> = {
  'conda-lock': ['main'],
  'pdm-lock': ['main'],
  'pipfile-lock': ['main', 'group', 'extra'],
  // Poetry before 2.3 passes over [dependency-groups], so a group may rightly be missing.
  'poetry-lock': ['main', 'extra'],
  pylock: ['main'],
  requirements: ['main', 'group', 'extra'],
  // Environments of hatch stand in the manifest as groups as well, and are in no lock of uv.
  'uv-lock': ['main', 'extra'],
}

// pip-compile leaves these out unless it is told otherwise.
const leftOut: ReadonlySet<string> = new Set(['distribute', 'pip', 'setuptools'])

/** True where the lock should hold an answer to the requirement (leaving markers aside). */
export function isCovered(requirement: Dependency, lock: Lockfile): boolean {
  const { own, constraint, scopes, name } = requirement
  if (own || constraint || (lock.role === 'requirements' && leftOut.has(name))) return false
  if (scopes.length === 0) return true
  const kinds = alwaysCovered[lock.format] ?? []
  return scopes.some(
    (scope) =>
      scope.kind !== 'build' && (kinds.includes(scope.kind) || scopeNames(lock).has(`${scope.kind}:${scope.name}`)),
  )
}

const scopesOfLocks = new WeakMap<Lockfile, ReadonlySet<string>>()

function scopeNames(lock: Lockfile): ReadonlySet<string> {
  let names = scopesOfLocks.get(lock)
  if (names === undefined) {
    names = new Set(lock.dependencies.flatMap((entry) => entry.scopes.map((scope) => `${scope.kind}:${scope.name}`)))
    scopesOfLocks.set(lock, names)
  }
  return names
}

/** No lock holds as many versions of one name; one made to hold them would cost their number times that of the requirements. */
const mostHeld = 256

/**
 * The requirements of a manifest that its lock does not answer: the name is missing, or no version of it lies in the range. What
 * hangs on a marker is left out, since a lock rightly drops what no environment of the project can need; so is what an override
 * replaces, and the range of what does not come from an index.
 */
export function shortfalls(
  lock: Lockfile,
  manifest: ProjectFile,
  overridden: ReadonlySet<string>,
): readonly Shortfall[] {
  const entries = entriesByName(lock)
  const narrowed = new Set(manifest.file.dependencies.filter((each) => each.constraint).map((each) => each.name))
  return manifest.file.dependencies.flatMap((requirement) => {
    if (requirement.marker !== null || overridden.has(requirement.name) || !isCovered(requirement, lock)) return []
    const held = (entries.get(requirement.name) ?? []).slice(0, mostHeld)
    const answered = held.some((entry) => narrowed.has(requirement.name) || answers(entry, requirement))
    return answered ? [] : [{ requirement, held }]
  })
}

function answers(entry: Dependency, requirement: Dependency): boolean {
  const { specifier } = requirement
  if (entry.constraint) return false
  if (entry.version === null || entry.own || entry.origin.kind !== 'index' || specifier === null) return true
  return satisfies(entry.version, specifier, true)
}

/** True where the lock and the manifest speak of the same thing: they share a name, or one of them is empty. */
export function areRelated(lock: Lockfile, manifest: Lockfile): boolean {
  const names = new Set<PackageName>(lock.dependencies.map((entry) => entry.name))
  return (
    names.size === 0 || manifest.dependencies.length === 0 || manifest.dependencies.some((each) => names.has(each.name))
  )
}
