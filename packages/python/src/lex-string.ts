import { Char } from './character.ts'
import type { Scanner } from './scanner.ts'
import { StringFlag, Token } from './token.ts'

/** As in CPython. */
const deepestTemplate = 150
const longestCharacterName = 100

/** The bits of a string's prefix `source[start..end)`, or -1 when it is none. Bits, not order, tell the kind: `rb` is `br`. */
export function prefixFlags(source: Uint8Array, start: number, end: number): number {
  if (end - start > 2) return -1
  let flags = 0
  for (let index = start; index < end; index += 1) {
    const bit = prefixBit((source[index] ?? 0) | 0x20)
    if (bit === 0 || (flags & bit) !== 0) return -1
    flags |= bit
  }
  return (flags & (flags - 1)) === 0 || (flags & StringFlag.Raw) !== 0 ? flags : -1
}

function prefixBit(lowerCase: number): number {
  switch (lowerCase) {
    case 0x72:
      return StringFlag.Raw
    case 0x62:
      return StringFlag.Bytes
    case 0x75:
      return StringFlag.Unicode
    case 0x66:
      return StringFlag.Format
    case 0x74:
      return StringFlag.Template
    default:
      return 0
  }
}

/** Reads the string whose prefix begins at `start` and whose quote stands at `s.at`. */
export function lexString(s: Scanner, start: number, prefix: number, lexToken: (s: Scanner) => void): void {
  const { source, at } = s
  const quote = source[at] ?? 0
  const triple = source[at + 1] === quote && source[at + 2] === quote
  const flags = triple ? prefix | StringFlag.Triple : prefix
  if ((prefix & (StringFlag.Format | StringFlag.Template)) === 0) lexPlain(s, start, flags)
  else if (!lexTemplate(s, start, flags, lexToken)) {
    s.problems.add('unread-template', start)
    s.at = at
    lexPlain(s, start, flags | StringFlag.Unread)
  }
}

function lexPlain(s: Scanner, start: number, flags: number): void {
  const quote = s.source[s.at] ?? 0
  const end = (flags & StringFlag.Triple) !== 0 ? endOfTriple(s.source, s.at + 3, quote) : endOfSingle(s, quote)
  if (end >= 0) s.at = end
  else {
    s.problems.add('unterminated-string', start)
    s.at = (flags & StringFlag.Triple) !== 0 ? s.source.length : -end - 2
  }
  s.tokens.push(Token.String | ((end >= 0 ? flags : flags | StringFlag.Unterminated) << 8), start, s.at)
}

/** The offset behind the closing quote; for a string that the line's end cuts off there, `-offset - 2`. */
function endOfSingle(s: Scanner, quote: number): number {
  const { source } = s
  const length = source.length
  let index = s.at + 1
  while (index < length) {
    const code = source[index] ?? 0
    if (code === quote) return index + 1
    if (code === Char.LineFeed || code === Char.Return) return -index - 2
    index += code === Char.Backslash ? escapeLength(source, index) : 1
  }
  return -length - 2
}

/** A backslash and what it takes with it: a line end of two characters is one. */
function escapeLength(source: Uint8Array, at: number): number {
  return source[at + 1] === Char.Return && source[at + 2] === Char.LineFeed ? 3 : 2
}

/** The offset behind the closing quotes, or -1. */
function endOfTriple(source: Uint8Array, from: number, quote: number): number {
  let index = from
  while (index < source.length) {
    const code = source[index]
    if (code === quote && source[index + 1] === quote && source[index + 2] === quote) return index + 3
    index += code === Char.Backslash ? 2 : 1
  }
  return -1
}

/** Reads a formatted string or a template (PEP 701, 750) as tokens of its parts; false leaves no trace of it. */
function lexTemplate(s: Scanner, start: number, flags: number, lexToken: (s: Scanner) => void): boolean {
  if (s.rereads <= 0 || s.templates >= deepestTemplate) return false
  const { brackets, freshLine } = s
  const tokensEnd = s.tokens.end
  const open = s.at + ((flags & StringFlag.Triple) !== 0 ? 3 : 1)
  s.tokens.push(Token.TemplateStart | (flags << 8), start, open)
  const quote = s.source[s.at] ?? 0
  s.at = open
  s.templates += 1
  const read = lexTemplateBody(s, quote, flags, lexToken)
  s.templates -= 1
  s.brackets = brackets
  if (read) {
    const end = s.at + ((flags & StringFlag.Triple) !== 0 ? 3 : 1)
    s.tokens.push(Token.TemplateEnd | (flags << 8), s.at, end)
    s.at = end
    return true
  }
  s.rereads -= 1
  s.templateBroken = s.rereads <= 0 && s.templates > 0
  s.freshLine = freshLine
  s.tokens.end = tokensEnd
  return false
}

