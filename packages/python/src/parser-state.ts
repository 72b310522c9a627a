import type { Lexed } from './lexer.ts'
import { Node } from './node.ts'
import type { Problems } from './problem.ts'
import { Token } from './token.ts'

/** Rules that refer to each other across files. */
export interface Grammar {
  /** An expression without commas. */
  expression(p: Parser): number
  /** Operands joined by operators of at least that precedence. */
  binary(p: Parser, least: number): number
  /** An expression, perhaps with a star. */
  element(p: Parser): number
  /** Expressions with commas: one, or a Tuple. */
  expressions(p: Parser): number
  /** What may be assigned to, with commas, up to `in`. */
  targets(p: Parser): number
  statement(p: Parser): number
  /** A statement of one line. */
  simple(p: Parser): number
}

/** How many numbers a node takes: kind, start, end, first child, next sibling, value. */
export const nodeStride = 6

/** CPython takes at most 200 brackets within each other. */
const deepestNesting = 220
/** CPython takes at most 100 levels of indentation. */
export const deepestBlock = 110

/** The parser's state: a cursor over tokens and the tree as it grows. Nodes are numbers; 0 is none. */
export class Parser {
  readonly grammar: Grammar
  readonly source: Uint8Array
  readonly problems: Problems
  readonly tokens: Int32Array
  /** Where the current token lies in `tokens`. */
  at = 0
  /** Kind of the current token. */
  kind: number
  /** Brackets, lambdas and the like around the current token. */
  nesting = 0
  /** Blocks around the current token. */
  blocks = 0
  /** The statement being parsed is not Python. */
  failed = false
  /** In a `case`, where `as` names a part and `if` begins a guard. */
  inPattern = false
  /** Where the last Missing stands: what holds it ends there at least. */
  private missingAt = 0
  nodes: Int32Array
  count = 1

  constructor(lexed: Lexed, grammar: Grammar) {
    this.grammar = grammar
    this.source = lexed.source
    this.problems = lexed.problems
    this.tokens = lexed.tokens.data.subarray(0, lexed.tokens.end)
    this.kind = (this.tokens[0] ?? 0) & 0xff
    this.nodes = new Int32Array((lexed.tokens.count + 16) * nodeStride)
  }

  advance(): void {
    this.at += 3
    this.kind = (this.tokens[this.at] ?? 0) & 0xff
  }

  /** Passes over the current token when it is of this kind; else the statement has failed. */
  expect(kind: number): void {
    if (this.kind === kind) this.advance()
    else this.fail()
  }

  fail(): void {
    if (this.failed) return
    this.failed = true
    this.problems.add('syntax', this.start)
  }

  /** Kind of the token behind the current one. */
  get following(): number {
    return (this.tokens[this.at + 3] ?? 0) & 0xff
  }

  /** Value of the current token. */
  get value(): number {
    return (this.tokens[this.at] ?? 0) >>> 8
  }

  get start(): number {
    return this.tokens[this.at + 1] ?? 0
  }

  /** Where the token before the current one ends. */
  get lastEnd(): number {
    return this.tokens[this.at - 1] ?? 0
  }

  /** A new node from `start` to the end of the last token, with its first child, whose siblings are linked already. */
  node(kind: number, start: number, first: number, value: number): number {
    const node = this.count
    const at = node * nodeStride
    if (at + nodeStride > this.nodes.length) this.grow()
    const { nodes } = this
    nodes[at] = kind
    nodes[at + 1] = start
    nodes[at + 2] = Math.max(this.tokens[this.at - 1] ?? 0, this.missingAt, start)
    nodes[at + 3] = first
    nodes[at + 5] = value
    this.count = node + 1
    return node
  }

  /** A new node without children for the current token, which is passed. */
  leaf(kind: number, value: number): number {
    const { start } = this
    this.advance()
    return this.node(kind, start, 0, value)
  }

  /** Stands for what is due at the current token and is not there. */
  missing(): number {
    this.fail()
    this.missingAt = this.start
    return this.node(Node.Missing, this.start, 0, 0)
  }

  /** Makes `next` the sibling behind `node`. */
  link(node: number, next: number): void {
    this.nodes[node * nodeStride + 4] = next
  }

  /** A block ends with its last statement, not with the line. */
  endAt(node: number, end: number): void {
    this.nodes[node * nodeStride + 2] = end
  }

  endOf(node: number): number {
    return this.nodes[node * nodeStride + 2] ?? 0
  }

  /** Too many brackets within each other: passes over all that is inside and answers an Error. */
  skipNested(): number {
    const { start } = this
    this.problems.add('too-deep', start)
    let open = 0
    do {
      if (isOpening[this.kind] === 1) open += 1
      else if (isClosing[this.kind] === 1) open -= 1
      if (open < 0 || isLineMark(this.kind)) break
      this.advance()
    } while (open > 0)
    return this.node(Node.Error, start, 0, 0)
  }

  get tooDeep(): boolean {
    return this.nesting > deepestNesting
  }

  private grow(): void {
    const wider = new Int32Array(this.nodes.length * 2)
    wider.set(this.nodes)
    this.nodes = wider
  }
}

/** The end of a line or of the text, or a change of indentation: no expression goes over it. */
export function isLineMark(kind: number): boolean {
  return kind <= Token.Dedent
}

function markKinds(kinds: readonly number[]): Uint8Array {
  const marks = new Uint8Array(256)
  for (const kind of kinds) marks[kind] = 1
  return marks
}

const isOpening = markKinds([
  ...[Token.ParenOpen, Token.BracketOpen, Token.BraceOpen, Token.FieldOpen, Token.TemplateStart],
])
const isClosing = markKinds([
  ...[Token.ParenClose, Token.BracketClose, Token.BraceClose, Token.FieldClose, Token.TemplateEnd],
])

/** 1 for the kinds of tokens that may begin an expression, stars included. */
export const beginsExpression: Uint8Array = markKinds([
  ...[Token.Name, Token.Number, Token.String, Token.TemplateStart, Token.ParenOpen, Token.BracketOpen, Token.BraceOpen],
  ...[Token.Ellipsis, Token.Backquote, Token.Plus, Token.Minus, Token.Tilde, Token.Star, Token.DoubleStar, Token.Not],
  ...[Token.Lambda, Token.Yield, Token.Await, Token.Async, Token.True, Token.False, Token.None, Token.Nonlocal],
])
