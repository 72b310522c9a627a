import { Node } from './node.ts'
import type { Parser } from './parser-state.ts'
import { Token } from './token.ts'

/** `import a.b as c, d` */
export function parseImport(p: Parser): number {
  const { start } = p
  p.advance()
  const first = parseImportName(p)
  let last = first
  while (p.kind === Token.Comma) {
    p.advance()
    const next = parseImportName(p)
    p.link(last, next)
    last = next
  }
  return p.node(Node.Import, start, first, 0)
}

function parseImportName(p: Parser): number {
  const { start } = p
  const path = parsePath(p)
  if (p.kind === Token.As) {
    p.advance()
    p.link(path, parseName(p))
  }
  return p.node(Node.ImportName, start, path, 0)
}

function parsePath(p: Parser): number {
  const { start } = p
  let path = parseName(p)
  while (p.kind === Token.Dot) {
    p.advance()
    const symbol = symbolOf(p)
    if (symbol < 0) {
      p.link(path, p.missing())
      return p.node(Node.Error, start, path, 0)
    }
    p.advance()
    path = p.node(Node.Attribute, start, path, symbol)
  }
  return path
}

function parseName(p: Parser): number {
  const symbol = symbolOf(p)
  return symbol < 0 ? p.missing() : p.leaf(Node.Name, symbol)
}

/** The symbol of the current token where it is a name, or a keyword that older versions take for one; else -1. */
function symbolOf(p: Parser): number {
  if (p.kind === Token.Name) return p.value
  return p.kind >= Token.Async || p.kind === Token.Nonlocal ? p.kind - Token.firstKeyword : -1
}

/** `from ..a.b import (c as d, e)` */
export function parseImportFrom(p: Parser): number {
  const { start } = p
  p.advance()
  let dots = 0
  while (p.kind === Token.Dot || p.kind === Token.Ellipsis) {
    dots += p.kind === Token.Dot ? 1 : 3
    p.advance()
  }
  if (p.kind === Token.Import && dots === 0) p.fail()
  const path = p.kind === Token.Import ? 0 : parsePath(p)
  p.expect(Token.Import)
  const names = p.kind === Token.Star ? p.leaf(Node.ImportStar, 0) : parseImportNames(p)
  if (path !== 0) p.link(path, names)
  return p.node(Node.ImportFrom, start, path === 0 ? names : path, dots)
}

function parseImportNames(p: Parser): number {
  const bracketed = p.kind === Token.ParenOpen
  if (bracketed) p.advance()
  const first = parseImportName(p)
  let last = first
  while (p.kind === Token.Comma) {
    p.advance()
    if (p.kind === Token.ParenClose || p.kind === Token.Newline) break
    const next = parseImportName(p)
    p.link(last, next)
    last = next
  }
  if (bracketed) p.expect(Token.ParenClose)
  return first
}
