import { Char, CharClass, charClasses, wordCharacters } from './character.ts'
import { endOfNumber } from './lex-number.ts'
import { lexString, prefixFlags } from './lex-string.ts'
import { longerOperator, operatorOf } from './operator-table.ts'
import type { Problems } from './problem.ts'
import { Scanner } from './scanner.ts'
import { hashOf, hashStep, type Symbols } from './symbols.ts'
import { keywords, statementKeywords, Token } from './token.ts'
import { TokenBuffer } from './token-buffer.ts'
import { characterAt, characterLength, endOfWideWord } from './wide-word.ts'

/** The tokens of a UTF-8 source, ended by `Token.End`, with its names and what was wrong with it. */
export interface Lexed {
  readonly source: Uint8Array
  readonly tokens: TokenBuffer
  readonly symbols: Symbols
  readonly problems: Problems
}

const keywordCount = keywords.length
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** How many tokens are read when no other limit is given: 13 bytes each. */
export const mostTokens = 4_000_000

/**
 * Reads Python 2 or 3 into tokens, as CPython's tokenizer does with formatted strings in parts (PEP 701). Never throws, takes
 * linear time; what Python would refuse is a problem and the reading goes on. A buffer that is given is written from its beginning.
 */
export function lex(source: Uint8Array, limit: number = mostTokens, into: TokenBuffer | null = null): Lexed {
  const s = new Scanner(source, limit, into ?? new TokenBuffer((source.length >>> 2) + 64))
  if (source[0] === 0xef && source[1] === 0xbb && source[2] === 0xbf) s.at = 3
  beginLine(s)
  while (s.at < source.length && s.tokens.end < s.tokensEnd) lexToken(s)
  if (s.at < source.length) s.problems.add('too-large', s.at)
  const { tokens } = s
  if (tokens.end > 0 && tokens.last !== Token.Newline && tokens.last !== Token.Dedent)
    tokens.push(Token.Newline, s.at, s.at)
  for (let open = s.indents.length; open > 1; open -= 1) tokens.push(Token.Dedent, s.at, s.at)
  tokens.push(Token.End, s.at, s.at)
  return { source, tokens, symbols: s.symbols, problems: s.problems }
}

/** Reads at least one character: a token, or blanks, a comment, or the end of a line. */
function lexToken(s: Scanner): void {
  const { source } = s
  let code = source[s.at] ?? 0
  if (code === Char.Space) {
    s.at += 1
    code = source[s.at] ?? 0
  }
  const kind = charClasses[code] ?? 0
  if (kind === CharClass.Letter) lexWord(s)
  else if (kind === CharClass.Operator) lexOperator(s, code)
  else if (kind === CharClass.LineEnd) endLine(s)
  else if (kind === CharClass.Quote) lexString(s, s.at, 0, lexToken)
  else if (kind === CharClass.Digit) lexNumber(s)
  else if (kind === CharClass.Dot) lexDot(s)
  else if (kind === CharClass.Hash) s.at = skipComment(source, s.at)
  else if (kind === CharClass.Blank) s.at = skipBlanks(source, s.at + 1)
  else lexOther(s, code)
}

function skipBlanks(source: Uint8Array, from: number): number {
  let index = from
  for (;;) {
    const code = source[index] ?? 0
    if (code !== Char.Space && code !== Char.Tab && code !== Char.FormFeed) return index
    index += 1
  }
}

function skipComment(source: Uint8Array, from: number): number {
  let index = from
  while (index < source.length) {
    const code = source[index] ?? 0
    if (code === Char.LineFeed || code === Char.Return) break
    index += 1
  }
  return index
}

function skipLineEnd(source: Uint8Array, at: number): number {
  return source[at] === Char.Return && source[at + 1] === Char.LineFeed ? at + 2 : at + 1
}

function endLine(s: Scanner): void {
  const end = skipLineEnd(s.source, s.at)
  if (s.brackets > 0) {
    s.at = skipBlanks(s.source, end)
    s.freshLine = s.at
    return
  }
  s.tokens.push(Token.Newline, s.at, end)
  s.at = end
  beginLine(s)
}

/** Passes over blank lines and comments to the next line with code, and opens or closes blocks by its column. */
function beginLine(s: Scanner): void {
  const { source } = s
  let column = 0
  let continued = -1
  let index = s.at
  for (;;) {
    const code = source[index] ?? 0
    if (code === Char.Space) column += 1
    else if (code === Char.Tab) column = (column | 7) + 1
    else if (code === Char.FormFeed) column = 0
    else if (code === Char.LineFeed || code === Char.Return) {
      column = 0
      continued = -1
    } else if (code === Char.Hash) {
      index = skipComment(source, index)
      continue
    } else if (code === Char.Backslash && isLineEnd(source[index + 1] ?? 0)) {
      if (continued < 0) continued = column
      index = skipLineEnd(source, index + 1)
      continue
    } else if (code === 0 && index < source.length) s.problems.add('bad-character', index)
    else break
    index += 1
  }
  s.at = index
  if (index < source.length) indentTo(s, continued < 0 ? column : continued)
}

