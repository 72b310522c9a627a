import type { Collector } from '../commands/collector.ts'
import { Scope, type ShellWord } from '../commands/environment.ts'
import { readWords } from '../commands/script.ts'
import { LockfileError } from '../error.ts'
import { type PythonExpression, readExpression } from '../python/expression.ts'
import { type PythonToken, tokenizePython } from '../python/tokens.ts'

const methods: ReadonlyMap<string, readonly string[]> = new Map([
  ['install', ['pip', 'install']],
  ['conda_install', ['conda', 'install']],
  ['run', []],
  ['run_always', []],
  ['run_install', []],
])
/** Calls that read what other files say, which are read as files, or what the user gives on the command line. */
const readElsewhere = /(?:^|\.)(?:dependency_groups|load_toml|posargs)$/
const field = /\{([A-Za-z_][A-Za-z0-9_]*)\}/g
const deepest = 20
const mostWords = 100_000
const longestFormat = 1000
const mostFormats = 100

/** The combinations of one `@nox.parametrize`; no rows when they are not literal. */
interface Parameters {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Reads the `session.install(…)` and `session.run(…)` calls of a noxfile as far as they are literal; throws `LockfileError` for what is no Python. */
export function readNoxfile(text: string, collector: Collector): void {
  new NoxReader(text, collector).read()
}

class NoxReader {
  private readonly text: string
  private readonly collector: Collector
  private readonly tokens: readonly PythonToken[]
  /** What a name is assigned; null when it is assigned more than once. */
  private readonly assigned = new Map<string, PythonExpression | null>()
  /** `@nox.parametrize` of the function that is read, by name; then of the one that follows. */
  private parameters = new Map<string, Parameters>()
  private pendingParameters = new Map<string, Parameters>()
  private pendingName: string | null = null
  private session: string | null = null
  /** Values looked at: names in names in names double without end. */
  private spent = 0
  private readonly receivers = new Set(['session'])

  constructor(text: string, collector: Collector) {
    this.text = text
    this.collector = collector
    const { tokens, problem } = tokenizePython(text)
    if (problem !== null) throw new LockfileError('MALFORMED', `Not Python: ${problem.reason}.`, { line: problem.line })
    this.tokens = tokens
  }

  read(): void {
    for (let at = 0; at < this.tokens.length; at++) this.readAssignment(at)
    // Each reader gives the index to go on at, so that nothing is read twice however it nests.
    for (let at = 0; at < this.tokens.length; ) {
      if (this.isName(at, 'def')) at = this.enterFunction(at)
      else if (this.tokens[at]?.text === '@') at = this.readDecorator(at + 1)
      else at = this.readCall(at)
    }
  }

  private isName(at: number, text: string): boolean {
    return this.tokens[at]?.kind === 'name' && this.tokens[at]?.text === text
  }

  private readAssignment(at: number): void {
    const token = this.tokens[at]
    if (token?.kind !== 'name' || token.indent < 0) return
    const sign = this.tokens[at + 1]?.text ?? ''
    if (sign === '=' || sign === ':') {
      const from = sign === '=' ? at + 2 : this.behindAnnotation(at + 2)
      if (from === null) return
      const value = readExpression(this.text, this.tokens, from).expression
      this.assigned.set(token.text, this.assigned.has(token.text) ? null : value)
    } else if (/^(?:[-+*/%&|^@]|\/\/|\*\*|>>|<<)=$/.test(sign)) this.assigned.set(token.text, null)
  }

  /** `NAME: type = value`. */
  private behindAnnotation(at: number): number | null {
    const { next } = readExpression(this.text, this.tokens, at)
    return this.tokens[next]?.text === '=' ? next + 1 : null
  }

  private enterFunction(at: number): number {
    const name = this.tokens[at + 1]?.text ?? ''
    const first = this.tokens[at + 2]?.text === '(' ? this.tokens[at + 3] : undefined
    this.session = this.pendingName ?? name
    if (this.pendingName !== null && first?.kind === 'name') this.receivers.add(first.text)
    this.parameters = this.pendingParameters
    this.pendingParameters = new Map()
    this.pendingName = null
    return at + 1
  }