/** Up to the closing quote, whose offset is then `s.at`; false when it is missing or a field is broken. */
function lexTemplateBody(s: Scanner, quote: number, flags: number, lexToken: (s: Scanner) => void): boolean {
  /** Fields whose format is being read: a format may hold fields of its own. */
  let formats = 0
  for (;;) {
    const stop = lexTemplateText(s, quote, flags, formats > 0)
    if (stop === quote) return formats === 0
    if (stop === Char.BraceOpen) {
      pushMark(s, Token.FieldOpen)
      s.brackets += 1
      if (!lexField(s, lexToken)) return false
      if (s.source[s.at] === Char.Colon) {
        pushMark(s, Token.FieldColon)
        formats += 1
        if (formats > deepestTemplate) return false
        continue
      }
    } else if (stop === Char.BraceClose) formats -= 1
    else return false
    pushMark(s, Token.FieldClose)
    s.brackets -= 1
  }
}

function pushMark(s: Scanner, kind: number): void {
  s.tokens.push(kind, s.at, s.at + 1)
  s.at += 1
}

/** Reads text up to a quote, a field or, inside a format, the end of its field; answers the character there, -1 for none. */
function lexTemplateText(s: Scanner, quote: number, flags: number, inFormat: boolean): number {
  const { source } = s
  const length = source.length
  const triple = (flags & StringFlag.Triple) !== 0
  const raw = (flags & StringFlag.Raw) !== 0
  const start = s.at
  let index = start
  let stop = -1
  while (index < length) {
    const code = source[index] ?? 0
    if (code === Char.BraceOpen || code === Char.BraceClose) {
      const doubled = !inFormat && source[index + 1] === code
      if (!doubled && (code === Char.BraceOpen || inFormat)) {
        stop = code
        break
      }
      index += doubled ? 2 : 1
    } else if (code === quote) {
      if (!triple || (source[index + 1] === quote && source[index + 2] === quote)) {
        stop = code
        break
      }
      index += 1
    } else if (code === Char.Backslash) index += templateEscapeLength(source, index, raw)
    else if (!triple && (code === Char.LineFeed || code === Char.Return)) break
    else index += 1
  }
  const end = Math.min(index, length)
  if (end > start) s.tokens.push(Token.TemplateText | (flags << 8), start, end)
  s.at = end
  return stop
}

/** A backslash does not hide a brace, but takes the braces of `\N{…}` with it. */
function templateEscapeLength(source: Uint8Array, at: number, raw: boolean): number {
  const next = source[at + 1] ?? 0
  if (next === Char.BraceOpen || next === Char.BraceClose) return 1
  if (next !== Char.UpperN || raw || source[at + 2] !== Char.BraceOpen) return escapeLength(source, at)
  const close = source.subarray(at, at + longestCharacterName).indexOf(Char.BraceClose)
  return close < 0 ? 2 : close + 1
}

/** Reads the expression of a field up to its `:` or `}`, which stays. */
function lexField(s: Scanner, lexToken: (s: Scanner) => void): boolean {
  const { source, tokens, brackets } = s
  while (s.at < source.length) {
    if (s.brackets === brackets) {
      const code = source[s.at] ?? 0
      if (code === Char.Space) {
        s.at += 1
        continue
      }
      if (code === Char.BraceClose || code === Char.Colon) return true
      if (code === Char.ParenClose || code === Char.BracketClose) return false
      if (code === Char.Bang && source[s.at + 1] !== Char.Equal) {
        pushMark(s, Token.FieldBang)
        continue
      }
    }
    const tokensEnd = tokens.end
    lexToken(s)
    if (s.templateBroken || tokens.end >= s.tokensEnd) return false
    if (tokens.end > tokensEnd && isUnterminated(tokens.last)) return false
  }
  return false
}

function isUnterminated(token: number): boolean {
  return (token & 0xff) === Token.String && ((token >>> 8) & StringFlag.Unterminated) !== 0
}
