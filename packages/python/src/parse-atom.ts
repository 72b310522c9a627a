import { Node } from './node.ts'
import { atComprehension, type ListRule, parseClauses, parseItem, parseItems, skipStray } from './parse-list.ts'
import { parseParameters } from './parse-parameters.ts'
import { parseStrings } from './parse-string.ts'
import { beginsExpression, type Parser } from './parser-state.ts'
import { Token } from './token.ts'

const parenthesized: ListRule = { closing: Token.ParenClose, item: parseItem }
const bracketed: ListRule = { closing: Token.BracketClose, item: parseItem }
const braced: ListRule = { closing: Token.BraceClose, item: parseItem }

/** A name, a literal, a display or something in brackets; Missing, and no token passed, where none begins. */
export function parseAtom(p: Parser): number {
  const { kind } = p
  if (kind === Token.Name) return p.leaf(Node.Name, p.value)
  if (kind === Token.String || kind === Token.TemplateStart) return p.tooDeep ? p.skipNested() : parseStrings(p)
  if (kind === Token.Number) return p.leaf(Node.Number, 0)
  if (kind === Token.None) return p.leaf(Node.NoneValue, 0)
  if (kind === Token.True) return p.leaf(Node.True, 0)
  if (kind === Token.False) return p.leaf(Node.False, 0)
  if (kind === Token.Ellipsis) return p.leaf(Node.Ellipsis, 0)
  if (kind >= Token.Async || kind === Token.Nonlocal) return p.leaf(Node.Name, kind - Token.firstKeyword)
  return parseNested(p)
}

function parseNested(p: Parser): number {
  const rule = nestedRules[p.kind]
  if (rule === undefined) return p.missing()
  p.nesting += 1
  const node = p.tooDeep ? p.skipNested() : rule(p)
  p.nesting -= 1
  return node
}

function parseParen(p: Parser): number {
  const { start } = p
  p.advance()
  if (p.kind === Token.ParenClose) {
    p.advance()
    return p.node(Node.Tuple, start, 0, 0)
  }
  const first = parseItem(p)
  if (atComprehension(p)) return closeComprehension(p, first, [Node.Generator, start, Token.ParenClose])
  if (p.kind !== Token.Comma) {
    p.expect(Token.ParenClose)
    return first
  }
  p.advance()
  parseItems(p, parenthesized, first)
  p.expect(Token.ParenClose)
  return p.node(Node.Tuple, start, first, 0)
}

type Comprehension = readonly [kind: number, start: number, closing: number]

function closeComprehension(p: Parser, first: number, [kind, start, closing]: Comprehension): number {
  parseClauses(p, first)
  p.expect(closing)
  return p.node(kind, start, first, 0)
}

function parseList(p: Parser): number {
  const { start } = p
  p.advance()
  if (p.kind === Token.BracketClose) {
    p.advance()
    return p.node(Node.List, start, 0, 0)
  }
  const first = parseItem(p)
  if (atComprehension(p)) return closeComprehension(p, first, [Node.ListComprehension, start, Token.BracketClose])
  passComma(p, Token.BracketClose)
  parseItems(p, bracketed, first)
  p.expect(Token.BracketClose)
  return p.node(Node.List, start, first, 0)
}

function passComma(p: Parser, closing: number): void {
  if (p.kind === Token.Comma) p.advance()
  else if (p.kind !== closing) p.fail()
}

/** A Dict or a Set, or a comprehension of either. */
function parseBrace(p: Parser): number {
  const { start } = p
  p.advance()
  if (p.kind === Token.BraceClose) {
    p.advance()
    return p.node(Node.Dict, start, 0, 0)
  }
  const unpacks = p.kind === Token.DoubleStar
  const first = parseItem(p)
  const isDict = unpacks || p.kind === Token.Colon
  const last = p.kind === Token.Colon ? parseEntryValue(p, first) : first
  if (atComprehension(p)) {
    const kind = isDict ? Node.DictComprehension : Node.SetComprehension
    parseClauses(p, last)
    p.expect(Token.BraceClose)
    return p.node(kind, start, first, 0)
  }
  passComma(p, Token.BraceClose)
  if (isDict) parseEntries(p, last)
  else parseItems(p, braced, last)
  p.expect(Token.BraceClose)
  return p.node(isDict ? Node.Dict : Node.Set, start, first, 0)
}

/** Keys and values are siblings; an entry without a value gets a Missing one. */
function parseEntries(p: Parser, before: number): void {
  let last = before
  while (p.kind !== Token.BraceClose) {
    if (beginsExpression[p.kind] !== 1) {
      if (!skipStray(p)) return
      continue
    }
    const unpacks = p.kind === Token.DoubleStar
    const key = parseItem(p)
    p.link(last, key)
    last = unpacks ? key : parseEntryValue(p, key)
    passComma(p, Token.BraceClose)
  }
}

function parseEntryValue(p: Parser, key: number): number {
  p.expect(Token.Colon)
  const value = p.grammar.expression(p)
  p.link(key, value)
  return value
}

function parseLambda(p: Parser): number {
  const { start } = p
  p.advance()
  const parameters = parseParameters(p, Token.Colon)
  p.expect(Token.Colon)
  p.link(parameters, p.grammar.expression(p))
  return p.node(Node.Lambda, start, parameters, 0)
}

function parseYield(p: Parser): number {
  const { start } = p
  p.advance()
  if (p.kind === Token.From) {
    p.advance()
    return p.node(Node.YieldFrom, start, p.grammar.expression(p), 0)
  }
  const value = beginsExpression[p.kind] === 1 ? p.grammar.expressions(p) : 0
  return p.node(Node.Yield, start, value, 0)
}

function parseBackquote(p: Parser): number {
  const { start } = p
  p.advance()
  const value = p.grammar.expressions(p)
  p.expect(Token.Backquote)
  return p.node(Node.Backquote, start, value, 0)
}

/** By kind of token: what holds expressions inside. */
const nestedRules: ((p: Parser) => number)[] = []
nestedRules[Token.ParenOpen] = parseParen
nestedRules[Token.BracketOpen] = parseList
nestedRules[Token.BraceOpen] = parseBrace
nestedRules[Token.Lambda] = parseLambda
nestedRules[Token.Yield] = parseYield
nestedRules[Token.Backquote] = parseBackquote
