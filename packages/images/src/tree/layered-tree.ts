import type { ContentSink, StreamedMember } from '@cordon/archives'
import type { FileTree, FileWish } from '@cordon/model'
import type { ProblemLog } from '../problem.ts'
import { Contents } from './contents.ts'
import { FolderFinder } from './folder-finder.ts'
import { type NodeFacts, NodeTable, none } from './node-table.ts'
import { digestInto, keepInto } from './sinks.ts'
import { treeOfNodes } from './tree-of-nodes.ts'
import { Work } from './work.ts'

export interface TreeSettings {
  /** What is done with a file's content. */
  readonly wish: (path: string, size: number) => FileWish
  readonly log: ProblemLog
  readonly limits: TreeLimits
  /** Any number that nobody who writes images knows. */
  readonly seed: number
  /** Told of each file whose content was kept when a later layer deletes it or puts another in its place. */
  readonly onHidden: ((file: HiddenFile) => void) | null
}

export interface TreeLimits {
  /** Of the tree. */
  readonly entries: number
  /** Of one file that is kept, and of all. */
  readonly keptFile: number
  readonly kept: number
  /** Of one file whose digest is taken. */
  readonly digestFile: number
  /** Steps that entries cost, one for each name on the way to them. */
  readonly steps: number
  /** Zeros in the holes of all files that are kept or whose digest is taken. */
  readonly holes: number
}

/** A file that is in an image's bytes and not in its tree. */
export interface HiddenFile {
  readonly path: string
  readonly bytes: Buffer
  readonly layer: number
  /** The layer that hides it. */
  readonly hiddenBy: number
}

interface Taking {
  readonly size: number
  /** Bytes of it that are not in the layer. */
  readonly holes: number
  readonly before: Before
}

/** What was at a path before an entry was written there. */
interface Before {
  readonly bytes: Buffer | null
  readonly origin: number
}

const whiteout = '.wh.'
/** Opaque folder (OCI image-spec, layer.md): what lower layers have in it is hidden. */
const opaque = '.wh..wh..opq'
/** Other names of this kind are aufs's own bookkeeping. */
const bookkeeping = '.wh..wh.'
const longestPath = 4096
const longestName = 255
const mostTextBytes = 128 * 1024 * 1024

/** Layers of an image applied one after the other, entry by entry (OCI image-spec, layer.md), as a container's file system shows them. */
export class LayeredTree {
  readonly #settings: TreeSettings
  readonly #nodes: NodeTable
  readonly #contents = new Contents()
  readonly #finder: FolderFinder
  /** Files whose content another name wants, that passed by before that name came. */
  readonly #passed = new Set<string>()
  /** Symbolic links in the place of files that are wished for. */
  readonly #wishedLinks = new Set<string>()
  readonly #work: Work
  #layer = 0
  #holes = 0

  constructor(settings: TreeSettings) {
    this.#settings = settings
    this.#nodes = new NodeTable(settings.seed)
    this.#work = new Work(settings.limits.steps)
    const maker = {
      makeFolder: (parent: number, name: string) => this.#makeFolder(parent, name),
      makeWay: (node: number) => this.#makeWay(node),
    }
    this.#finder = new FolderFinder(this.#nodes, maker, this.#work)
  }

  /** Entries that there are, the root among them. */
  get entries(): number {
    return this.#nodes.count
  }

  /** What comes belongs to this layer; they are numbered upwards. */
  startLayer(layer: number): void {
    this.#layer = layer
  }

  /** One entry of the layer; who takes its content. */
  apply(member: StreamedMember): ContentSink | null {
    const { path } = member
    if (path === '') return null
    const slash = path.lastIndexOf('/')
    if (path.startsWith(whiteout, slash + 1)) {
      this.#whiteOut(path, slash)
      return null
    }
    if (path.length > longestPath || path.length - slash - 1 > longestName || member.link.length > longestPath)
      return this.#refuse('path-too-long', path)
    const folder = this.#finder.find(path, Math.max(0, slash), true)
    if (folder === none) return this.#refuse(this.#isFull() ? 'too-many-entries' : 'symlink-loop', path)
    if (member.type === 'hardlink') return this.#link(member, folder, slash)
    const node = this.#place(folder, path, slash + 1, member.type === 'folder')
    if (node === none) return this.#refuse('too-many-entries', path)
    return this.#write(node, member, this.#finder.isPlain ? path : this.#finder.pathOf(node))
  }

