import { type PythonArgument, type PythonExpression, readExpression } from '../python/expression.ts'
import type { PythonToken } from '../python/tokens.ts'

/** One statement that gives a name a value, or adds to it. */
export interface Change {
  /** `set` replaces, `add` extends a list, `merge` updates a dict. */
  readonly kind: 'set' | 'add' | 'merge'
  /** The key that is changed, where it is `name["key"] = …`. */
  readonly key: string | null
  readonly value: PythonExpression
  /** True below an `if`, `try`, `for` and so on: it may not happen. */
  readonly conditional: boolean
  /** 0 for the module, else the number of the function it stands in. */
  readonly scope: number
}

export interface SetupCall {
  readonly arguments: readonly PythonArgument[]
  readonly scope: number
  readonly line: number
}

/** What a setup script says without being run: its assignments and its calls of `setup()`. */
export interface SetupScript {
  readonly changes: ReadonlyMap<string, readonly Change[]>
  readonly calls: readonly SetupCall[]
}

const compound: ReadonlySet<string> = new Set([
  'if',
  'elif',
  'else',
  'try',
  'except',
  'finally',
  'with',
  'for',
  'while',
])
const definitions: ReadonlySet<string> = new Set(['def', 'class', 'async'])

/** Reads the statements of a setup script, top to bottom. */
export function readSetupScript(source: string, tokens: readonly PythonToken[]): SetupScript {
  const reader = new ScriptReader(source, tokens)
  for (let at = 0; at < tokens.length; at += 1) reader.readToken(at)
  return { changes: reader.changes, calls: reader.calls }
}

interface Block {
  readonly indent: number
  readonly scope: number
  /** Indent of its first line; -1 until it is seen. */
  body: number
}

class ScriptReader {
  readonly changes = new Map<string, Change[]>()
  readonly calls: SetupCall[] = []
  private readonly source: string
  private readonly tokens: readonly PythonToken[]
  private blocks: Block[] = []
  private scopes = 0
  private readUpTo = 0

  constructor(source: string, tokens: readonly PythonToken[]) {
    this.source = source
    this.tokens = tokens
  }

  private text(at: number): string {
    const token = this.tokens[at]
    return token === undefined || token.kind === 'string' ? '' : token.text
  }

  private get scope(): number {
    return this.blocks.at(-1)?.scope ?? 0
  }

  readToken(at: number): void {
    const token = this.tokens[at]
    if (token === undefined) return
    if (token.indent >= 0 && token.kind !== 'end') this.readLine(at, token.indent)
    const before = this.text(at - 1)
    const isCall = token.kind === 'name' && token.text === 'setup' && this.text(at + 1) === '('
    // A call inside another call's arguments is not read again, which keeps the work linear.
    if (!isCall || at < this.readUpTo || before === 'def' || before === 'class') return
    const { expression, next } = readExpression(this.source, this.tokens, at)
    this.readUpTo = next
    if (expression.kind === 'call')
      this.calls.push({ arguments: expression.arguments, scope: this.scope, line: token.line })
  }

  private readLine(start: number, indent: number): void {
    while ((this.blocks.at(-1)?.indent ?? -1) >= indent) this.blocks.pop()
    const block = this.blocks.at(-1)
    if (block !== undefined && block.body < 0) block.body = indent
    const first = this.text(start)
    if (definitions.has(first)) {
      this.scopes += 1
      this.blocks.push({ indent, scope: this.scopes, body: -1 })
      return
    }
    const conditional = indent > (block?.body ?? 0)
    if (!compound.has(first)) this.readStatement(start, conditional)
    else {
      const colon = this.colonOf(start)
      if (colon !== null) this.readStatement(colon + 1, true)
    }
  }

  /** The colon that ends the head of a compound statement; null where the line ends before. */
  private colonOf(start: number): number | null {
    let open = 0
    for (let at = start; at < this.tokens.length; at += 1) {
      const token = this.tokens[at]
      if (token === undefined || token.kind === 'newline' || token.kind === 'end') return null
      if (token.kind !== 'operator') continue
      if ('([{'.includes(token.text)) open += 1
      else if (')]}'.includes(token.text)) open -= 1
      else if (token.text === ':' && open === 0) return at
    }
    return null
  }

  private readStatement(at: number, conditional: boolean): void {
    if (this.tokens[at]?.kind !== 'name') return
    const name = this.text(at)
    const next = this.text(at + 1)
    if (next === '=' || next === '+=') this.record(name, next, { at: at + 2, key: null, conditional })
    else if (next === ':') this.readAnnotated(name, at + 2, conditional)
    else if (next === '[') this.readKeyed(name, at + 2, conditional)
    else if (next === '.') this.readMethod(name, at + 2, conditional)
  }

  private readAnnotated(name: string, at: number, conditional: boolean): void {
    const { next } = readExpression(this.source, this.tokens, at)
    if (this.text(next) === '=') this.record(name, '=', { at: next + 1, key: null, conditional })
  }

  private readKeyed(name: string, at: number, conditional: boolean): void {
    const key = this.tokens[at]?.value ?? null
    const operator = this.text(at + 2)
    if (key === null || this.text(at + 1) !== ']') return
    if (operator === '=' || operator === '+=') this.record(name, operator, { at: at + 3, key, conditional })
    else if (operator === '.') this.readMethod(name, at + 3, conditional, key)
  }

  private readMethod(name: string, at: number, conditional: boolean, key: string | null = null): void {
    const method = this.text(at)
    if (method !== 'append' && method !== 'extend' && method !== 'update') return
    const { expression } = readExpression(this.source, this.tokens, at)
    if (expression.kind !== 'call') return
    for (const argument of expression.arguments) {
      const { line } = argument.value
      const entry = { key: { kind: 'text', value: argument.name ?? '', line }, value: argument.value } as const
      const value: PythonExpression =
        argument.name !== null
          ? { kind: 'dict', entries: [entry], line }
          : method === 'append'
            ? { kind: 'list', items: [argument.value], line }
            : argument.value
      this.push(name, { kind: method === 'update' ? 'merge' : 'add', key, value, conditional, scope: this.scope })
    }
  }

  private record(
    name: string,
    operator: '=' | '+=',
    change: { readonly at: number; readonly key: string | null; readonly conditional: boolean },
  ): void {
    const { expression } = readExpression(this.source, this.tokens, change.at)
    const { key, conditional } = change
    this.push(name, { kind: operator === '=' ? 'set' : 'add', key, value: expression, conditional, scope: this.scope })
  }

  private push(name: string, change: Change): void {
    const known = this.changes.get(name)
    if (known === undefined) this.changes.set(name, [change])
    else known.push(change)
  }
}
