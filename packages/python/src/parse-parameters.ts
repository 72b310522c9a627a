import { Node, ParameterKind } from './node.ts'
import { type ListRule, parseItems, skipStray } from './parse-list.ts'
import type { Parser } from './parser-state.ts'
import { Precedence } from './precedence.ts'
import { Token } from './token.ts'

/** Parameters up to the closing token, which stays: `)` of a function, where they may be annotated, or `:` of a lambda. */
export function parseParameters(p: Parser, closing: number): number {
  const { start } = p
  let first = 0
  let last = 0
  while (p.kind !== closing) {
    if (!beginsParameter(p.kind)) {
      if (!skipStray(p)) break
      continue
    }
    const parameter = parseParameter(p, closing === Token.ParenClose)
    if (first === 0) first = parameter
    else p.link(last, parameter)
    last = parameter
    if (p.kind === Token.Comma) p.advance()
    else if (p.kind !== closing) p.fail()
  }
  return p.node(Node.Parameters, start, first, 0)
}

function beginsParameter(kind: number): boolean {
  return (
    isName(kind) || kind === Token.Star || kind === Token.DoubleStar || kind === Token.Slash || kind === Token.ParenOpen
  )
}

function isName(kind: number): boolean {
  return kind === Token.Name || kind >= Token.Async || kind === Token.Nonlocal
}

function parseParameter(p: Parser, annotated: boolean): number {
  const { start, kind } = p
  if (kind === Token.Star || kind === Token.DoubleStar || kind === Token.Slash) p.advance()
  if (kind === Token.Slash) return p.node(Node.Parameter, start, 0, ParameterKind.PositionalOnlyMark)
  if (kind === Token.Star && !isName(p.kind)) return p.node(Node.Parameter, start, 0, ParameterKind.KeywordOnlyMark)
  const name = parseParameterName(p)
  parseBounds(p, name, annotated)
  const stars = kind === Token.Star ? ParameterKind.Star : ParameterKind.Plain
  return p.node(Node.Parameter, start, name, kind === Token.DoubleStar ? ParameterKind.DoubleStar : stars)
}

/** A name, or in Python 2 a tuple of them in brackets. */
function parseParameterName(p: Parser): number {
  if (p.kind === Token.ParenOpen) return p.grammar.binary(p, Precedence.Pipe)
  if (!isName(p.kind)) return p.missing()
  return p.leaf(Node.Name, p.kind === Token.Name ? p.value : p.kind - Token.firstKeyword)
}

/** The annotation and the default of a parameter, linked behind its name. */
function parseBounds(p: Parser, name: number, annotated: boolean): void {
  let last = name
  if (annotated && p.kind === Token.Colon) {
    const { start } = p
    p.advance()
    const bound = p.node(Node.Annotation, start, p.grammar.element(p), 0)
    p.link(last, bound)
    last = bound
  }
  if (p.kind !== Token.Equal) return
  const { start } = p
  p.advance()
  p.link(last, p.node(Node.Default, start, p.grammar.element(p), 0))
}

/** `[T, *Ts, **P]` behind the name of a function, class or type (PEP 695, 696). */
export function parseTypeParameters(p: Parser): number {
  const { start } = p
  p.advance()
  const first = parseItems(p, typeParameterList, 0)
  p.expect(Token.BracketClose)
  return p.node(Node.TypeParameters, start, first, 0)
}

const typeParameterList: ListRule = { closing: Token.BracketClose, item: parseTypeParameter }

function parseTypeParameter(p: Parser): number {
  const { start, kind } = p
  const stars = kind === Token.Star ? 1 : kind === Token.DoubleStar ? 2 : 0
  if (stars > 0) p.advance()
  if (!isName(p.kind)) {
    p.fail()
    return p.grammar.expression(p)
  }
  const name = parseParameterName(p)
  parseBounds(p, name, true)
  return p.node(Node.TypeParameter, start, name, stars)
}
