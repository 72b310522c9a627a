import type { PythonToken } from './tokens.ts'

/**
 * A Python expression as far as it can be read without running anything. `dynamic` is everything else: it has its text and
 * its place, never a guessed value.
 */
export type PythonExpression =
  | { readonly kind: 'text'; readonly value: string; readonly line: number }
  /** A list, tuple or set. */
  | { readonly kind: 'list'; readonly items: readonly PythonExpression[]; readonly line: number }
  | { readonly kind: 'dict'; readonly entries: readonly PythonDictEntry[]; readonly line: number }
  /** `*x` in a list, `**x` in a dict or call. */
  | { readonly kind: 'spread'; readonly value: PythonExpression; readonly line: number }
  /** A name, perhaps dotted: `base.requires`. */
  | { readonly kind: 'name'; readonly path: string; readonly line: number }
  /** Operands of `+`. */
  | { readonly kind: 'sum'; readonly terms: readonly PythonExpression[]; readonly line: number }
  | {
      readonly kind: 'call'
      readonly callee: string
      readonly arguments: readonly PythonArgument[]
      readonly line: number
    }
  /** None, True, False, numbers. */
  | { readonly kind: 'constant'; readonly text: string; readonly line: number }
  | { readonly kind: 'dynamic'; readonly text: string; readonly line: number }

export interface PythonDictEntry {
  /** Null for `**x`, which is then the value. */
  readonly key: PythonExpression | null
  readonly value: PythonExpression
}

export interface PythonArgument {
  /** Null for a positional argument, `*x` and `**x`. */
  readonly name: string | null
  readonly value: PythonExpression
}

export interface ReadExpression {
  readonly expression: PythonExpression
  /** Index of the first token behind it. */
  readonly next: number
}

const deepest = 60
const terminators: ReadonlySet<string> = new Set([',', ')', ']', '}', ':', '=', ';'])
const openers: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
])
const constants: ReadonlySet<string> = new Set(['None', 'True', 'False'])
const notNames: ReadonlySet<string> = new Set([
  'lambda',
  'not',
  'await',
  'yield',
  'if',
  'else',
  'for',
  'in',
  'and',
  'or',
  'is',
])

/** Reads the expression that begins at a token, up to `,` `)` `]` `}` `:` `=` `;` or the end of the line. Never throws. */
export function readExpression(source: string, tokens: readonly PythonToken[], at: number): ReadExpression {
  return new Reader(source, tokens).expression(at, 0)
}

class Reader {
  private readonly source: string
  private readonly tokens: readonly PythonToken[]

  constructor(source: string, tokens: readonly PythonToken[]) {
    this.source = source
    this.tokens = tokens
  }

  private text(at: number): string {
    const token = this.tokens[at]
    return token === undefined || token.kind === 'string' ? '' : token.text
  }

  private line(at: number): number {
    return this.tokens[at]?.line ?? 0
  }

  private ends(at: number): boolean {
    const token = this.tokens[at]
    if (token === undefined || token.kind === 'newline' || token.kind === 'end') return true
    return token.kind === 'operator' && terminators.has(token.text)
  }

  expression(start: number, depth: number): ReadExpression {
    const terms: PythonExpression[] = []
    let at = start
    for (;;) {
      const term = depth > deepest ? null : this.term(at, depth)
      if (term === null) return this.dynamic(start, at)
      terms.push(term.expression)
      at = term.next
      if (this.text(at) !== '+') break
      at += 1
    }
    if (!this.ends(at)) return this.dynamic(start, at)
    const [only] = terms
    if (terms.length === 1 && only !== undefined) return { expression: only, next: at }
    return { expression: { kind: 'sum', terms, line: this.line(start) }, next: at }
  }

  /** Everything from `start` to the end of the expression, which is looked for from `at` on. */
  private dynamic(start: number, at: number): ReadExpression {
    let next = at
    let open = 0
    for (; next < this.tokens.length; next += 1) {
      const token = this.tokens[next]
      if (token === undefined || token.kind === 'end' || (open === 0 && this.ends(next))) break
      if (token.kind !== 'operator') continue
      if (openers.has(token.text)) open += 1
      else if (')]}'.includes(token.text)) open -= 1
    }
    const from = this.tokens[start]?.start ?? this.source.length
    const to = this.tokens[next - 1]?.end ?? from
    const text = this.source.slice(from, Math.max(from, Math.min(to, from + 1000)))
    return { expression: { kind: 'dynamic', text, line: this.line(start) }, next }
  }

