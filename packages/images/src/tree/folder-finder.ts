import { type NodeTable, none, rootNode } from './node-table.ts'
import type { Work } from './work.ts'

/** As Linux: more are a circle. */
const mostLinks = 40
const longestPath = 4096

export interface FolderMaker {
  /** A folder that is missing; `none` when there may be no more. */
  makeFolder(parent: number, name: string): number
  /** Makes a folder of what is none and stands in the way. */
  makeWay(node: number): void
}

/**
 * Finds the folder that a path means inside of an image: symbolic links on the way are followed, all of them within the image's own root,
 * as container runtimes do.
 */
export class FolderFinder {
  readonly #nodes: NodeTable
  readonly #maker: FolderMaker
  readonly #work: Work
  /** Entries come folder by folder: the last answer is nearly always the next one. */
  #lastPath = ''
  #lastFolder = rootNode
  #lastIsPlain = true
  #links = 0

  constructor(nodes: NodeTable, maker: FolderMaker, work: Work) {
    this.#nodes = nodes
    this.#maker = maker
    this.#work = work
  }

  /** Whether the last folder that was found stands where its path says: no link led to it. */
  get isPlain(): boolean {
    return this.#lastIsPlain
  }

  /** Must be called when a folder or a link goes or changes. */
  forget(): void {
    this.#lastPath = ''
    this.#lastFolder = rootNode
    this.#lastIsPlain = true
  }

  /** The folder at the first `length` letters of `path`; `none` for a circle of links, and for what is missing unless it is to be made. */
  find(path: string, length: number, make: boolean): number {
    if (length === this.#lastPath.length && path.startsWith(this.#lastPath)) return this.#lastFolder
    const folderPath = path.slice(0, length)
    const folder = this.#walk(folderPath, make)
    if (folder !== none) {
      this.#lastPath = folderPath
      this.#lastFolder = folder
      this.#lastIsPlain = this.#links === 0
    }
    return folder
  }

  /** What a path means in the end, a file too; `none` for nothing, and for a circle of links. */
  follow(path: string): number {
    let at = path
    for (let links = 0; links <= mostLinks; links++) {
      const slash = at.lastIndexOf('/')
      const folder = this.#walk(at.slice(0, Math.max(0, slash)), false)
      const node = folder === none ? none : this.#nodes.find(folder, at, slash + 1)
      if (node === none || this.#nodes.kind(node) !== 'symlink') return node
      const target = this.#nodes.target(node)
      const base = target.startsWith('/') ? '' : `${this.pathOf(folder)}/`
      at = `${base}${target}`.replace(/\/+$/, '')
    }
    return none
  }

  /** From the root, without a leading `/`. */
  pathOf(node: number): string {
    const path = this.#nodes.path(node)
    this.#work.spend(Math.ceil(path.length / 8))
    return path
  }

  #walk(path: string, make: boolean): number {
    let rest = path
    let at = rootNode
    this.#links = 0
    while (rest !== '') {
      this.#work.spend(1)
      const slash = rest.indexOf('/')
      const name = slash < 0 ? rest : rest.slice(0, slash)
      rest = slash < 0 ? '' : rest.slice(slash + 1)
      const next = this.#step(at, name, make)
      if (next === none) return none
      if (this.#nodes.kind(next) !== 'symlink') {
        at = next
        continue
      }
      const target = this.#nodes.target(next)
      if (++this.#links > mostLinks || target.length + rest.length > 2 * longestPath) return none
      if (target.startsWith('/')) at = rootNode
      rest = rest === '' ? target : `${target}/${rest}`
    }
    return at
  }

  /** One name further: a folder or a link. */
  #step(at: number, name: string, make: boolean): number {
    if (name === '' || name === '.') return at
    if (name === '..') return at === rootNode ? at : this.#nodes.parent(at)
    if (name.length > 255) return none
    const next = this.#nodes.find(at, name)
    if (next === none) return make ? this.#maker.makeFolder(at, name) : none
    const kind = this.#nodes.kind(next)
    if (kind === 'folder' || kind === 'symlink') return next
    if (!make) return none
    this.#maker.makeWay(next)
    return next
  }
}