  /** The tree as it stands. No layer may be applied after. */
  finish(): FileTree {
    return treeOfNodes(this.#nodes, this.#contents)
  }

  /** Paths of files that were not wished for themselves, and whose content links in wished places lead to. */
  missing(): readonly string[] {
    const found = new Set(this.#passed)
    for (const path of this.#wishedLinks) {
      const node = this.#finder.follow(path)
      const isPassed = node !== none && this.#nodes.kind(node) === 'file' && this.#contents.kept(node) === null
      if (isPassed && this.#nodes.size(node) <= this.#settings.limits.keptFile) found.add(this.#finder.pathOf(node))
    }
    return [...found].sort()
  }

  #refuse(code: Parameters<ProblemLog['note']>[0], path: string): null {
    this.#settings.log.note(code, this.#layer, path)
    return null
  }

  #isFull(): boolean {
    return this.#nodes.count >= this.#settings.limits.entries || this.#nodes.textBytes >= mostTextBytes
  }

  /** The node that an entry is written to: what is there already makes way, but a folder for a folder. */
  #place(folder: number, path: string, from: number, isFolder: boolean): number {
    const there = this.#nodes.find(folder, path, from)
    if (there === none) return this.#isFull() ? none : this.#nodes.add(folder, path, from)
    if (this.#nodes.isFolder(there) && !isFolder) this.#empty(there, false)
    if (this.#nodes.kind(there) === 'symlink' || this.#nodes.isFolder(there) !== isFolder) this.#finder.forget()
    return there
  }

  #write(node: number, member: StreamedMember, path: string): ContentSink | null {
    const { type, mode, size, link } = member
    const nodes = this.#nodes
    const before = { bytes: this.#contents.kept(node), origin: nodes.origin(node) }
    if (type === 'folder') {
      // A folder keeps the layer it came with: what matters is what is in it.
      const origin = nodes.isFolder(node) ? before.origin : this.#layer
      this.#forgetContent(node)
      nodes.set(node, folderFacts(this.#layer))
      nodes.setOrigin(node, origin)
      return null
    }
    if (type !== 'file') this.#forgetContent(node)
    const kind = type === 'file' || type === 'symlink' ? type : 'other'
    nodes.set(node, { kind, executable: (mode & 0o111) !== 0, size, target: link, layer: this.#layer })
    if (type === 'symlink' && this.#settings.wish(path, 0) === 'keep') addBounded(this.#wishedLinks, path)
    return type === 'file' ? this.#take(node, path, { size, holes: Math.max(0, size - member.packed), before }) : null
  }

  /** Who takes the content of a file, as it is wished for. */
  #take(node: number, path: string, file: Taking): ContentSink | null {
    const { size, before } = file
    const { wish, limits } = this.#settings
    const wished = wish(path, size)
    const isFilled = wished !== 'pass' && this.#fillHoles(path, file)
    if (isFilled && wished === 'keep' && this.#mayKeep(path, size))
      return keepInto(Buffer.alloc(size), (bytes) => this.#keep(node, bytes, before))
    this.#hide(node, before)
    this.#contents.forget(node)
    if (!isFilled || size > limits.digestFile) return null
    const second = wished === 'digest-md5' ? 'md5' : wished === 'digest-sha1' ? 'sha1' : null
    return digestInto(second, (digest, other) => {
      this.#contents.setDigest(node, digest)
      if (second !== null && other !== null) this.#contents.setSecond(node, second, other)
    })
  }

  /** The same bytes once more are still what the earlier layer put there. */
  #keep(node: number, bytes: Buffer | null, before: Before): void {
    if (bytes !== null && before.bytes?.equals(bytes) === true) {
      this.#nodes.setOrigin(node, before.origin)
      return
    }
    this.#hide(node, before)
    if (bytes === null) this.#contents.forget(node)
    else this.#contents.keep(node, bytes)
  }

  /** Holes cost a layer nothing: they are filled up to a bound over all files. */
  #fillHoles(path: string, { size, holes }: Taking): boolean {
    const { limits } = this.#settings
    if (holes === 0 || size > Math.max(limits.keptFile, limits.digestFile)) return true
    this.#holes += holes
    if (this.#holes <= limits.holes) return true
    this.#refuse('kept-too-much', path)
    return false
  }

  #mayKeep(path: string, size: number): boolean {
    const { limits } = this.#settings
    if (size <= limits.keptFile && this.#contents.keptBytes + size <= limits.kept) return true
    this.#refuse('kept-too-much', path)
    return false
  }

  /** A hard link is another name of what is there now; its target is named from the root of the image. */
  #link(member: StreamedMember, folder: number, slash: number): null {
    const target = this.#targetOf(member.link)
    if (target === none) return this.#refuse('link-missing', member.path)
    if (this.#nodes.isFolder(target)) return this.#refuse('link-to-folder', member.path)
    const node = this.#place(folder, member.path, slash + 1, false)
    if (node === none) return this.#refuse('too-many-entries', member.path)
    if (node === target) return null
    const nodes = this.#nodes
    const before = { bytes: this.#contents.kept(node), origin: nodes.origin(node) }
    nodes.set(node, {
      kind: nodes.kind(target),
      executable: nodes.executable(target),
      size: nodes.size(target),
      target: nodes.target(target),
      layer: this.#layer,
    })
    const after = this.#contents.kept(target)
    if (
      after === null &&
      nodes.kind(target) === 'file' &&
      this.#isWished(this.#finder.pathOf(node), nodes.size(target))
    )
      addBounded(this.#passed, this.#finder.pathOf(target))
    if (before.bytes !== null && after?.equals(before.bytes) === true) nodes.setOrigin(node, before.origin)
    else this.#hide(node, before)
    // Every name of it is read for itself.
    if (after === null || this.#mayKeep(member.path, after.length)) this.#contents.share(target, node)
    else this.#contents.forget(node)
    return null
  }

  #isWished(path: string, size: number): boolean {
    return size <= this.#settings.limits.keptFile && this.#settings.wish(path, size) === 'keep'
  }

  #targetOf(link: string): number {
    const path = link.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '')
    if (path === '') return none
    const slash = path.lastIndexOf('/')
    const folder = this.#finder.find(path, Math.max(0, slash), false)
    return folder === none ? none : this.#nodes.find(folder, path, slash + 1)
  }

  /** `.wh.name` hides what lower layers have under that name, and nothing of its own layer, wherever in the layer it stands. */
  #whiteOut(path: string, slash: number): void {
    const name = path.slice(slash + 1)
    if (name !== opaque && name.startsWith(bookkeeping)) return
    const folder = this.#finder.find(path, Math.max(0, slash), false)
    if (folder === none) return
    if (name === opaque) {
      this.#empty(folder, true)
      return
    }
    const hidden = name.slice(whiteout.length)
    if (hidden === '' || hidden === '.' || hidden === '..') {
      this.#refuse('bad-whiteout', path)
      return
    }
    const node = this.#nodes.find(folder, hidden)
    if (node === none) return
    this.#empty(node, true)
    if (this.#nodes.written(node) < this.#layer && this.#nodes.firstChild(node) === none) this.#drop(node)
  }

  /** Takes out what is below a node: all of it, or what lower layers wrote (and folders that are then empty). */
  #empty(top: number, onlyLower: boolean): void {
    const nodes = this.#nodes
    let at = nodes.firstChild(top)
    let parent = top
    while (parent !== none) {
      this.#work.spend(1)
      if (at === none) {
        if (parent === top) return
        const done = parent
        at = nodes.nextSibling(done)
        parent = nodes.parent(done)
        if (nodes.firstChild(done) === none && (!onlyLower || nodes.written(done) < this.#layer)) this.#drop(done)
      } else if (nodes.firstChild(at) !== none) {
        parent = at
        at = nodes.firstChild(at)
      } else {
        const leaf = at
        at = nodes.nextSibling(leaf)
        if (!onlyLower || nodes.written(leaf) < this.#layer) this.#drop(leaf)
      }
    }
  }

  #drop(node: number): void {
    if (this.#nodes.kind(node) !== 'file') this.#finder.forget()
    this.#forgetContent(node)
    this.#nodes.remove(node)
  }

  #forgetContent(node: number): void {
    this.#hide(node, { bytes: this.#contents.kept(node), origin: this.#nodes.origin(node) })
    this.#contents.forget(node)
  }

  /** What a later layer hides is told; what a layer writes twice was never there. */
  #hide(node: number, { bytes, origin }: Before): void {
    const { onHidden } = this.#settings
    if (onHidden === null || bytes === null || origin === this.#layer) return
    onHidden({ path: this.#finder.pathOf(node), bytes, layer: origin, hiddenBy: this.#layer })
  }

  #makeFolder(parent: number, name: string): number {
    if (this.#isFull()) return none
    const node = this.#nodes.add(parent, name)
    this.#nodes.set(node, folderFacts(this.#layer))
    return node
  }

  /** A file where a folder is needed. */
  #makeWay(node: number): void {
    this.#settings.log.note('file-in-the-way', this.#layer, this.#finder.pathOf(node))
    this.#forgetContent(node)
    this.#nodes.set(node, folderFacts(this.#layer))
  }
}

const mostMissing = 10_000

function addBounded(paths: Set<string>, path: string): void {
  if (paths.size < mostMissing) paths.add(path)
}

function folderFacts(layer: number): NodeFacts {
  return { kind: 'folder', executable: true, size: 0, target: '', layer }
}
