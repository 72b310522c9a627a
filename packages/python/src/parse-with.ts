import { Node } from './node.ts'
import { compound, parseBlock } from './parse-block.ts'
import { isLineMark, type Parser } from './parser-state.ts'
import { Precedence } from './precedence.ts'
import { Token } from './token.ts'

/** At `with`; a statement with `async` before it begins at `start`. */
export function parseWith(p: Parser, start: number, isAsync: number): number {
  p.advance()
  const bracketed = p.kind === Token.ParenOpen && closesBeforeColon(p)
  if (bracketed) p.advance()
  const first = parseWithItem(p)
  let last = first
  while (p.kind === Token.Comma) {
    p.advance()
    if (bracketed && p.kind === Token.ParenClose) break
    const next = parseWithItem(p)
    p.link(last, next)
    last = next
  }
  if (bracketed) p.expect(Token.ParenClose)
  const block = parseBlock(p)
  p.link(last, block)
  return compound(p, [Node.With, start, isAsync], [first, block])
}

function parseWithItem(p: Parser): number {
  const { start } = p
  const value = p.grammar.element(p)
  if (p.kind === Token.As) {
    p.advance()
    p.link(value, p.grammar.binary(p, Precedence.Pipe))
  }
  return p.node(Node.WithItem, start, value, 0)
}

/** The bracket at the cursor holds the items, and is not the start of an expression or all of a generator. */
function closesBeforeColon(p: Parser): boolean {
  let open = 0
  for (let at = p.at; ; at += 3) {
    const kind = (p.tokens[at] ?? 0) & 0xff
    if (isLineMark(kind)) return false
    if (open === 1 && (kind === Token.For || kind === Token.Yield || kind === Token.Walrus)) return false
    if (kind === Token.ParenOpen || kind === Token.BracketOpen || kind === Token.BraceOpen) open += 1
    else if (kind === Token.ParenClose || kind === Token.BracketClose || kind === Token.BraceClose) open -= 1
    if (open === 0) return ((p.tokens[at + 3] ?? 0) & 0xff) === Token.Colon
  }
}