  private readDecorator(at: number): number {
    const { expression, next } = readExpression(this.text, this.tokens, at)
    const callee = expression.kind === 'call' ? expression.callee : expression.kind === 'name' ? expression.path : ''
    if (!/(?:^|\.)(?:session|parametrize)$/.test(callee)) return Math.max(next, at)
    const { arguments: list } = expression.kind === 'call' ? expression : { arguments: [] }
    if (callee.endsWith('session')) {
      const name = list.find((argument) => argument.name === 'name')?.value
      this.pendingName = name?.kind === 'text' ? name.value : this.nextFunction(next)
    } else this.readParameters(list[0]?.value, list[1]?.value)
    return Math.max(next, at)
  }

  private nextFunction(from: number): string | null {
    for (let at = from; at < from + 200; at++) if (this.isName(at, 'def')) return this.tokens[at + 1]?.text ?? null
    return null
  }

  private readParameters(names: PythonExpression | undefined, values: PythonExpression | undefined): void {
    if (names?.kind !== 'text') return
    const columns = names.value.split(',').map((name) => name.trim())
    const list = values === undefined ? null : this.resolved(values, 0)
    const rows =
      list?.kind === 'list'
        ? list.items.map((row) => columns.map((_, at) => this.cell(row, columns.length > 1 ? at : null)))
        : []
    const isKnown = rows.every((row) => row.every((cell) => cell !== null))
    const group = { columns, rows: isKnown ? rows.map((row) => row.map((cell) => cell ?? '')) : [] }
    for (const name of columns) this.pendingParameters.set(name, group)
  }

  private cell(row: PythonExpression, column: number | null): string | null {
    if (row.kind === 'call' && row.callee.endsWith('param')) {
      const value = row.arguments.filter((argument) => argument.name === null)[column ?? 0]?.value
      return value === undefined ? null : this.cell(value, null)
    }
    const value = column === null ? row : row.kind === 'list' ? row.items[column] : undefined
    return value?.kind === 'text' ? value.value : null
  }

  private readCall(at: number): number {
    const method = methods.get(this.tokens[at + 2]?.text ?? '')
    const isCall = this.tokens[at + 1]?.text === '.' && this.tokens[at + 3]?.text === '('
    const isOurs = this.tokens[at]?.kind === 'name' && this.receivers.has(this.tokens[at]?.text ?? '')
    if (method === undefined || !isCall || !isOurs || this.tokens[at - 1]?.text === '.') return at + 1
    const { expression, next } = readExpression(this.text, this.tokens, at)
    if (expression.kind === 'call') this.readMethod(expression, method)
    return Math.max(next, at + 1)
  }

  private readMethod(expression: Extract<PythonExpression, { kind: 'call' }>, method: readonly string[]): void {
    const given = expression.arguments.filter((argument) => argument.name === null)
    const words = given.flatMap((argument) => this.words(argument.value, 0))
    const channel = expression.arguments.find((argument) => argument.name === 'channel')?.value
    const options = channel?.kind === 'text' ? [literalWord(`--channel=${channel.value}`, channel.line)] : []
    const head = method.map((text) => literalWord(text, expression.line))
    const scopes = this.session === null ? [] : [{ kind: 'group', name: this.session } as const]
    readWords([...head, ...(head.length > 0 ? options : []), ...words], new Scope(), {
      collector: this.collector,
      scopes,
    })
  }

  /** The words that an argument stands for; one that is marked dynamic where that is not literal. */
  private words(value: PythonExpression, depth: number): readonly ShellWord[] {
    this.spent += 1
    if (this.spent > mostWords) return [dynamicWord('…', value.line)]
    const known = this.resolved(value, depth)
    const { line } = value
    switch (known.kind) {
      case 'text':
        return [literalWord(known.value, known.line)]
      case 'list':
        return depth > deepest ? [] : known.items.flatMap((item) => this.words(item, depth + 1))
      case 'spread':
        return this.words(known.value, depth + 1)
      case 'constant':
        return []
      case 'sum':
        return this.sum(known.terms, line, depth)
      case 'dynamic':
        if (this.isPartOfFile(known.text, depth)) return []
        return this.formatted(known.text, line) ?? [dynamicWord(known.text, line)]
      case 'call':
        return readElsewhere.test(known.callee) ? [] : [dynamicWord(`${known.callee}(…)`, line)]
      case 'name':
        return this.named(known.path, line)
      default:
        return [dynamicWord('{…}', line)]
    }
  }

