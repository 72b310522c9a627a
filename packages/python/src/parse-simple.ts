import { Node, PrintForm, RaiseForm } from './node.ts'
import { parseImport, parseImportFrom } from './parse-import.ts'
import { parseTypeParameters } from './parse-parameters.ts'
import { beginsExpression, type Parser } from './parser-state.ts'
import { Precedence } from './precedence.ts'
import { SoftKeyword } from './symbols.ts'
import { augmented, Token } from './token.ts'

/** A statement of one line, up to its end or a semicolon. What cannot be parsed is kept in an Error. */
export function parseSimple(p: Parser): number {
  const { start } = p
  const rule = simpleRules[p.kind] ?? parseExpressionStatement
  const node = rule(p)
  return p.failed || !endsSimple(p.kind) ? recover(p, node, start) : node
}

function endsSimple(kind: number): boolean {
  return kind === Token.Newline || kind === Token.Semicolon || kind === Token.End
}

/** Keeps what was parsed, and all expressions up to the end of the statement. */
function recover(p: Parser, node: number, start: number): number {
  p.fail()
  let last = node
  while (!endsSimple(p.kind)) {
    if (beginsExpression[p.kind] !== 1 || p.kind === Token.Star || p.kind === Token.DoubleStar) {
      p.advance()
      continue
    }
    const fragment = p.grammar.expression(p)
    p.link(last, fragment)
    last = fragment
  }
  p.failed = false
  return p.node(Node.Error, start, node, 0)
}

function parseExpressionStatement(p: Parser): number {
  const { start } = p
  const soft = p.kind === Token.Name && p.value <= SoftKeyword.type ? parseSoft(p) : 0
  if (soft !== 0) return soft
  const first = p.grammar.expressions(p)
  const { kind } = p
  if (kind === Token.Equal) return parseAssign(p, first, start)
  if (kind === Token.Newline) return p.node(Node.ExpressionStatement, start, first, 0)
  if (kind === Token.Colon) return parseAnnotated(p, first, start)
  if (kind < Token.PlusEqual || kind > Token.PipeEqual) return p.node(Node.ExpressionStatement, start, first, 0)
  p.advance()
  p.link(first, p.grammar.expressions(p))
  return p.node(Node.AugmentedAssign, start, first, kind - augmented)
}

function parseAssign(p: Parser, first: number, start: number): number {
  let last = first
  while (p.kind === Token.Equal) {
    p.advance()
    const next = p.grammar.expressions(p)
    p.link(last, next)
    last = next
  }
  return p.node(Node.Assign, start, first, 0)
}

function parseAnnotated(p: Parser, target: number, start: number): number {
  p.advance()
  const annotation = p.grammar.expression(p)
  p.link(target, annotation)
  if (p.kind === Token.Equal) {
    p.advance()
    p.link(annotation, p.grammar.expressions(p))
  }
  return p.node(Node.AnnotatedAssign, start, target, 0)
}

/** A statement that begins with a name which is a keyword only here; 0 when it is none, and nothing is passed. */
function parseSoft(p: Parser): number {
  const { value, following } = p
  if (value === SoftKeyword.print) return following === Token.ShiftRight || isApplied(p) ? parsePrint(p) : 0
  if (value === SoftKeyword.exec) return isApplied(p) ? parseExec(p) : 0
  return value === SoftKeyword.type && following === Token.Name ? parseTypeAlias(p) : 0
}

/** The next token begins an expression and cannot go on with one: `print "x"`, but not `print (x)` or `print -x`. */
function isApplied(p: Parser): boolean {
  const { following } = p
  if (following === Token.Not) return ((p.tokens[p.at + 6] ?? 0) & 0xff) !== Token.In
  return (beginsExpression[following] === 1 && !continuesExpression(following)) || following === Token.BraceOpen
}

function continuesExpression(kind: number): boolean {
  return (
    kind === Token.ParenOpen ||
    kind === Token.BracketOpen ||
    kind === Token.Plus ||
    kind === Token.Minus ||
    kind === Token.Star ||
    kind === Token.DoubleStar
  )
}

