import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Rooms whose text decides what is said of an artifact. */
const rooms = ['archives', 'capabilities', 'checks', 'classifier', 'engine', 'model', 'names', 'pypa', 'python']

const known = new Map<string, string>()

/**
 * A digest of everything that decides what is said of an artifact: the bundle when this runs from one, else the sources of the
 * rooms. A result that another version made is never used.
 */
export function rulesVersion(): string {
  return digestOfRooms(rooms)
}

/** The same of other rooms, or of folders in them, with the libraries that their `package.json` pins. */
export function digestOfRooms(names: readonly string[]): string {
  const key = names.join(' ')
  const digest = known.get(key) ?? digestOf(fileURLToPath(import.meta.url), names)
  known.set(key, digest)
  return digest
}

function digestOf(self: string, names: readonly string[]): string {
  const hash = createHash('sha256')
  const files = self.endsWith('.ts') ? sourcesOf(join(dirname(self), '..', '..', '..'), names) : piecesOf(self)
  for (const file of files) hash.update(readFileSync(file)).update('\0')
  return hash.digest('hex').slice(0, 32)
}

/** A bundle is in pieces, and what decides need not stand in the same one as this. */
function piecesOf(self: string): readonly string[] {
  return readdirSync(dirname(self))
    .filter((name) => name.endsWith('.js'))
    .sort()
    .map((name) => join(dirname(self), name))
}

function sourcesOf(packages: string, names: readonly string[]): readonly string[] {
  const folders = names.map((name) => join(packages, name.includes('/') ? name : `${name}/src`))
  const manifests = names.map((name) => join(packages, name, 'package.json'))
  return [...folders.flatMap(filesBelow), ...manifests.filter((path) => existsSync(path))].sort()
}

function filesBelow(folder: string): readonly string[] {
  return [folder]
    .filter((path) => existsSync(path))
    .flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
    )
}
