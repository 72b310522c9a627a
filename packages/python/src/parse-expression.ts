import { isNot, Node } from './node.ts'
import { parsePrimary } from './parse-primary.ts'
import { beginsExpression, type Parser } from './parser-state.ts'
import { kindOfPrecedence, Precedence, precedenceOf } from './precedence.ts'
import { Token } from './token.ts'

/** An expression without commas: a conditional, a lambda, an assignment expression or what is below them. */
export function parseExpression(p: Parser): number {
  const { start } = p
  const left = parseBinary(p, Precedence.Or)
  if (p.kind === Token.If && !p.inPattern) return parseConditional(p, left, start)
  if (p.kind === Token.Walrus) return parseWalrus(p, left, start)
  if (p.kind === Token.As && p.inPattern) return parsePatternAs(p, left, start)
  return left
}

function parsePatternAs(p: Parser, pattern: number, start: number): number {
  p.advance()
  p.link(pattern, p.kind === Token.Name ? p.leaf(Node.Name, p.value) : p.missing())
  return p.node(Node.PatternAs, start, pattern, 0)
}

/** A chain of `value if test else …` is one node, however long. */
function parseConditional(p: Parser, value: number, start: number): number {
  let last = value
  while (p.kind === Token.If) {
    p.advance()
    const test = parseBinary(p, Precedence.Or)
    p.link(last, test)
    p.expect(Token.Else)
    last = parseBinary(p, Precedence.Or)
    p.link(test, last)
  }
  return p.node(Node.Conditional, start, value, 0)
}

function parseWalrus(p: Parser, target: number, start: number): number {
  p.nesting += 1
  p.advance()
  const value = p.tooDeep ? p.skipNested() : parseExpression(p)
  p.nesting -= 1
  p.link(target, value)
  return p.node(Node.Walrus, start, target, 0)
}

/** Operands joined by operators of at least the precedence `least`. */
export function parseBinary(p: Parser, least: number): number {
  const { start } = p
  let left = parseUnary(p)
  for (;;) {
    const level = precedenceOf[p.kind] ?? 0
    if (level < least || (p.kind === Token.Not && p.following !== Token.In)) return left
    left = parseChain(p, left, start, level)
  }
}

/** The operands of one precedence level are siblings, so that a sum of any length is one node. */
function parseChain(p: Parser, left: number, start: number, level: number): number {
  const first = takeOperator(p)
  let operator = first
  let last = left
  for (;;) {
    const right = parseBinary(p, level + 1)
    p.link(last, right)
    last = right
    if (precedenceOf[p.kind] !== level || (p.kind === Token.Not && p.following !== Token.In)) break
    const next = takeOperator(p)
    if (next !== operator) {
      operator = next
      const mark = p.node(Node.Operator, p.lastEnd, 0, operator)
      p.link(last, mark)
      last = mark
    }
  }
  return p.node(kindOfPrecedence[level] ?? 0, start, left, first)
}

function takeOperator(p: Parser): number {
  const { kind } = p
  p.advance()
  if (kind === Token.Not) p.advance()
  else if (kind === Token.Is && p.kind === Token.Not) {
    p.advance()
    return isNot
  }
  return kind
}

function parseUnary(p: Parser): number {
  const { kind } = p
  if (kind === Token.Name) return parsePower(p)
  if (kind === Token.Plus || kind === Token.Minus || kind === Token.Tilde) return parsePrefixes(p, isSign)
  if (kind === Token.Not) return parsePrefixes(p, isNegation)
  return parsePower(p)
}

function isSign(kind: number): boolean {
  return kind === Token.Plus || kind === Token.Minus || kind === Token.Tilde
}

function isNegation(kind: number): boolean {
  return kind === Token.Not
}

/** A run of prefix operators: read to its end, then built from the innermost outwards. */
function parsePrefixes(p: Parser, isPrefix: (kind: number) => boolean): number {
  const from = p.at
  const negation = p.kind === Token.Not
  while (isPrefix(p.kind)) p.advance()
  const last = p.at - 3
  p.nesting += 1
  let node = p.tooDeep ? p.skipNested() : negation ? parseBinary(p, Precedence.Compare) : parsePower(p)
  p.nesting -= 1
  for (let at = last; at >= from; at -= 3) {
    const token = p.tokens[at] ?? 0
    node = p.node(Node.Unary, p.tokens[at + 1] ?? 0, node, token & 0xff)
  }
  return node
}

/** `**` binds to the right, so the siblings of its node are read from the last one back. */
function parsePower(p: Parser): number {
  const { start } = p
  const base = parsePrimary(p)
  if (p.kind !== Token.DoubleStar) return base
  let last = base
  while (p.kind === Token.DoubleStar) {
    p.advance()
    const operand = isSign(p.kind) ? parsePrefixes(p, isSign) : parsePrimary(p)
    p.link(last, operand)
    last = operand
  }
  return p.node(Node.Binary, start, base, Token.DoubleStar)
}

/** Expressions with commas and stars: one, or a Tuple. */
export function parseExpressions(p: Parser): number {
  const { start } = p
  const first = parseElement(p)
  return p.kind === Token.Comma ? parseRest(p, first, start, parseElement) : first
}

/** What a loop assigns to, up to its `in`. */
export function parseTargets(p: Parser): number {
  const { start } = p
  const first = parseTarget(p)
  return p.kind === Token.Comma ? parseRest(p, first, start, parseTarget) : first
}

function parseRest(p: Parser, first: number, start: number, parse: (p: Parser) => number): number {
  let last = first
  while (p.kind === Token.Comma) {
    p.advance()
    if (beginsExpression[p.kind] !== 1) break
    const next = parse(p)
    p.link(last, next)
    last = next
  }
  return p.node(Node.Tuple, start, first, 0)
}

/** An expression or `*expression`. */
export function parseElement(p: Parser): number {
  return p.kind === Token.Star ? parseStarred(p) : parseExpression(p)
}

function parseTarget(p: Parser): number {
  return p.kind === Token.Star ? parseStarred(p) : parseBinary(p, Precedence.Pipe)
}

function parseStarred(p: Parser): number {
  const { start } = p
  p.advance()
  const value = parseBinary(p, Precedence.Pipe)
  return p.node(Node.Starred, start, value, 0)
}
