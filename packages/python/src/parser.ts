import { type Lexed, lex, mostTokens } from './lexer.ts'
import { Node } from './node.ts'
import { parseStatements } from './parse-block.ts'
import { parseStatement } from './parse-compound.ts'
import { parseBinary, parseElement, parseExpression, parseExpressions, parseTargets } from './parse-expression.ts'
import { parseSimple } from './parse-simple.ts'
import { type Grammar, Parser } from './parser-state.ts'
import { TokenBuffer } from './token-buffer.ts'
import { Tree } from './tree.ts'

const grammar: Grammar = {
  expression: parseExpression,
  binary: parseBinary,
  element: parseElement,
  expressions: parseExpressions,
  targets: parseTargets,
  statement: parseStatement,
  simple: parseSimple,
}

/**
 * Parses Python 2 or 3, UTF-8, into a tree. Never throws and takes linear time: what is no Python is an Error node below the
 * statement that it spoils, and the parsing goes on with the next one. `tree.problems` tells what was not understood.
 */
export function parse(source: Uint8Array): Tree {
  return parseTokens(lex(source, mostTokens, source.length <= usualSource ? passing : null))
}

/** Sources up to this many bytes have their tokens in one buffer, one source after the other: a tree does not hold on to tokens. */
const usualSource = 262_144
const passing = new TokenBuffer(65_536)

/** As `parse`, from tokens. */
export function parseTokens(lexed: Lexed): Tree {
  const p = new Parser(lexed, grammar)
  const root = parseStatements(p, Node.Module)
  return new Tree(lexed, p.nodes, root)
}
