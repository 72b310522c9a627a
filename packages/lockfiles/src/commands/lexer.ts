import type { Dialect } from './dialect.ts'
import { type WordPart, WordReader } from './word.ts'

export interface WordToken {
  readonly kind: 'word'
  readonly parts: readonly WordPart[]
  readonly raw: string
  /** Line in the script, from 0. */
  readonly line: number
  readonly offset: number
}

export interface OperatorToken {
  readonly kind: 'operator'
  /** `\n`, `;`, `&&`, `|`, `(`, `<<`, `>`, … */
  readonly value: string
  readonly line: number
  /** True when it follows a word without a blank. */
  readonly glued: boolean
  /** For `<<`: what follows on the next lines. */
  readonly heredoc: { body: string; line: number } | null
}

export type ShellToken = WordToken | OperatorToken

export interface LexerOptions {
  readonly dialect: Dialect
  /**
   * True when the lines were one logical line before the shell sees them (Dockerfile): an escaped line end joins everywhere, in
   * quotes and comments too.
   */
  readonly joined: boolean
}

const operators = ['<<<', '<<-', '&>>', '&&', '||', ';;', '<<', '>>', '>&', '<&', '&>', '>|', '|&', '<>']

/** Splits a script into words and operators, in linear time whatever the text. Never throws. */
export function tokenize(text: string, options: LexerOptions): readonly ShellToken[] {
  return new Lexer(text, options).tokens()
}

interface PendingHeredoc {
  readonly target: { body: string; line: number }
  readonly tabs: boolean
  delimiter: string | null
}

class Lexer {
  private line = 0
  private lineEnd: number
  private glued = false
  private pending: PendingHeredoc[] = []
  private readonly text: string
  private readonly options: LexerOptions
  private readonly reader: WordReader
  private readonly hasOperators: boolean

  constructor(text: string, options: LexerOptions) {
    this.text = text
    this.options = options
    this.hasOperators = options.dialect.separators !== ''
    this.lineEnd = text.indexOf('\n')
    this.reader = new WordReader(text, options.dialect, options.joined)
  }

  tokens(): readonly ShellToken[] {
    const found: ShellToken[] = []
    while (true) {
      this.skipBlanks()
      const char = this.text[this.reader.at]
      if (char === undefined) return found
      const token = this.operator(char) ?? this.word()
      found.push(token)
      this.glued = token.kind === 'word'
      if (token.kind === 'word') this.nameHeredoc(token)
      else if (token.value === '\n') this.readHeredocs()
    }
  }

  /** Offsets are asked for in rising order, so that counting newlines on the way is linear. */
  private lineAt(offset: number): number {
    while (this.lineEnd >= 0 && this.lineEnd < offset) {
      this.line += 1
      this.lineEnd = this.text.indexOf('\n', this.lineEnd + 1)
    }
    return this.line
  }

  private skipBlanks(): void {
    const { reader, text } = this
    while (reader.at < text.length) {
      const char = text[reader.at] ?? ''
      const join = reader.joinAt(reader.at)
      if (join > 0) reader.at += join
      else if (' \t\r'.includes(char) || (char === '\n' && !this.hasOperators)) reader.at += 1
      else if (char === '#' && this.hasOperators && !this.glued) this.skipComment()
      else return
      this.glued = false
    }
  }

  private skipComment(): void {
    const { reader, text } = this
    while (reader.at < text.length && text[reader.at] !== '\n') {
      const join = this.options.joined ? reader.joinAt(reader.at) : 0
      reader.at += Math.max(join, 1)
    }
  }

  private operator(char: string): OperatorToken | null {
    const { reader } = this
    if (!reader.isOperator(char) || reader.isProcessSubstitution(reader.at)) return null
    const value = operators.find((each) => this.text.startsWith(each, reader.at)) ?? char
    const line = this.lineAt(reader.at)
    const heredoc = value === '<<' || value === '<<-' ? { body: '', line } : null
    if (heredoc !== null) this.pending.push({ target: heredoc, tabs: value === '<<-', delimiter: null })
    reader.at += value.length
    return { kind: 'operator', value, line, glued: this.glued, heredoc }
  }

  private word(): WordToken {
    const offset = this.reader.at
    const line = this.lineAt(offset)
    const parts = this.reader.word()
    const raw = this.text.slice(offset, this.reader.at).replace(/[\\`^]\r?\n$/, '')
    return { kind: 'word', parts, raw, line, offset }
  }

  private nameHeredoc(word: WordToken): void {
    const last = this.pending.at(-1)
    if (last === undefined || last.delimiter !== null) return
    last.delimiter = word.parts.map((part) => (part.kind === 'text' ? part.value : part.raw)).join('')
  }

  private readHeredocs(): void {
    const { pending } = this
    this.pending = []
    for (const each of pending) if (each.delimiter !== null) this.readHeredoc(each, each.delimiter)
  }

  private readHeredoc(each: PendingHeredoc, delimiter: string): void {
    const { reader, text } = this
    const start = reader.at
    let end = start
    while (reader.at < text.length) {
      end = reader.at
      const newline = text.indexOf('\n', end)
      reader.at = newline < 0 ? text.length : newline + 1
      const content = text.slice(end, newline < 0 ? text.length : newline).replace(/\r$/, '')
      if ((each.tabs ? content.replace(/^\t+/, '') : content) === delimiter) break
      end = reader.at
    }
    each.target.line = this.lineAt(start)
    each.target.body = text.slice(start, end)
  }
}