function isLineEnd(code: number): boolean {
  return code === Char.LineFeed || code === Char.Return
}

function indentTo(s: Scanner, column: number): void {
  const { indents, tokens } = s
  let current = indents[indents.length - 1] ?? 0
  if (column > current) {
    indents.push(column)
    tokens.push(Token.Indent, s.at, s.at)
    return
  }
  while (column < current) {
    indents.pop()
    tokens.push(Token.Dedent, s.at, s.at)
    current = indents[indents.length - 1] ?? 0
  }
  if (column > current) s.problems.add('inconsistent-dedent', s.at)
}

function lexWord(s: Scanner): void {
  const { source } = s
  const start = s.at
  let hash = 0
  let index = start
  let code = source[index] ?? 0
  do {
    hash = hashStep(hash, code)
    index += 1
    code = source[index] ?? 0
  } while (wordCharacters[code] === 1)
  if (code >= 128) {
    lexWideWord(s)
    return
  }
  s.at = index
  const prefix = code === Char.Quote || code === Char.DoubleQuote ? prefixFlags(source, start, index) : -1
  if (prefix >= 0) {
    lexString(s, start, prefix, lexToken)
    return
  }
  const symbol = s.symbols.intern(source, start, index, hash)
  if (symbol >= keywordCount) s.tokens.push(Token.Name | (symbol << 8), start, index)
  else if (symbol < statementKeywords && s.freshLine === start && s.brackets > 0) leaveBrackets(s, start)
  else s.tokens.push(Token.firstKeyword + symbol, start, index)
}

/** A statement begins where a bracket is still open: Python would refuse it, so the bracket is what is wrong. */
function leaveBrackets(s: Scanner, start: number): void {
  s.at = start
  if (s.templates > 0) {
    s.templateBroken = true
    return
  }
  s.problems.add('unbalanced-bracket', start)
  s.brackets = 0
  s.freshLine = -1
  s.tokens.push(Token.Newline, start, start)
  let lineStart = start
  while (lineStart > 0 && !isLineEnd(s.source[lineStart - 1] ?? 0)) lineStart -= 1
  s.at = lineStart
  beginLine(s)
}

/** A name with characters beyond ASCII is the same as its NFKC form. Never a keyword. */
function lexWideWord(s: Scanner): void {
  const { source } = s
  const start = s.at
  const end = endOfWideWord(source, start)
  if (end === start) {
    lexBadCharacter(s)
    return
  }
  const name = encoder.encode(decoder.decode(source.subarray(start, end)).normalize('NFKC'))
  s.at = end
  s.tokens.push(Token.Name | (s.symbols.intern(name, 0, name.length, hashOf(name)) << 8), start, end)
}

function lexOperator(s: Scanner, first: number): void {
  const { source } = s
  const start = s.at
  let kind = operatorOf[first] ?? 0
  let index = start + 1
  if (kind >= Token.ParenOpen && kind <= Token.BraceClose) countBracket(s, kind, start)
  else
    for (;;) {
      const code = source[index] ?? 0
      const longer = code < 128 ? (longerOperator[kind * 128 + code] ?? 0) : 0
      if (longer === 0) break
      kind = longer
      index += 1
    }
  if (kind === Token.Error) s.problems.add('bad-character', start)
  s.tokens.push(kind, start, index)
  s.at = index
}

function countBracket(s: Scanner, kind: number, at: number): void {
  if ((kind & 1) === 0) s.brackets += 1
  else if (s.brackets > 0) s.brackets -= 1
  else s.problems.add('unbalanced-bracket', at)
}

function lexNumber(s: Scanner): void {
  const end = endOfNumber(s.source, s.at)
  s.tokens.push(Token.Number, s.at, end)
  s.at = end
}

function lexDot(s: Scanner): void {
  const { source, at } = s
  const next = source[at + 1] ?? 0
  if (next >= Char.Zero && next <= Char.Nine) {
    lexNumber(s)
    return
  }
  const ellipsis = next === Char.Dot && source[at + 2] === Char.Dot
  s.at = ellipsis ? at + 3 : at + 1
  s.tokens.push(ellipsis ? Token.Ellipsis : Token.Dot, at, s.at)
}

function lexOther(s: Scanner, code: number): void {
  const { source, at } = s
  if (code === Char.Backslash && isLineEnd(source[at + 1] ?? 0)) s.at = skipLineEnd(source, at + 1)
  else if (code >= 128) lexWideWord(s)
  else if (code !== 0) lexBadCharacter(s)
  else if (at < source.length) {
    s.problems.add('bad-character', at)
    s.at = at + 1
  }
}

function lexBadCharacter(s: Scanner): void {
  const { source, at } = s
  s.problems.add('bad-character', at)
  s.at = at + Math.max(1, characterLength(characterAt(source, at)))
  s.tokens.push(Token.Error, at, s.at)
}
