import { Node } from './node.ts'
import { deepestBlock, isLineMark, type Parser } from './parser-state.ts'
import { Token } from './token.ts'

/** The colon and the statements behind it, on the same line or indented. */
export function parseBlock(p: Parser): number {
  passColon(p)
  p.failed = false
  const { start } = p
  if (p.kind !== Token.Newline) return parseInline(p, start)
  if (p.following !== Token.Indent || p.blocks >= deepestBlock) {
    p.problems.add(p.following === Token.Indent ? 'too-deep' : 'syntax', start)
    return p.node(Node.Block, start, 0, 0)
  }
  p.advance()
  p.advance()
  p.blocks += 1
  const block = parseStatements(p, Node.Block)
  p.blocks -= 1
  if (p.kind === Token.Dedent) p.advance()
  return block
}

/** Where something stands before the colon that has no place there, it is passed over. */
function passColon(p: Parser): void {
  if (p.kind !== Token.Colon) p.fail()
  while (p.kind !== Token.Colon && !isLineMark(p.kind)) p.advance()
  if (p.kind === Token.Colon) p.advance()
}

function parseInline(p: Parser, start: number): number {
  let first = 0
  let last = 0
  while (p.kind !== Token.Newline && p.kind !== Token.End) {
    const statement = p.grammar.simple(p)
    if (first === 0) first = statement
    else p.link(last, statement)
    last = statement
    if (p.kind === Token.Semicolon) p.advance()
  }
  const block = p.node(Node.Block, start, first, 0)
  p.advance()
  return block
}

/** Statements up to the end of their block, or of the text for a Module. Indentation that opens no block is passed over. */
export function parseStatements(p: Parser, kind: number): number {
  const { start } = p
  let first = 0
  let last = 0
  let stray = 0
  let end = start
  while (p.kind !== Token.End) {
    if (p.kind === Token.Dedent) {
      if (stray === 0 && kind === Node.Block) break
      stray -= 1
      p.advance()
    } else if (p.kind === Token.Indent) {
      stray += 1
      p.problems.add('syntax', p.start)
      p.advance()
    } else if (p.kind === Token.Newline) p.advance()
    else if (p.kind === Token.Semicolon) {
      p.advance()
      end = p.lastEnd
    } else {
      const statement = p.grammar.statement(p)
      if (first === 0) first = statement
      else p.link(last, statement)
      last = statement
      end = p.endOf(statement)
    }
  }
  const node = p.node(kind, start, first, 0)
  p.endAt(node, end)
  return node
}

/** A block behind the current keyword, as a node of its own linked behind `before`; answers it. */
export function parseClause(p: Parser, kind: number, before: number): number {
  const { start } = p
  p.advance()
  const block = parseBlock(p)
  const clause = p.node(kind, start, block, 0)
  p.endAt(clause, p.endOf(block))
  p.link(before, clause)
  return clause
}

/** An `else` with its block, linked behind `before`, if one stands here; answers the last node. */
export function parseElse(p: Parser, before: number): number {
  return p.kind === Token.Else ? parseClause(p, Node.Else, before) : before
}

/** A node that ends where its last child ends. */
export function compound(
  p: Parser,
  head: readonly [kind: number, start: number, value: number],
  children: readonly [first: number, last: number],
): number {
  const node = p.node(head[0], head[1], children[0], head[2])
  p.endAt(node, p.endOf(children[1]))
  return node
}
