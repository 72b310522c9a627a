import { createHash } from 'node:crypto'
import { type Dirent, lstatSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { LooseFile } from '@cordon/archives'
import type { Unanalysed } from '@cordon/model'
import { openFile } from './file-source.ts'

/** What lies in a folder, in the order of its paths. */
export interface FolderContent {
  readonly files: readonly LooseFile[]
  /** What was not looked at, with the reason. */
  readonly passedOver: readonly Unanalysed[]
}

const mostFiles = 100_000
const deepest = 64
/** Folders that hold no code of the package itself. */
const passed: ReadonlyMap<string, string> = new Map([
  ['.git', 'version control'],
  ['.hg', 'version control'],
  ['.svn', 'version control'],
  ['node_modules', 'packages of another language'],
])

/** Every file below a folder; symbolic links are told and not followed. Environments and version control are passed over, and said so. */
export function readFolder(root: string): FolderContent {
  const walk = new Walk(root)
  walk.enter('', 0)
  return walk
}

class Walk implements FolderContent {
  readonly files: LooseFile[] = []
  readonly passedOver: Unanalysed[] = []
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  enter(folder: string, depth: number): void {
    const entries = entriesOf(join(this.#root, folder))
    if (entries === null) this.#skip(folder, 'UNREADABLE', 'the folder cannot be listed')
    else if (depth > deepest) this.#skip(folder, 'TOO_DEEP', `more than ${deepest} folders deep`)
    else if (depth > 0 && entries.some((entry) => entry.name === 'pyvenv.cfg'))
      this.#skip(folder, 'PASSED_OVER', 'a virtual environment; name it with --environment')
    else for (const entry of entries) this.#take(entry, folder === '' ? entry.name : `${folder}/${entry.name}`, depth)
  }

  #take(entry: Dirent, path: string, depth: number): void {
    if (entry.isDirectory()) {
      const why = passed.get(entry.name)
      if (why === undefined) this.enter(path, depth + 1)
      else this.#skip(path, 'PASSED_OVER', why)
    } else if (!entry.isFile() && !entry.isSymbolicLink())
      this.#skip(path, 'NOT_A_FILE', 'a device, a pipe or a socket')
    else if (this.files.length < mostFiles) this.files.push(looseFile(join(this.#root, path), path))
    else if (this.passedOver.every(({ code }) => code !== 'TOO_MANY'))
      this.#skip(path, 'TOO_MANY', `more than ${mostFiles} files; this one and those after it are not read`)
  }

  #skip(path: string, code: string, detail: string): void {
    this.passedOver.push({ at: { path: path === '' ? '.' : path, line: 0 }, code, detail })
  }
}

function entriesOf(folder: string): readonly Dirent[] | null {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    return null
  }
}

/** A file of the disk under the path it has in its package; one that is gone when it is asked for is empty. */
export function looseFile(absolute: string, path: string): LooseFile {
  const stats = lstatSync(absolute, { throwIfNoEntry: false })
  const link = stats?.isSymbolicLink() === true ? readlinkSync(absolute) : null
  return {
    path,
    size: link === null ? (stats?.size ?? 0) : 0,
    mode: stats?.mode ?? null,
    link,
    read: () => (link === null ? readWhole(absolute, path) : new Uint8Array()),
  }
}

function readWhole(absolute: string, path: string): Uint8Array {
  const file = openFile(absolute, path)
  try {
    return file.readAt(0, file.size)
  } finally {
    file.close()
  }
}

/** One digest over the paths and contents of some files, in any order. */
export function digestOfFiles(files: readonly LooseFile[]): string {
  const whole = createHash('sha256')
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const own = createHash('sha256').update(file.link ?? '')
    own.update(file.read())
    whole.update(`${file.path}\0${own.digest('hex')}\n`)
  }
  return whole.digest('hex')
}