  /** `PYPROJECT["dependency-groups"]["test"]` of a file that is read as a file. */
  private isPartOfFile(text: string, depth: number): boolean {
    const name = /^([A-Za-z_][A-Za-z0-9_]*)\[/.exec(text)?.[1]
    if (name === undefined) return false
    const value = this.resolved({ kind: 'name', path: name, line: 0 }, depth)
    return value.kind === 'call' && readElsewhere.test(value.callee)
  }

  private named(path: string, line: number): readonly ShellWord[] {
    if (readElsewhere.test(path)) return []
    const values = this.parameterValues(path)
    return values.length > 0
      ? values.map((value) => ({ ...literalWord(value, line), raw: path }))
      : [dynamicWord(path, line)]
  }

  private parameterValues(name: string): readonly string[] {
    const group = this.parameters.get(name)
    const column = group?.columns.indexOf(name) ?? -1
    return [...new Set(group?.rows.map((row) => row[column] ?? ''))]
  }

  /** Follows a name to its one assignment. */
  private resolved(value: PythonExpression, depth: number): PythonExpression {
    if (value.kind !== 'name' || depth > deepest || this.parameters.has(value.path)) return value
    const target = this.assigned.get(value.path)
    return target === undefined || target === null ? value : this.resolved(target, depth + 1)
  }

  /** `"a" + B`: a text, or lists behind each other. */
  private sum(terms: readonly PythonExpression[], line: number, depth: number): readonly ShellWord[] {
    const known = terms.map((term) => this.resolved(term, depth))
    if (known.some((term) => term.kind === 'list')) return known.flatMap((term) => this.words(term, depth + 1))
    const parts = known.flatMap((term) => this.words(term, depth + 1))
    const unknown = parts.find((part) => part.dynamic !== null)?.dynamic ?? null
    if (parts.length !== terms.length) return [dynamicWord('…', line)]
    const text = parts.map((part) => part.text).join('')
    return [{ text, raw: text, line, dynamic: unknown }]
  }

  /** `f"django=={version}"` with names that are known; null for anything else. */
  private formatted(text: string, line: number): readonly ShellWord[] | null {
    const [, , body] = /^[fF](["'])([^"'\\]*)\1$/.exec(text) ?? []
    if (body === undefined || body.length > longestFormat) return null
    let bodies: readonly string[] = [body]
    for (const name of new Set([...body.matchAll(field)].map((match) => match[1] ?? ''))) {
      // Parameters that are given together were all filled in with the first of them.
      if (!bodies.some((one) => one.includes(`{${name}}`))) continue
      bodies = this.filledIn(bodies, name, line)
      if (bodies.length === 0 || bodies.length > mostFormats) return null
    }
    return bodies.some((one) => /[{}]/.test(one))
      ? null
      : bodies.map((one) => ({ ...literalWord(one, line), raw: text }))
  }

  /** Each text with each value of a name; parameters that are given together go in step. Empty when it is not known. */
  private filledIn(bodies: readonly string[], name: string, line: number): readonly string[] {
    const group = this.parameters.get(name) ?? {
      columns: [name],
      rows: this.values(name, line).map((value) => [value]),
    }
    const filled = bodies.flatMap((body) =>
      group.rows.map((row) =>
        group.columns.reduce((text, column, at) => text.replaceAll(`{${column}}`, () => row[at] ?? ''), body),
      ),
    )
    return [...new Set(filled)]
  }

  private values(name: string, line: number): readonly string[] {
    const words = this.words({ kind: 'name', path: name, line }, 0)
    return words.every((word) => word.dynamic === null) ? words.map((word) => word.text) : []
  }
}

function literalWord(text: string, line: number): ShellWord {
  return { text, raw: text, line, dynamic: null }
}

/** A formatted text that begins as an option stays one: it names no package. */
function dynamicWord(text: string, line: number): ShellWord {
  const option = /^[fF]["'](-[^"']*)/.exec(text)?.[1]
  return { text: option ?? text, raw: text, line, dynamic: option ?? text }
}