function parsePrint(p: Parser): number {
  const { start } = p
  p.advance()
  let form = 0
  if (p.kind === Token.ShiftRight) {
    p.advance()
    form = PrintForm.Redirected
  }
  const first = p.grammar.expression(p)
  let last = first
  while (p.kind === Token.Comma) {
    p.advance()
    if (beginsExpression[p.kind] !== 1) {
      form |= PrintForm.NoLineEnd
      break
    }
    const next = p.grammar.expression(p)
    p.link(last, next)
    last = next
  }
  return p.node(Node.Print, start, first, form)
}

/** `exec code in globals, locals` */
function parseExec(p: Parser): number {
  const { start } = p
  p.advance()
  const code = p.grammar.binary(p, Precedence.Pipe)
  let last = code
  for (const separator of [Token.In, Token.Comma]) {
    if (p.kind !== separator) break
    p.advance()
    const scope = p.grammar.expression(p)
    p.link(last, scope)
    last = scope
  }
  return p.node(Node.Exec, start, code, 0)
}

function parseTypeAlias(p: Parser): number {
  const { start } = p
  p.advance()
  const name = p.leaf(Node.Name, p.value)
  let last = name
  if (p.kind === Token.BracketOpen) {
    last = parseTypeParameters(p)
    p.link(name, last)
  }
  p.expect(Token.Equal)
  p.link(last, p.grammar.expression(p))
  return p.node(Node.TypeAlias, start, name, 0)
}

function parseReturn(p: Parser): number {
  const { start } = p
  p.advance()
  const value = beginsExpression[p.kind] === 1 ? p.grammar.expressions(p) : 0
  return p.node(Node.Return, start, value, 0)
}

function parseDelete(p: Parser): number {
  const { start } = p
  p.advance()
  return p.node(Node.Delete, start, p.grammar.expressions(p), 0)
}

function parseRaise(p: Parser): number {
  const { start } = p
  p.advance()
  if (beginsExpression[p.kind] !== 1) return p.node(Node.Raise, start, 0, RaiseForm.Plain)
  const first = p.grammar.expression(p)
  let last = first
  let form: number = RaiseForm.Plain
  while (p.kind === Token.Comma || (p.kind === Token.From && form === RaiseForm.Plain)) {
    form = p.kind === Token.From ? RaiseForm.From : RaiseForm.Commas
    p.advance()
    const next = p.grammar.expression(p)
    p.link(last, next)
    last = next
  }
  return p.node(Node.Raise, start, first, form)
}

function parseAssert(p: Parser): number {
  const { start } = p
  p.advance()
  const test = p.grammar.expression(p)
  if (p.kind === Token.Comma) {
    p.advance()
    p.link(test, p.grammar.expression(p))
  }
  return p.node(Node.Assert, start, test, 0)
}

function parseNames(p: Parser): number {
  const { start } = p
  const kind = p.kind === Token.Global ? Node.Global : Node.Nonlocal
  if (p.following !== Token.Name) return parsePlainNonlocal(p)
  p.advance()
  const first = p.leaf(Node.Name, p.value)
  let last = first
  while (p.kind === Token.Comma) {
    p.advance()
    const next = p.kind === Token.Name ? p.leaf(Node.Name, p.value) : p.missing()
    p.link(last, next)
    last = next
  }
  return p.node(kind, start, first, 0)
}

/** In Python 2 `nonlocal` is a name. */
function parsePlainNonlocal(p: Parser): number {
  if (p.kind === Token.Nonlocal) return parseExpressionStatement(p)
  return p.missing()
}

function parseKeyword(p: Parser): number {
  return p.leaf(p.kind === Token.Pass ? Node.Pass : p.kind === Token.Break ? Node.Break : Node.Continue, 0)
}

/** By kind of the first token; any other begins an expression. */
const simpleRules: ((p: Parser) => number)[] = []
simpleRules[Token.Return] = parseReturn
simpleRules[Token.Import] = parseImport
simpleRules[Token.From] = parseImportFrom
simpleRules[Token.Pass] = parseKeyword
simpleRules[Token.Break] = parseKeyword
simpleRules[Token.Continue] = parseKeyword
simpleRules[Token.Raise] = parseRaise
simpleRules[Token.Assert] = parseAssert
simpleRules[Token.Del] = parseDelete
simpleRules[Token.Global] = parseNames
simpleRules[Token.Nonlocal] = parseNames
