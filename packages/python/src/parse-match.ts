import { Node } from './node.ts'
import { compound, parseBlock } from './parse-block.ts'
import { isLineMark, type Parser } from './parser-state.ts'
import { SoftKeyword } from './symbols.ts'
import { Token } from './token.ts'

/** At the name `match`: the statement of PEP 634, or 0 when the line is something else, and nothing is passed. */
export function parseMatch(p: Parser): number {
  if (!opensCases(p)) return 0
  const { start } = p
  p.advance()
  const subject = p.grammar.expressions(p)
  while (!isLineMark(p.kind)) {
    if (p.kind !== Token.Colon || p.following !== Token.Newline) p.fail()
    p.advance()
  }
  p.failed = false
  p.advance()
  p.advance()
  let last = subject
  while (isCase(p)) {
    const found = parseCase(p)
    p.link(last, found)
    last = found
  }
  if (p.kind === Token.Dedent) p.advance()
  return compound(p, [Node.Match, start, 0], [subject, last])
}

/** The line ends with a colon, and an indented `case` follows. Only the first statement of a line can be a `match`. */
function opensCases(p: Parser): boolean {
  if (p.at > 0 && !isLineMark((p.tokens[p.at - 3] ?? 0) & 0xff)) return false
  let at = p.at
  while (!isLineMark((p.tokens[at] ?? 0) & 0xff)) at += 3
  return (
    ((p.tokens[at - 3] ?? 0) & 0xff) === Token.Colon &&
    ((p.tokens[at + 3] ?? 0) & 0xff) === Token.Indent &&
    p.tokens[at + 6] === (Token.Name | (SoftKeyword.case << 8))
  )
}

function isCase(p: Parser): boolean {
  return p.tokens[p.at] === (Token.Name | (SoftKeyword.case << 8))
}

function parseCase(p: Parser): number {
  const { start } = p
  p.advance()
  p.inPattern = true
  const pattern = p.grammar.expressions(p)
  p.inPattern = false
  let last = pattern
  if (p.kind === Token.If) {
    const guardStart = p.start
    p.advance()
    last = p.node(Node.Guard, guardStart, p.grammar.expressions(p), 0)
    p.link(pattern, last)
  }
  const block = parseBlock(p)
  p.link(last, block)
  return compound(p, [Node.Case, start, 0], [pattern, block])
}
