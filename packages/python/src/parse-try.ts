import { ExceptTarget, Node } from './node.ts'
import { compound, parseBlock, parseClause, parseElse } from './parse-block.ts'
import type { Parser } from './parser-state.ts'
import { Precedence } from './precedence.ts'
import { Token } from './token.ts'

/** At `try`. */
export function parseTry(p: Parser): number {
  const { start } = p
  p.advance()
  const block = parseBlock(p)
  let last = block
  let star = 0
  while (p.kind === Token.Except) {
    if (p.following === Token.Star) star = 1
    const except = parseExcept(p)
    p.link(last, except)
    last = except
  }
  last = parseElse(p, last)
  if (p.kind === Token.Finally) last = parseClause(p, Node.Finally, last)
  if (last === block) p.problems.add('syntax', start)
  return compound(p, [Node.Try, start, star], [block, last])
}

function parseExcept(p: Parser): number {
  const { start } = p
  p.advance()
  if (p.kind === Token.Star) p.advance()
  if (p.kind === Token.Colon) {
    const block = parseBlock(p)
    return compound(p, [Node.Except, start, ExceptTarget.None], [block, block])
  }
  const [type, last, form] = parseCaught(p)
  const block = parseBlock(p)
  p.link(last, block)
  return compound(p, [Node.Except, start, form], [type, block])
}

/** The type and the target; without brackets, several types are a tuple since Python 3.14 (PEP 758). */
function parseCaught(p: Parser): readonly [type: number, last: number, form: number] {
  const { start } = p
  const type = p.grammar.expression(p)
  if (p.kind === Token.As) {
    p.advance()
    const target = p.grammar.binary(p, Precedence.Pipe)
    p.link(type, target)
    return [type, target, ExceptTarget.As]
  }
  if (p.kind !== Token.Comma) return [type, type, ExceptTarget.None]
  p.advance()
  const second = p.grammar.expression(p)
  p.link(type, second)
  if (p.kind !== Token.Comma) return [type, second, ExceptTarget.Comma]
  let last = second
  while (p.kind === Token.Comma) {
    p.advance()
    const next = p.grammar.expression(p)
    p.link(last, next)
    last = next
  }
  const types = p.node(Node.Tuple, start, type, 0)
  return [types, types, ExceptTarget.None]
}
