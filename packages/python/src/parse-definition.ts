import { Node } from './node.ts'
import { compound, parseBlock } from './parse-block.ts'
import { parseParameters, parseTypeParameters } from './parse-parameters.ts'
import { parseArguments } from './parse-primary.ts'
import type { Parser } from './parser-state.ts'
import { Token } from './token.ts'

/** Decorators and the function or class that they decorate, as the first children of its node. */
export function parseDecorated(p: Parser): number {
  const { start } = p
  let first = 0
  let last = 0
  while (p.kind === Token.At) {
    const decorator = parseDecorator(p)
    if (first === 0) first = decorator
    else p.link(last, decorator)
    last = decorator
  }
  const decorators: Decorators = [first, last]
  if (p.kind === Token.Class) return parseClass(p, start, decorators)
  if (p.kind === Token.Def || (p.kind === Token.Async && p.following === Token.Def))
    return parseFunction(p, start, decorators)
  p.fail()
  p.failed = false
  return p.node(Node.Error, start, first, 0)
}

/** The first and the last of the decorators, 0 when there is none. */
type Decorators = readonly [first: number, last: number]

const undecorated: Decorators = [0, 0]

function parseDecorator(p: Parser): number {
  const { start } = p
  p.advance()
  const value = p.grammar.expressions(p)
  const decorator = p.node(Node.Decorator, start, value, 0)
  while (p.kind !== Token.Newline && p.kind !== Token.End) {
    p.fail()
    p.advance()
  }
  p.failed = false
  if (p.kind === Token.Newline) p.advance()
  return decorator
}

/** At `def` or `async def`. */
export function parseFunction(p: Parser, start: number, decorators: Decorators = undecorated): number {
  const isAsync = p.kind === Token.Async ? 1 : 0
  if (isAsync === 1) p.advance()
  p.advance()
  const name = parseName(p)
  let last = parseOwnTypeParameters(p, name)
  last = parseSignature(p, last)
  const block = parseBlock(p)
  p.link(last, block)
  return decorate(p, decorators, [Node.Function, start, isAsync], [name, block])
}

function parseName(p: Parser): number {
  return p.kind === Token.Name || p.kind >= Token.Async || p.kind === Token.Nonlocal
    ? p.leaf(Node.Name, p.kind === Token.Name ? p.value : p.kind - Token.firstKeyword)
    : p.missing()
}

function parseOwnTypeParameters(p: Parser, before: number): number {
  if (p.kind !== Token.BracketOpen) return before
  const parameters = parseTypeParameters(p)
  p.link(before, parameters)
  return parameters
}

function parseSignature(p: Parser, before: number): number {
  const { start } = p
  let last = 0
  if (p.kind === Token.ParenOpen) {
    p.advance()
    last = parseParameters(p, Token.ParenClose)
    p.expect(Token.ParenClose)
  } else {
    p.fail()
    last = p.node(Node.Parameters, start, 0, 0)
  }
  p.link(before, last)
  if (p.kind !== Token.Arrow) return last
  const arrow = p.start
  p.advance()
  const returns = p.node(Node.Returns, arrow, p.grammar.expression(p), 0)
  p.link(last, returns)
  return returns
}

/** At `class`. */
export function parseClass(p: Parser, start: number, decorators: Decorators = undecorated): number {
  p.advance()
  const name = parseName(p)
  let last = parseOwnTypeParameters(p, name)
  if (p.kind === Token.ParenOpen) {
    const opening = p.start
    const bases = p.node(Node.Arguments, opening, parseArguments(p, 0), 0)
    p.link(last, bases)
    last = bases
  }
  const block = parseBlock(p)
  p.link(last, block)
  return decorate(p, decorators, [Node.Class, start, 0], [name, block])
}

type Head = readonly [kind: number, start: number, value: number]

function decorate(p: Parser, decorators: Decorators, head: Head, [name, block]: readonly [number, number]): number {
  const [first, last] = decorators
  if (last !== 0) p.link(last, name)
  return compound(p, head, [first === 0 ? name : first, block])
}
