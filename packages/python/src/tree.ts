import type { Lexed } from './lexer.ts'
import { Node } from './node.ts'
import type { Problems } from './problem.ts'
import type { Symbols } from './symbols.ts'

const stride = 6
const decoder = new TextDecoder()

/** A parsed source. Nodes are numbers below `size`, 0 is none; children have lower numbers than their parents. */
export class Tree {
  readonly source: Uint8Array
  readonly symbols: Symbols
  readonly problems: Problems
  readonly root: number
  private readonly nodes: Int32Array

  constructor(lexed: Lexed, nodes: Int32Array, root: number) {
    this.source = lexed.source
    this.symbols = lexed.symbols
    this.problems = lexed.problems
    this.nodes = nodes
    this.root = root
  }

  /** One more than the highest node. */
  get size(): number {
    return this.root + 1
  }

  /** See `Node`. */
  kind(node: number): number {
    return this.nodes[node * stride] ?? Node.None
  }

  /** Offset of the first byte. */
  start(node: number): number {
    return this.nodes[node * stride + 1] ?? 0
  }

  /** Offset behind the last byte. */
  end(node: number): number {
    return this.nodes[node * stride + 2] ?? 0
  }

  /** The first child, or 0. */
  first(node: number): number {
    return this.nodes[node * stride + 3] ?? 0
  }

  /** The next sibling, or 0. */
  next(node: number): number {
    return this.nodes[node * stride + 4] ?? 0
  }

  /** What the kind says, see `Node`. */
  value(node: number): number {
    return this.nodes[node * stride + 5] ?? 0
  }

  /** The source of a node. */
  text(node: number): string {
    return decoder.decode(this.source.subarray(this.start(node), this.end(node)))
  }

  /** The name that a Name, Attribute or Keyword has as its value. */
  name(node: number): string {
    return this.symbols.text(this.value(node))
  }
}
