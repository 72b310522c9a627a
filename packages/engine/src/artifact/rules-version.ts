import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Rooms whose text decides what is said of an artifact. */
const rooms = ['archives', 'capabilities', 'checks', 'classifier', 'engine', 'model', 'names', 'pypa', 'python']

let known: string | null = null

/**
 * A digest of everything that decides what is said of an artifact: the bundle when this runs from one, else the sources of the
 * rooms. A result that another version made is never used.
 */
export function rulesVersion(): string {
  known ??= digestOf(fileURLToPath(import.meta.url))
  return known
}

function digestOf(self: string): string {
  const hash = createHash('sha256')
  const files = self.endsWith('.ts') ? sourcesOf(join(dirname(self), '..', '..', '..')) : piecesOf(self)
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

function sourcesOf(packages: string): readonly string[] {
  return rooms
    .map((room) => join(packages, room, 'src'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
    )
    .sort()
}
