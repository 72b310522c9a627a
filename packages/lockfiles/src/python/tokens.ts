/** One token of Python source. */
export interface PythonToken {
  readonly kind: 'name' | 'string' | 'number' | 'operator' | 'newline' | 'end'
  /** As written; empty for a newline and the end. */
  readonly text: string
  /** The value of a string; null for one with replacement fields, for bytes, and for every other token. */
  readonly value: string | null
  readonly line: number
  readonly start: number
  readonly end: number
  /** White space before the first token of a logical line; -1 for every other token. */
  readonly indent: number
}

export interface PythonTokens {
  /** Ends with a newline and an `end` token. */
  readonly tokens: readonly PythonToken[]
  /** The first thing that Python itself would refuse, or null. */
  readonly problem: { readonly line: number; readonly reason: string } | null
}

const blanks = ' \t\f\\'
const blank = /[ \t\f]+|\\(?:\r\n|\r|\n)/y
const lineEnd = /\r\n|\r|\n/y
const comment = /#[^\r\n]*/y
const name = /[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}_]*/uy
const number = /(?:\d|\.\d)(?:[eE][-+]|[\w.])*/y
const operator = /\*\*=?|\/\/=?|>>=?|<<=?|->|[-+*/%&|^@=!<>:]=|\.\.\.|./suy
const stringStart = /([rRbBuUfFtT]{0,2})("""|'''|"|')/y

/** Splits Python source into tokens without running anything; never throws, linear in the length of the text. */
export function tokenizePython(text: string): PythonTokens {
  const state: State = { text, at: text.startsWith('\uFEFF') ? 1 : 0, line: 1, open: [], tokens: [], problem: null }
  let indent = 0
  let fresh = true
  while (state.at < text.length) {
    const from = state.at
    const character = text[from] ?? ''
    if (character === '\n' || character === '\r') {
      take(state, lineEnd)
      if (state.open.length === 0 && !fresh) push(state, { kind: 'newline', text: '', start: state.at, indent: -1 })
      state.line += 1
      if (state.open.length === 0) {
        fresh = true
        indent = 0
      }
    } else if (blanks.includes(character) && take(state, blank)) {
      if (character === '\\') state.line += 1
      else if (fresh) indent = state.at - from
    } else if (character === '#') take(state, comment)
    else {
      readToken(state, fresh ? indent : -1)
      fresh = false
    }
  }
  const opened = state.open.at(-1)
  if (opened !== undefined) complain(state, opened.line, `\`${opened.text}\` is not closed`)
  push(state, { kind: 'newline', text: '', start: state.at, indent: -1 })
  push(state, { kind: 'end', text: '', start: state.at, indent: 0 })
  return { tokens: state.tokens, problem: state.problem }
}

interface State {
  readonly text: string
  at: number
  line: number
  readonly open: { readonly text: string; readonly line: number }[]
  readonly tokens: PythonToken[]
  problem: PythonTokens['problem']
}

function complain(state: State, line: number, reason: string): void {
  state.problem ??= { line, reason }
}

function take(state: State, pattern: RegExp): boolean {
  pattern.lastIndex = state.at
  if (!pattern.test(state.text)) return false
  state.at = pattern.lastIndex
  return true
}

interface Piece {
  readonly kind: PythonToken['kind']
  readonly text: string
  readonly start: number
  readonly indent: number
  readonly value?: string | null
  readonly line?: number
}

function push(state: State, piece: Piece): void {
  const { kind, text, start, indent } = piece
  const line = piece.line ?? state.line
  state.tokens.push({ kind, text, value: piece.value ?? null, line, start, end: state.at, indent })
}

function readToken(state: State, indent: number): void {
  const start = state.at
  const character = state.text[start] ?? ''
  const isDigit = character >= '0' && character <= '9'
  const isWord =
    !isDigit && (character === '_' || character.toLowerCase() !== character.toUpperCase() || character > '\x7f')
  if (character === '"' || character === "'" || (isWord && 'rRbBuUfFtT'.includes(character))) {
    stringStart.lastIndex = start
    const opening = stringStart.exec(state.text)
    if (opening !== null) {
      readString(state, { prefix: opening[1] ?? '', quote: opening[2] ?? '', indent })
      return
    }
  }
  let kind: PythonToken['kind'] = 'operator'
  if (isWord && take(state, name)) kind = 'name'
  else if ((isDigit || character === '.') && take(state, number)) kind = 'number'
  else if (!take(state, operator)) state.at += 1
  const text = state.text.slice(start, state.at)
  if (kind === 'operator') track(state, text)
  push(state, { kind, text, start, indent })
}

const closing: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
])

function track(state: State, text: string): void {
  if (text === '(' || text === '[' || text === '{') state.open.push({ text, line: state.line })
  const opener = closing.get(text)
  if (opener === undefined) return
  if (state.open.at(-1)?.text === opener) state.open.pop()
  else complain(state, state.line, `\`${text}\` closes nothing`)
}

interface Opening {
  readonly prefix: string
  readonly quote: string
  readonly indent: number
}

function readString(state: State, { prefix, quote, indent }: Opening): void {
  const start = state.at
  const { line } = state
  const bodyStart = start + prefix.length + quote.length
  const end = stringEnd(state, bodyStart, { quote, hasFields: /[ft]/i.test(prefix) })
  const body = state.text.slice(bodyStart, end)
  state.at = Math.min(state.text.length, end + (state.text.startsWith(quote, end) ? quote.length : 0))
  if (!state.text.startsWith(quote, end)) complain(state, line, 'a string is not closed')
  const isPlain = /^[ru]*$/i.test(prefix)
  const value = isPlain ? (/r/i.test(prefix) ? body : decodeEscapes(body)) : null
  push(state, { kind: 'string', text: state.text.slice(start, state.at), start, indent, value, line })
}

interface StringShape {
  readonly quote: string
  /** Replacement fields, which may hold quotes since Python 3.12. */
  readonly hasFields: boolean
}

/** Where the closing quote stands, or where the string is cut off; counts the lines on the way. */
function stringEnd(state: State, from: number, { quote, hasFields }: StringShape): number {
  const { text } = state
  let fields = 0
  let at = from
  while (at < text.length && (fields > 0 || !text.startsWith(quote, at))) {
    const character = text[at] ?? ''
    if (hasFields && (character === '{' || character === '}')) {
      const isDoubled = fields === 0 && text[at + 1] === character
      if (!isDoubled) fields = Math.max(0, fields + (character === '{' ? 1 : -1))
      at += isDoubled ? 2 : 1
    } else if (character === '\\') {
      at = afterLineEnd(state, at + 1) ?? at + 2
    } else {
      const next = afterLineEnd(state, at)
      if (next !== null && quote.length === 1) {
        state.line -= 1
        return at
      }
      at = next ?? at + 1
    }
  }
  return Math.min(at, text.length)
}

/** Past the line end at an offset, which is counted; null where there is none. */
function afterLineEnd(state: State, at: number): number | null {
  const character = state.text[at]
  if (character !== '\n' && character !== '\r') return null
  state.line += 1
  return character === '\r' && state.text[at + 1] === '\n' ? at + 2 : at + 1
}

const escapeSequence = /\\(?:\r\n|\r|\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|N\{[^}]*\}|[\s\S])/g
const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
])

/** The value of a string's body; null for a named character, whose table is not here. */
function decodeEscapes(body: string): string | null {
  if (!body.includes('\\')) return body
  let named = false
  const value = body.replace(escapeSequence, (whole) => {
    const code = whole.slice(1)
    if (code[0] === '\n' || code[0] === '\r') return ''
    const simple = simpleEscapes.get(code)
    if (simple !== undefined) return simple
    if (code.startsWith('N{')) named = true
    const isHex = /^[xuU]./.test(code)
    if (!isHex && !/^[0-7]/.test(code)) return whole
    const point = Number.parseInt(isHex ? code.slice(1) : code, isHex ? 16 : 8)
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
  return named ? null : value
}
