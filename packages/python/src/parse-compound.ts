import { Node } from './node.ts'
import { compound, parseBlock, parseElse } from './parse-block.ts'
import { parseClass, parseDecorated, parseFunction } from './parse-definition.ts'
import { parseMatch } from './parse-match.ts'
import { parseSimple } from './parse-simple.ts'
import { parseTry } from './parse-try.ts'
import { parseWith } from './parse-with.ts'
import type { Parser } from './parser-state.ts'
import { SoftKeyword } from './symbols.ts'
import { Token } from './token.ts'

/** Any statement; of several on one line, the first. Passes at least one token. */
export function parseStatement(p: Parser): number {
  if (p.kind === Token.Name) {
    const matched = p.value === SoftKeyword.match ? parseMatch(p) : 0
    return matched === 0 ? parseSimple(p) : matched
  }
  const rule = compoundRules[p.kind]
  return rule === undefined ? parseSimple(p) : rule(p)
}

function parseIf(p: Parser): number {
  const { start } = p
  p.advance()
  const test = p.grammar.expressions(p)
  let last = parseBlock(p)
  p.link(test, last)
  while (p.kind === Token.Elif) {
    const elif = parseElif(p)
    p.link(last, elif)
    last = elif
  }
  last = parseElse(p, last)
  return compound(p, [Node.If, start, 0], [test, last])
}

function parseElif(p: Parser): number {
  const { start } = p
  p.advance()
  const test = p.grammar.expressions(p)
  const block = parseBlock(p)
  p.link(test, block)
  return compound(p, [Node.Elif, start, 0], [test, block])
}

function parseWhile(p: Parser): number {
  const { start } = p
  p.advance()
  const test = p.grammar.expressions(p)
  const block = parseBlock(p)
  p.link(test, block)
  return compound(p, [Node.While, start, 0], [test, parseElse(p, block)])
}

function parseFor(p: Parser): number {
  return parseForFrom(p, p.start, 0)
}

function parseForFrom(p: Parser, start: number, isAsync: number): number {
  p.advance()
  const target = p.grammar.targets(p)
  p.expect(Token.In)
  const iterable = p.grammar.expressions(p)
  p.link(target, iterable)
  const block = parseBlock(p)
  p.link(iterable, block)
  return compound(p, [Node.For, start, isAsync], [target, parseElse(p, block)])
}

function parseAsync(p: Parser): number {
  const { start, following } = p
  if (following !== Token.Def && following !== Token.For && following !== Token.With) return parseSimple(p)
  if (following === Token.Def) return parseFunction(p, start)
  p.advance()
  return following === Token.For ? parseForFrom(p, start, 1) : parseWith(p, start, 1)
}

/** By kind of the first token. */
const compoundRules: ((p: Parser) => number)[] = []
compoundRules[Token.If] = parseIf
compoundRules[Token.While] = parseWhile
compoundRules[Token.For] = parseFor
compoundRules[Token.Async] = parseAsync
compoundRules[Token.At] = parseDecorated
compoundRules[Token.Def] = (p) => parseFunction(p, p.start)
compoundRules[Token.Class] = (p) => parseClass(p, p.start)
compoundRules[Token.Try] = parseTry
compoundRules[Token.With] = (p) => parseWith(p, p.start, 0)
