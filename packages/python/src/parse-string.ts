import { Node } from './node.ts'
import { isLineMark, type Parser } from './parser-state.ts'
import { Token } from './token.ts'

/** A string or a template; several side by side are a Concatenation. */
export function parseStrings(p: Parser): number {
  const { start } = p
  const first = parseOne(p)
  if (!beginsString(p.kind)) return first
  let last = first
  while (beginsString(p.kind)) {
    const next = parseOne(p)
    p.link(last, next)
    last = next
  }
  return p.node(Node.Concatenation, start, first, 0)
}

function beginsString(kind: number): boolean {
  return kind === Token.String || kind === Token.TemplateStart
}

function parseOne(p: Parser): number {
  if (p.kind === Token.String) return p.leaf(Node.String, p.value)
  const { start, value } = p
  p.advance()
  const first = parseParts(p)
  p.expect(Token.TemplateEnd)
  return p.node(Node.Template, start, first, value)
}

/** Texts and fields up to the end of the template or of the field whose format they are; answers the first. */
function parseParts(p: Parser): number {
  let first = 0
  let last = 0
  for (;;) {
    let part = 0
    if (p.kind === Token.TemplateText) part = p.leaf(Node.TemplateText, p.value)
    else if (p.kind === Token.FieldOpen) part = parseField(p)
    else return first
    if (first === 0) first = part
    else p.link(last, part)
    last = part
  }
}

function parseField(p: Parser): number {
  const { start } = p
  p.nesting += 1
  p.advance()
  const value = p.tooDeep ? p.missing() : p.grammar.expressions(p)
  let mark = 0
  if (p.kind === Token.Equal) {
    p.advance()
    mark = 256
  }
  if (p.kind === Token.FieldBang) {
    p.advance()
    mark |= p.source[p.start] ?? 0
    p.expect(Token.Name)
  }
  skipToFieldEnd(p)
  if (p.kind === Token.FieldColon) {
    const formatStart = p.start
    p.advance()
    const first = parseParts(p)
    p.link(value, p.node(Node.Format, formatStart, first, 0))
    skipToFieldEnd(p)
  }
  p.nesting -= 1
  p.expect(Token.FieldClose)
  return p.node(Node.Field, start, value, mark)
}

/** Passes over what is left of an expression that could not be read. */
function skipToFieldEnd(p: Parser): void {
  let open = 0
  while (!isLineMark(p.kind)) {
    if (open === 0 && p.kind >= Token.TemplateText && p.kind <= Token.FieldColon) return
    if (p.kind === Token.TemplateStart) open += 1
    else if (p.kind === Token.TemplateEnd) open -= 1
    p.fail()
    p.advance()
  }
}
