import { TextPool } from './text-pool.ts'

export const nodeKinds = ['file', 'folder', 'symlink', 'other'] as const
export type NodeKind = (typeof nodeKinds)[number]

/** A node is its index; 0 is the root, `none` stands for no node. */
export const rootNode = 0
export const none = -1

/** What a node is made with. */
export interface NodeFacts {
  readonly kind: NodeKind
  readonly executable: boolean
  readonly size: number
  readonly target: string
  readonly layer: number
}

const emptyFolder: NodeFacts = { kind: 'folder', executable: true, size: 0, target: '', layer: 0 }
const executableBit = 0x80
const firstCapacity = 1024
const growth = 1.5

/**
 * Nodes of a tree in columns, found by parent and name: about 60 bytes each, so that a million entries fit where a million objects would
 * not. Names are at most 255 units long, link targets 65,535.
 */
export class NodeTable {
  readonly #texts = new TextPool()
  #capacity = firstCapacity
  #parent = new Int32Array(firstCapacity)
  #child = new Int32Array(firstCapacity)
  #next = new Int32Array(firstCapacity)
  #previous = new Int32Array(firstCapacity)
  #chain = new Int32Array(firstCapacity)
  #nameAt = new Uint32Array(firstCapacity)
  #nameLength = new Uint8Array(firstCapacity)
  #kind = new Uint8Array(firstCapacity)
  /** Of a file its size; of a symbolic link where its target stands. */
  #size = new Float64Array(firstCapacity)
  #targetLength = new Uint16Array(firstCapacity)
  #written = new Uint16Array(firstCapacity)
  #origin = new Uint16Array(firstCapacity)
  #buckets = new Int32Array(firstCapacity).fill(none)
  #free = none
  #used = 0
  #count = 0
  readonly #factor: number

  /** `seed`: any number that a writer of images does not know, so that no one can choose names that all fall in one place. */
  constructor(seed: number) {
    this.#factor = (Math.imul(seed, 0x9e3779b1) << 3) | 5
    this.#take(none, '', 0, 0)
    this.set(rootNode, emptyFolder)
  }

  /** Nodes that there are. */
  get count(): number {
    return this.#count
  }

  /** Bytes of names and targets, those of removed nodes among them. */
  get textBytes(): number {
    return this.#texts.bytes
  }

  /** The node that stands in `folder` under `path` from `from` to `to`, or `none`. */
  find(folder: number, path: string, from = 0, to = path.length): number {
    const length = to - from
    for (let node = this.#buckets[this.#slot(folder, path, from, to)] ?? none; node !== none; ) {
      if (
        this.#parent[node] === folder &&
        this.#nameLength[node] === length &&
        this.#texts.holds(this.#nameAt[node] ?? 0, length, path, from)
      )
        return node
      node = this.#chain[node] ?? none
    }
    return none
  }

  /** A new folder in `folder`; nothing of its name may stand there. */
  add(folder: number, path: string, from = 0, to = path.length): number {
    const node = this.#take(folder, path, from, to)
    const first = this.#child[folder] ?? none
    this.#next[node] = first
    if (first !== none) this.#previous[first] = node
    this.#child[folder] = node
    const slot = this.#slot(folder, path, from, to)
    this.#chain[node] = this.#buckets[slot] ?? none
    this.#buckets[slot] = node
    return node
  }

  /** Writes everything but name and children; `origin` becomes the layer too. */
  set(node: number, { kind, executable, size, target, layer }: NodeFacts): void {
    this.#kind[node] = nodeKinds.indexOf(kind) | (executable ? executableBit : 0)
    this.#size[node] = kind === 'symlink' ? this.#texts.add(target) : size
    this.#targetLength[node] = kind === 'symlink' ? target.length : 0
    this.#written[node] = layer
    this.#origin[node] = layer
  }

  /** Takes a node without children out. */
  remove(node: number): void {
    const parent = this.#parent[node] ?? none
    const next = this.#next[node] ?? none
    const previous = this.#previous[node] ?? none
    if (previous === none) this.#child[parent] = next
    else this.#next[previous] = next
    if (next !== none) this.#previous[next] = previous
    this.#unchain(this.#slotOf(node), node)
    this.#next[node] = this.#free
    this.#free = node
    this.#count--
  }

