import { type Dirent, lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import type { FileTree, TreeFile } from '@cordon/model'
import { openFile } from '../artifact/file-source.ts'
import { EngineError } from '../error.ts'
import { systemCode } from '../plain-file.ts'

/** A folder of this machine. */
export interface FolderTree extends FileTree {
  /** What there is and could not be listed or read until now: for want of rights, or because the disk fails. */
  readonly unread: readonly UnreadPlace[]
}

export interface UnreadPlace {
  /** From the root of the tree. */
  readonly path: string
  /** `EACCES` and the like. */
  readonly reason: string
}

/** A folder of this machine as a tree. No link is followed, on no part of a path, so nothing outside of the folder is ever opened. */
export function treeOfFolder(root: string): FolderTree {
  return new DiskTree(root)
}

interface Listing {
  readonly names: readonly string[]
  readonly entries: ReadonlyMap<string, Dirent>
}

const nothing: Listing = { names: [], entries: new Map() }
/** Names that are remembered; a walk over a whole machine comes upon more. */
const mostRemembered = 300_000
/** Of those that are told: where there are more, the first say enough. */
const mostUnread = 100
/** As Linux: nothing stands at a longer one. */
const longestPath = 4096

class DiskTree implements FolderTree {
  readonly #root: string
  readonly #unread = new Map<string, string>()
  readonly #listings = new Map<string, Listing>()
  #remembered = 0

  constructor(root: string) {
    this.#root = root
  }

  get unread(): readonly UnreadPlace[] {
    return [...this.#unread].map(([path, reason]) => ({ path, reason }))
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
      // To a tree it is a file without content to give.
      if (!(error instanceof EngineError)) throw error
      this.#note(path, error.cause)
      return null
    }
  }

  #note(path: string, cause: unknown): void {
    const reason = systemCode(cause)
    // Gone since it was listed: then it is not there.
    if (reason !== 'ENOENT' && this.#unread.size < mostUnread) this.#unread.set(path, reason)
  }

  #list(folder: string): Listing {
    const known = this.#listings.get(folder)
    if (known !== undefined) return known
    const listing = this.look(folder)?.kind === 'folder' ? this.#read(folder) : nothing
    if (this.#remembered > mostRemembered) {
      this.#listings.clear()
      this.#remembered = 0
    }
    this.#remembered += listing.names.length + 1
    this.#listings.set(folder, listing)
    return listing
  }

  #read(folder: string): Listing {
    try {
      const entries = readdirSync(join(this.#root, folder), { withFileTypes: true })
      const byName = new Map(entries.map((entry) => [entry.name, entry] as const))
      return { names: [...byName.keys()].sort(), entries: byName }
    } catch (cause) {
      this.#note(folder, cause)
      return nothing
    }
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

function kindOf(entry: Dirent): TreeFile['kind'] {
  if (entry.isDirectory()) return 'folder'
  if (entry.isFile()) return 'file'
  return entry.isSymbolicLink() ? 'symlink' : 'other'
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}
