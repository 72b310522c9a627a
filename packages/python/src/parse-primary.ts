import { Node, SlicePart } from './node.ts'
import { parseAtom } from './parse-atom.ts'
import { atComprehension, type ListRule, parseClauses, parseItem, parseItems } from './parse-list.ts'
import { beginsExpression, type Parser } from './parser-state.ts'
import { Token } from './token.ts'

/** An atom with what follows it: attributes, calls and subscripts. */
export function parsePrimary(p: Parser): number {
  const { start } = p
  let node = p.kind === Token.Await && beginsExpression[p.following] === 1 ? parseAwait(p) : parseAtom(p)
  for (;;) {
    if (p.kind === Token.Dot) node = parseAttribute(p, node, start)
    else if (p.kind === Token.ParenOpen) node = parseCall(p, node, start)
    else if (p.kind === Token.BracketOpen) node = parseSubscript(p, node, start)
    else return node
  }
}

function parseAwait(p: Parser): number {
  const { start } = p
  p.advance()
  p.nesting += 1
  const operand = p.tooDeep ? p.skipNested() : parsePrimary(p)
  p.nesting -= 1
  return p.node(Node.Await, start, operand, 0)
}

function parseAttribute(p: Parser, object: number, start: number): number {
  p.advance()
  const symbol = p.kind === Token.Name ? p.value : p.kind - Token.firstKeyword
  if (symbol >= 0) {
    if (p.kind !== Token.Name && !isLateKeyword(p.kind)) p.fail()
    p.advance()
    return p.node(Node.Attribute, start, object, symbol)
  }
  p.link(object, p.missing())
  return p.node(Node.Error, start, object, 0)
}

/** Keywords that are names in older versions. */
function isLateKeyword(kind: number): boolean {
  return kind >= Token.Async || kind === Token.Nonlocal
}

const argumentList: ListRule = { closing: Token.ParenClose, item: parseArgument }

function parseCall(p: Parser, callee: number, start: number): number {
  p.nesting += 1
  if (p.tooDeep) p.link(callee, p.skipNested())
  else parseArguments(p, callee)
  p.nesting -= 1
  return p.node(Node.Call, start, callee, 0)
}

/** Reads arguments with their brackets, links them behind `before` (0 for none) and answers the first. */
export function parseArguments(p: Parser, before: number): number {
  p.advance()
  const first = parseItems(p, argumentList, before)
  p.expect(Token.ParenClose)
  return first
}

function parseArgument(p: Parser): number {
  const { start } = p
  if (p.following === Token.Equal && (p.kind === Token.Name || p.kind >= Token.firstKeyword)) {
    const symbol = p.kind === Token.Name ? p.value : p.kind - Token.firstKeyword
    p.advance()
    p.advance()
    return p.node(Node.Keyword, start, p.grammar.expression(p), symbol)
  }
  const argument = parseItem(p)
  if (!atComprehension(p)) return argument
  parseClauses(p, argument)
  return p.node(Node.Generator, start, argument, 0)
}

function parseSubscript(p: Parser, object: number, start: number): number {
  p.nesting += 1
  if (p.tooDeep) p.link(object, p.skipNested())
  else {
    p.advance()
    p.link(object, parseIndexes(p))
    p.expect(Token.BracketClose)
  }
  p.nesting -= 1
  return p.node(Node.Subscript, start, object, 0)
}

/** One index, or a Tuple of several. */
function parseIndexes(p: Parser): number {
  const { start } = p
  const first = parseIndex(p)
  if (p.kind !== Token.Comma) return first
  let last = first
  while (p.kind === Token.Comma) {
    p.advance()
    if (p.kind === Token.BracketClose) break
    const next = parseIndex(p)
    p.link(last, next)
    last = next
  }
  return p.node(Node.Tuple, start, first, 0)
}

function parseIndex(p: Parser): number {
  if (p.kind === Token.Colon) return parseSlice(p, 0, p.start)
  const { start } = p
  const index = parseItem(p)
  return p.kind === Token.Colon ? parseSlice(p, index, start) : index
}

function parseSlice(p: Parser, lower: number, start: number): number {
  let first = lower
  let last = lower
  let parts = lower === 0 ? 0 : SlicePart.Lower
  for (const part of [SlicePart.Upper, SlicePart.Step]) {
    if (p.kind !== Token.Colon) break
    p.advance()
    if (beginsExpression[p.kind] !== 1) continue
    const bound = p.grammar.expression(p)
    parts |= part
    if (first === 0) first = bound
    else p.link(last, bound)
    last = bound
  }
  return p.node(Node.Slice, start, first, parts)
}