  kind(node: number): NodeKind {
    return nodeKinds[(this.#kind[node] ?? 0) & 3] ?? 'other'
  }

  isFolder(node: number): boolean {
    return ((this.#kind[node] ?? 0) & 3) === 1
  }

  executable(node: number): boolean {
    return ((this.#kind[node] ?? 0) & executableBit) !== 0
  }

  size(node: number): number {
    return this.kind(node) === 'file' ? (this.#size[node] ?? 0) : 0
  }

  /** Of a symbolic link; empty for anything else. */
  target(node: number): string {
    return this.#texts.get(this.#size[node] ?? 0, this.#targetLength[node] ?? 0)
  }

  name(node: number): string {
    return this.#texts.get(this.#nameAt[node] ?? 0, this.#nameLength[node] ?? 0)
  }

  parent(node: number): number {
    return this.#parent[node] ?? none
  }

  firstChild(node: number): number {
    return this.#child[node] ?? none
  }

  nextSibling(node: number): number {
    return this.#next[node] ?? none
  }

  /** The layer that last wrote the node. */
  written(node: number): number {
    return this.#written[node] ?? 0
  }

  /** The layer since which what stands there stands there. */
  origin(node: number): number {
    return this.#origin[node] ?? 0
  }

  setOrigin(node: number, layer: number): void {
    this.#origin[node] = layer
  }

  /** From the root, without a leading `/`. */
  path(node: number): string {
    const names: string[] = []
    for (let at = node; at > rootNode; at = this.parent(at)) names.push(this.name(at))
    return names.reverse().join('/')
  }

  #take(parent: number, path: string, from: number, to: number): number {
    let node = this.#free
    if (node !== none) this.#free = this.#next[node] ?? none
    else {
      if (this.#used === this.#capacity) this.#grow()
      node = this.#used++
    }
    this.#count++
    this.#kind[node] = 0
    this.#parent[node] = parent
    this.#child[node] = none
    this.#next[node] = none
    this.#previous[node] = none
    this.#nameAt[node] = this.#texts.add(path, from, to)
    this.#nameLength[node] = to - from
    return node
  }

  #slot(folder: number, text: string, from: number, to: number): number {
    let hash = startOf(folder)
    for (let index = from; index < to; index++) hash = Math.imul(hash ^ text.charCodeAt(index), this.#factor) + 1
    return this.#bucketOf(hash)
  }

  /** The same for a node that is there. */
  #slotOf(node: number): number {
    const start = startOf(this.#parent[node] ?? none)
    return this.#bucketOf(this.#texts.hash(this.#nameAt[node] ?? 0, this.#nameLength[node] ?? 0, start, this.#factor))
  }

  #bucketOf(hash: number): number {
    const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
    return (mixed ^ (mixed >>> 13)) & (this.#buckets.length - 1)
  }

  #unchain(slot: number, node: number): void {
    let at = this.#buckets[slot] ?? none
    if (at === node) {
      this.#buckets[slot] = this.#chain[node] ?? none
      return
    }
    while (at !== none) {
      const following: number = this.#chain[at] ?? none
      if (following === node) {
        this.#chain[at] = this.#chain[node] ?? none
        return
      }
      at = following
    }
  }

  #grow(): void {
    const capacity = Math.ceil(this.#capacity * growth)
    this.#capacity = capacity
    this.#parent = grown(this.#parent, new Int32Array(capacity))
    this.#child = grown(this.#child, new Int32Array(capacity))
    this.#next = grown(this.#next, new Int32Array(capacity))
    this.#previous = grown(this.#previous, new Int32Array(capacity))
    this.#chain = new Int32Array(capacity)
    this.#nameAt = grown(this.#nameAt, new Uint32Array(capacity))
    this.#nameLength = grown(this.#nameLength, new Uint8Array(capacity))
    this.#kind = grown(this.#kind, new Uint8Array(capacity))
    this.#size = grown(this.#size, new Float64Array(capacity))
    this.#targetLength = grown(this.#targetLength, new Uint16Array(capacity))
    this.#written = grown(this.#written, new Uint16Array(capacity))
    this.#origin = grown(this.#origin, new Uint16Array(capacity))
    if (this.#buckets.length < capacity) this.#buckets = new Int32Array(this.#buckets.length * 2)
    this.#buckets.fill(none)
    // Growing happens only when no node is free: every index in use is a node.
    for (let node = 1; node < this.#used; node++) {
      const slot = this.#slotOf(node)
      this.#chain[node] = this.#buckets[slot] ?? none
      this.#buckets[slot] = node
    }
  }
}

function startOf(folder: number): number {
  return Math.imul(folder + 1, 0x9e3779b1)
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from)
  return to
}