  private term(at: number, depth: number): ReadExpression | null {
    const token = this.tokens[at]
    if (token === undefined) return null
    if (token.kind === 'string') return this.strings(at)
    if (token.kind === 'number') return this.constant(at)
    if (token.kind === 'name') return constants.has(token.text) ? this.constant(at) : this.name(at, depth)
    if (token.kind !== 'operator') return null
    if (token.text === '*' || token.text === '**') {
      const value = this.expression(at + 1, depth + 1)
      return { expression: { kind: 'spread', value: value.expression, line: token.line }, next: value.next }
    }
    if (token.text === '{') return this.braces(at, depth)
    return token.text === '[' || token.text === '(' ? this.brackets(at, depth) : null
  }

  private constant(at: number): ReadExpression {
    return { expression: { kind: 'constant', text: this.text(at), line: this.line(at) }, next: at + 1 }
  }

  /** Adjacent strings are one. */
  private strings(start: number): ReadExpression | null {
    const parts: string[] = []
    let at = start
    for (; this.tokens[at]?.kind === 'string'; at += 1) {
      const value = this.tokens[at]?.value ?? null
      if (value === null) return null
      parts.push(value)
    }
    return { expression: { kind: 'text', value: parts.join(''), line: this.line(start) }, next: at }
  }

  private name(start: number, depth: number): ReadExpression | null {
    if (notNames.has(this.text(start))) return null
    const parts = [this.text(start)]
    let at = start + 1
    for (; this.text(at) === '.' && this.tokens[at + 1]?.kind === 'name'; at += 2) parts.push(this.text(at + 1))
    const path = parts.join('.')
    const line = this.line(start)
    if (this.text(at) !== '(') return { expression: { kind: 'name', path, line }, next: at }
    const call = this.arguments(at, depth)
    return { expression: { kind: 'call', callee: path, arguments: call.list, line }, next: call.next }
  }

  private arguments(open: number, depth: number): { readonly list: readonly PythonArgument[]; readonly next: number } {
    const list: PythonArgument[] = []
    let at = open + 1
    while (at < this.tokens.length && this.text(at) !== ')' && this.tokens[at]?.kind !== 'end') {
      const isKeyword = this.tokens[at]?.kind === 'name' && this.text(at + 1) === '='
      const value = this.expression(isKeyword ? at + 2 : at, depth + 1)
      if (value.next > at) list.push({ name: isKeyword ? this.text(at) : null, value: value.expression })
      at = this.afterItem(value.next, ')')
    }
    return { list, next: this.past(at) }
  }

  /** Past the comma behind an item; past anything that is neither a comma nor the end, so that every loop moves on. */
  private afterItem(at: number, close: string): number {
    return this.text(at) === close ? at : this.past(at)
  }

  private past(at: number): number {
    return this.tokens[at]?.kind === 'end' ? at : at + 1
  }

  private brackets(open: number, depth: number): ReadExpression {
    const close = openers.get(this.text(open)) ?? ')'
    const items: PythonExpression[] = []
    let commas = 0
    let at = open + 1
    while (at < this.tokens.length && this.text(at) !== close && this.tokens[at]?.kind !== 'end') {
      const item = this.expression(at, depth + 1)
      if (item.next > at) items.push(item.expression)
      if (this.text(item.next) === ',') commas += 1
      at = this.afterItem(item.next, close)
    }
    const [only] = items
    // `("a" "b")` is a text in brackets, `("a",)` a tuple.
    if (close === ')' && commas === 0 && only !== undefined) return { expression: only, next: this.past(at) }
    return { expression: { kind: 'list', items, line: this.line(open) }, next: this.past(at) }
  }

  private braces(open: number, depth: number): ReadExpression {
    const entries: PythonDictEntry[] = []
    const items: PythonExpression[] = []
    let at = open + 1
    while (at < this.tokens.length && this.text(at) !== '}' && this.tokens[at]?.kind !== 'end') {
      const first = this.expression(at, depth + 1)
      let { next } = first
      if (this.text(next) === ':') {
        const value = this.expression(next + 1, depth + 1)
        entries.push({ key: first.expression, value: value.expression })
        next = value.next
      } else if (this.text(at) === '**' && first.expression.kind === 'spread') {
        entries.push({ key: null, value: first.expression.value })
      } else if (next > at) items.push(first.expression)
      at = this.afterItem(next, '}')
    }
    const line = this.line(open)
    if (items.length > 0 && entries.length === 0)
      return { expression: { kind: 'list', items, line }, next: this.past(at) }
    const lost = items.map((value): PythonDictEntry => ({ key: null, value }))
    return { expression: { kind: 'dict', entries: [...entries, ...lost], line }, next: this.past(at) }
  }
}
