import { type Dirent, lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import type { FileTree, TreeFile } from '@cordon/model'
import { openFile } from '../artifact/file-source.ts'
import { EngineError } from '../error.ts'

/** A folder of this machine as a tree. No link is followed, on no part of a path, so nothing outside of the folder is ever opened. */
export function treeOfFolder(root: string): FileTree {
  return new DiskTree(root)
}

interface Listing {
  readonly names: readonly string[]
  readonly entries: ReadonlyMap<string, Dirent>
}

const nothing: Listing = { names: [], entries: new Map() }
/** Names that are remembered; a walk over a whole machine comes upon more. */
const mostRemembered = 300_000
/** As Linux: nothing stands at a longer one. */
const longestPath = 4096

class DiskTree implements FileTree {
  readonly #root: string
  readonly #listings = new Map<string, Listing>()
  #remembered = 0

  constructor(root: string) {
    this.#root = root
  }

  look(path: string): TreeFile | null {
    if (path === '') return new DiskFile(path, this.#root, 'folder')
    if (path.length > longestPath) return null
    const entry = this.#list(folderOf(path)).entries.get(path.slice(path.lastIndexOf('/') + 1))
    return entry === undefined ? null : new DiskFile(path, join(this.#root, path), kindOf(entry))
  }

  names(folder: string): readonly string[] {
    return this.#list(folder).names
  }

  read(path: string, limit: number): Uint8Array | null {
    return this.#open(path, (file) => (file.size > limit ? null : file.readAt(0, file.size)))
  }

  sha256(path: string): string | null {
    return this.#open(path, (file) => file.digest())
  }

  #open<T>(path: string, use: (file: ReturnType<typeof openFile>) => T): T | null {
    if (this.look(path)?.kind !== 'file') return null
    try {
      const file = openFile(join(this.#root, path), path)
      try {
        return use(file)
      } finally {
        file.close()
      }
    } catch (error) {
      // No rights, or gone since: to a tree that is a file without content to give.
      if (error instanceof EngineError) return null
      throw error
    }
  }

  #list(folder: string): Listing {
    const known = this.#listings.get(folder)
    if (known !== undefined) return known
    const listing = this.look(folder)?.kind === 'folder' ? read(join(this.#root, folder)) : nothing
    if (this.#remembered > mostRemembered) {
      this.#listings.clear()
      this.#remembered = 0
    }
    this.#remembered += listing.names.length + 1
    this.#listings.set(folder, listing)
    return listing
  }
}

/** Its size and rights are asked for when they are read: most files are only walked past. */
class DiskFile implements TreeFile {
  readonly path: string
  readonly kind: TreeFile['kind']
  readonly layer = null
  readonly #absolute: string
  #stats: Stats | null | undefined

  constructor(path: string, absolute: string, kind: TreeFile['kind']) {
    this.path = path
    this.kind = kind
    this.#absolute = absolute
  }

  get size(): number {
    return this.kind === 'file' ? (this.#stat()?.size ?? 0) : 0
  }

  get executable(): boolean {
    return this.kind === 'file' && ((this.#stat()?.mode ?? 0) & 0o111) !== 0
  }

  get target(): string | null {
    if (this.kind !== 'symlink') return null
    try {
      return readlinkSync(this.#absolute)
    } catch {
      return null
    }
  }

  #stat(): Stats | null {
    if (this.#stats === undefined) {
      try {
        this.#stats = lstatSync(this.#absolute)
      } catch {
        this.#stats = null
      }
    }
    return this.#stats
  }
}

function read(absolute: string): Listing {
  try {
    const entries = readdirSync(absolute, { withFileTypes: true })
    const byName = new Map(entries.map((entry) => [entry.name, entry] as const))
    return { names: [...byName.keys()].sort(), entries: byName }
  } catch {
    return nothing
  }
}

function kindOf(entry: Dirent): TreeFile['kind'] {
  if (entry.isDirectory()) return 'folder'
  if (entry.isFile()) return 'file'
  return entry.isSymbolicLink() ? 'symlink' : 'other'
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}
