import { behindBracket } from './brackets.ts'
import type { Dialect } from './dialect.ts'

/** A piece of a word. Only `text` is known without an environment. */
export type WordPart =
  | { readonly kind: 'text'; readonly value: string; readonly quoted: boolean }
  | {
      readonly kind: 'variable'
      readonly name: string
      readonly raw: string
      readonly quoted: boolean
      /** `:-`, `-`, `:+`, … of `${name:-word}`; null for the plain value. */
      readonly operator: string | null
      readonly operand: readonly WordPart[]
    }
  /** `$(…)` or backquotes: the script inside, and the offset where it starts. */
  | { readonly kind: 'substitution'; readonly raw: string; readonly script: string; readonly offset: number }
  /** What only a running shell can know: arithmetic, process substitution, pattern expansions. */
  | { readonly kind: 'opaque'; readonly raw: string }

const ordinary = /[A-Za-z0-9_.,:/=+@~[\]-]+/y
const identifier = /[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?!$-]/y
const powershellIdentifier = /(?:[A-Za-z]+:)?[A-Za-z_][A-Za-z0-9_]*/y
const percentName = /%([A-Za-z_][A-Za-z0-9_]*)%/y
const expansion = /^([A-Za-z_][A-Za-z0-9_]*(?:\[[@*]\])?|[0-9@*#?!$-])(?:(:?[-=+?])([\s\S]*))?$/
const longestExpansion = 256
const longestBrace = 1024

/** Reads words of one script from left to right, in linear time whatever the text. Never throws. */
export class WordReader {
  /** Where reading goes on. */
  at = 0
  private readonly text: string
  private readonly dialect: Dialect
  private readonly joined: boolean
  private readonly last = new Map<string, number>()

  constructor(text: string, dialect: Dialect, joined: boolean) {
    this.text = text
    this.dialect = dialect
    this.joined = joined
  }

  /** Length of the escaped line end at an offset; 0 when there is none. */
  joinAt(at: number): number {
    if (this.text[at] !== this.dialect.escape) return 0
    if (this.text[at + 1] === '\n') return 2
    return this.text[at + 1] === '\r' && this.text[at + 2] === '\n' ? 3 : 0
  }

  /** True for a character that separates commands or redirects. */
  isOperator(char: string): boolean {
    return this.dialect.separators.includes(char)
  }

  /** True at `<(` or `>(`. */
  isProcessSubstitution(at: number): boolean {
    return (this.text[at] === '<' || this.text[at] === '>') && this.text[at + 1] === '('
  }

  /** Reads the word that starts here. */
  word(): readonly WordPart[] {
    const parts: WordPart[] = []
    const start = this.at
    while (this.at < this.text.length) {
      const char = this.text[this.at] ?? ''
      if (' \t\r\n'.includes(char)) break
      if (this.isOperator(char) && !(this.at === start && this.isProcessSubstitution(this.at))) break
      this.part(parts)
    }
    return parts
  }

  /** Reads all the text as one word. */
  whole(): readonly WordPart[] {
    const parts: WordPart[] = []
    while (this.at < this.text.length) this.part(parts)
    return parts
  }

  private part(parts: WordPart[]): void {
    if (this.ordinary(parts)) return
    const char = this.text[this.at] ?? ''
    const join = this.joinAt(this.at)
    if (join > 0) this.at += join
    else if (char === this.dialect.escape) this.escaped(parts)
    else if (char === "'" && this.dialect.singleQuotes && this.isClosed("'")) this.single(parts)
    else if (char === '"' && this.isClosed('"')) this.double(parts)
    else if (this.dialect.separators !== '' && this.isProcessSubstitution(this.at)) {
      const start = this.at
      this.at = behindBracket(this.text, start + 2, '(', this.dialect)
      parts.push({ kind: 'opaque', raw: this.text.slice(start, this.at) })
    } else if (!this.variable(parts, false)) this.literal(parts, char, false)
  }

  /** Takes a run of characters that mean themselves in every dialect at once. */
  private ordinary(parts: WordPart[]): boolean {
    ordinary.lastIndex = this.at
    const run = ordinary.exec(this.text)?.[0]
    if (run !== undefined) this.literal(parts, run, false)
    return run !== undefined
  }

  private literal(parts: WordPart[], text: string, quoted: boolean): void {
    addText(parts, text, quoted)
    this.at += text.length
  }

  private escaped(parts: WordPart[]): void {
    addText(parts, this.text[this.at + 1] ?? this.dialect.escape, true)
    this.at += 2
  }

  /** A quote that is never closed is read as a plain character, so that one apostrophe does not swallow the rest. */
  private isClosed(quote: string): boolean {
    const last = this.last.get(quote) ?? this.text.lastIndexOf(quote)
    this.last.set(quote, last)
    return last > this.at
  }

  private single(parts: WordPart[]): void {
    const end = this.text.indexOf("'", this.at + 1)
    this.at += 1
    addText(parts, '', true)
    while (this.at < end) {
      const join = this.joined ? this.joinAt(this.at) : 0
      if (join > 0) this.at += join
      else if (!this.expression(parts, true)) this.literal(parts, this.text[this.at] ?? '', true)
    }
    this.at = Math.max(this.at, end + 1)
  }

  private double(parts: WordPart[]): void {
    this.at += 1
    addText(parts, '', true)
    while (this.at < this.text.length) {
      const char = this.text[this.at] ?? ''
      const join = this.joinAt(this.at)
      if (char === '"') break
      if (join > 0) this.at += join
      else if (char === this.dialect.escape && '$`"\\'.includes(this.text[this.at + 1] ?? ' ')) this.escaped(parts)
      else if (!this.variable(parts, true)) this.literal(parts, char, true)
    }
    this.at += 1
  }

  /** Reads what stands for a value known elsewhere; false when there is none here. */
  private variable(parts: WordPart[], quoted: boolean): boolean {
    const char = this.text[this.at]
    const { variables, backquotes, braces } = this.dialect
    if (char === '$') return this.expression(parts, quoted) || (variables === 'dollar' && this.dollar(parts, quoted))
    if (char === '%') return variables === 'percent' && this.percent(parts, quoted)
    if (char === '{') return braces && this.brace(parts, quoted)
    if (char !== '`' || !backquotes || !this.isClosed('`')) return false
    const start = this.at
    this.at = this.text.indexOf('`', start + 1) + 1
    const raw = this.text.slice(start, this.at)
    parts.push({ kind: 'substitution', raw, script: raw.slice(1, -1), offset: start + 1 })
    return true
  }

  /** `${{ … }}` and `$[[ … ]]` of CI files, filled in before any shell runs, even in quotes; named without blanks. */
  private expression(parts: WordPart[], quoted: boolean): boolean {
    const close = this.text.startsWith('${{', this.at) ? '}}' : this.text.startsWith('$[[', this.at) ? ']]' : null
    if (close === null || !this.isClosed(close)) return false
    const start = this.at
    this.at = this.text.indexOf(close, start) + 2
    const raw = this.text.slice(start, this.at)
    parts.push(variableOf(raw.replace(/\s/g, ''), raw, quoted))
    return true
  }

  private dollar(parts: WordPart[], quoted: boolean): boolean {
    const start = this.at
    const next = this.text[start + 1]
    if (next === '{' || next === '(') {
      this.at = behindBracket(this.text, start + 2, next, this.dialect)
      const raw = this.text.slice(start, this.at)
      if (next === '{') parts.push(this.expanded(raw, quoted))
      else if (raw.startsWith('$((')) parts.push({ kind: 'opaque', raw })
      else {
        const script = raw.endsWith(')') ? raw.slice(2, -1) : raw.slice(2)
        parts.push({ kind: 'substitution', raw, script, offset: start + 2 })
      }
      return true
    }
    if ((next === "'" || next === '"') && this.dialect.backquotes && !quoted) {
      this.at += 1
      return true
    }
    const pattern = this.dialect.backquotes ? identifier : powershellIdentifier
    pattern.lastIndex = start + 1
    const name = pattern.exec(this.text)?.[0]
    if (name === undefined) return false
    this.at += 1 + name.length
    parts.push(variableOf(name.replace(/^env:/i, ''), `$${name}`, quoted))
    return true
  }

  /** `${name}`, `${name:-word}`; every other expansion is opaque. */
  private expanded(raw: string, quoted: boolean): WordPart {
    const [, name, operator, operand = ''] =
      raw.length <= longestExpansion ? (expansion.exec(raw.slice(2, -1)) ?? []) : []
    if (name === undefined) return { kind: 'opaque', raw }
    const inner = new WordReader(operand, { ...this.dialect, separators: '' }, this.joined)
    return { kind: 'variable', name, raw, quoted, operator: operator ?? null, operand: inner.whole() }
  }

  private percent(parts: WordPart[], quoted: boolean): boolean {
    percentName.lastIndex = this.at
    const match = percentName.exec(this.text)
    if (match === null) return false
    this.at += match[0].length
    parts.push(variableOf(match[1] ?? '', match[0], quoted))
    return true
  }

  private brace(parts: WordPart[], quoted: boolean): boolean {
    let depth = 0
    const end = Math.min(this.text.length, this.at + longestBrace)
    for (let offset = this.at; offset < end && this.text[offset] !== '\n'; offset++) {
      if (this.text[offset] === '{') depth += 1
      else if (this.text[offset] === '}') depth -= 1
      if (depth > 0) continue
      const raw = this.text.slice(this.at, offset + 1)
      this.at = offset + 1
      parts.push(variableOf(raw, raw, quoted))
      return true
    }
    return false
  }
}

function variableOf(name: string, raw: string, quoted: boolean): WordPart {
  return { kind: 'variable', name, raw, quoted, operator: null, operand: [] }
}

function addText(parts: WordPart[], value: string, quoted: boolean): void {
  const last = parts.at(-1)
  if (last?.kind === 'text' && last.quoted === quoted) parts[parts.length - 1] = { ...last, value: last.value + value }
  else parts.push({ kind: 'text', value, quoted })
}
