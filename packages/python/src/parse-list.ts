import { Node } from './node.ts'
import { beginsExpression, isLineMark, type Parser } from './parser-state.ts'
import { Token } from './token.ts'

/** What a list is read up to, and how each of its items is read. An item begins with a token that begins an expression. */
export interface ListRule {
  readonly closing: number
  readonly item: (p: Parser) => number
}

/**
 * Reads items with commas between them up to the closing token, which stays, and links them behind `before` (0 for none).
 * Answers the first. What is no item is passed over.
 */
export function parseItems(p: Parser, rule: ListRule, before: number): number {
  const { closing } = rule
  let first = 0
  let last = before
  while (p.kind !== closing) {
    if (beginsExpression[p.kind] !== 1) {
      if (!skipStray(p)) break
      continue
    }
    const item = rule.item(p)
    if (first === 0) first = item
    if (last !== 0) p.link(last, item)
    last = item
    if (p.kind === Token.Comma) p.advance()
    else if (p.kind !== closing) p.fail()
  }
  return first
}

/** Passes over a token that has no place here; false where the list itself must end. */
export function skipStray(p: Parser): boolean {
  p.fail()
  if (endsList(p.kind)) return false
  p.advance()
  return true
}

function endsList(kind: number): boolean {
  return (
    isLineMark(kind) ||
    kind === Token.ParenClose ||
    kind === Token.BracketClose ||
    kind === Token.BraceClose ||
    (kind >= Token.TemplateText && kind <= Token.FieldColon)
  )
}

/** `*expression` in a display or call, else an expression. */
export function parseItem(p: Parser): number {
  if (p.kind === Token.Star) return parseUnpacking(p, Node.Starred)
  if (p.kind === Token.DoubleStar) return parseUnpacking(p, Node.DoubleStarred)
  return p.grammar.expression(p)
}

function parseUnpacking(p: Parser, kind: number): number {
  const { start } = p
  p.advance()
  const value = p.grammar.expression(p)
  return p.node(kind, start, value, 0)
}

/** At the `for` or `async for` of a comprehension. */
export function atComprehension(p: Parser): boolean {
  return p.kind === Token.For || (p.kind === Token.Async && p.following === Token.For)
}

/** Reads the clauses of a comprehension and links them behind its last element. */
export function parseClauses(p: Parser, element: number): void {
  let last = element
  for (;;) {
    const clause = atComprehension(p) ? parseFor(p) : p.kind === Token.If ? parseIf(p) : 0
    if (clause === 0) return
    p.link(last, clause)
    last = clause
  }
}

function parseFor(p: Parser): number {
  const { start } = p
  const isAsync = p.kind === Token.Async
  if (isAsync) p.advance()
  p.advance()
  const target = p.grammar.targets(p)
  p.expect(Token.In)
  const iterable = p.grammar.binary(p, 1)
  p.link(target, iterable)
  return p.node(Node.ComprehensionFor, start, target, isAsync ? 1 : 0)
}

function parseIf(p: Parser): number {
  const { start } = p
  p.advance()
  const test = p.grammar.binary(p, 1)
  return p.node(Node.ComprehensionIf, start, test, 0)
}
