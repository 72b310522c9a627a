import type { Dependency, Lockfile, ProjectFile } from '@cordon/model'
import { basename, folderOf, resolvePath } from './path.ts'
import { entriesByName } from './pinning.ts'

type Governs = (lock: Lockfile, manifest: Lockfile) => boolean

/** Which lock is made from which manifest, by the format of the lock. A format that is not listed governs nothing. */
const governs: Readonly<Record<string, Governs>> = {
  'conda-lock': (lock, manifest) =>
    manifest.format === 'conda-environment' &&
    beside(lock, manifest) &&
    /^environment\.ya?ml$/.test(basename(manifest.path)),
  'pdm-lock': (lock, manifest) => manifest.format === 'pyproject' && beside(lock, manifest),
  'pipfile-lock': (lock, manifest) => manifest.format === 'pipfile' && beside(lock, manifest),
  'poetry-lock': (lock, manifest) => manifest.format === 'pyproject' && beside(lock, manifest),
  // PEP 751: pylock.<name>.toml is a lock for some other purpose than the project as a whole.
  pylock: (lock, manifest) =>
    manifest.format === 'pyproject' && beside(lock, manifest) && basename(lock.path) === 'pylock.toml',
  requirements: (lock, manifest) =>
    manifest.format === 'requirements' &&
    manifest.path.endsWith('.in') &&
    lock.path === `${manifest.path.slice(0, -3)}.txt` &&
    lock.dependencies.some((entry) => entry.version !== null),
  'uv-lock': (lock, manifest) =>
    manifest.format === 'script'
      ? lock.path === `${manifest.path}.lock`
      : manifest.format === 'pyproject' &&
        !lock.path.endsWith('.py.lock') &&
        (beside(lock, manifest) || isMember(lock, manifest)),
}

function beside(lock: Lockfile, manifest: Lockfile): boolean {
  return folderOf(lock.path) === folderOf(manifest.path)
}

/** A workspace has one lock at its root, which lists each member by its path. */
function isMember(lock: Lockfile, manifest: Lockfile): boolean {
  const folder = folderOf(manifest.path)
  return lock.dependencies.some(
    (entry) => entry.own && entry.origin.kind === 'path' && resolvePath(lock.path, entry.origin.path) === folder,
  )
}

/** True where the lock records the answer to what the manifest asks for. */
function isGovernedBy(manifest: Lockfile, lock: Lockfile): boolean {
  return governs[lock.format]?.(lock, manifest) ?? false
}

const known = new WeakMap<readonly ProjectFile[], Map<Lockfile, readonly Lockfile[]>>()

/** The locks of the project that are made from this manifest; computed once for each. */
export function locksOf(manifest: Lockfile, project: readonly ProjectFile[]): readonly Lockfile[] {
  const ofProject = known.get(project) ?? new Map<Lockfile, readonly Lockfile[]>()
  known.set(project, ofProject)
  let locks = ofProject.get(manifest)
  if (locks === undefined) {
    locks = project.map((each) => each.file).filter((file) => isGovernedBy(manifest, file))
    ofProject.set(manifest, locks)
  }
  return locks
}

/** The manifests of the project that this lock is made from. */
export function manifestsOf(lock: Lockfile, project: readonly ProjectFile[]): readonly ProjectFile[] {
  return project.filter((each) => isGovernedBy(each.file, lock))
}

/** What the locks of a manifest record under the name of one of its requirements. */
export function lockedEntries(
  dependency: Dependency,
  manifest: Lockfile,
  project: readonly ProjectFile[],
): readonly Dependency[] {
  return locksOf(manifest, project).flatMap((lock) => entriesByName(lock).get(dependency.name) ?? [])
}
