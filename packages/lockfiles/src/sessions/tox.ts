import { cut, skip } from '../builder.ts'
import type { Collector } from '../commands/collector.ts'
import { wordList } from '../commands/dialect.ts'
import { expandWord, Scope } from '../commands/environment.ts'
import { tokenize } from '../commands/lexer.ts'
import { readRequirementsPart, readWords, type ScriptContext } from '../commands/script.ts'

/** One line of a tox setting. */
export interface ToxLine {
  readonly text: string
  readonly line: number
}

const reference = /\{\[([^\]{}]+)\]([^{}]+)\}/
const innermost = /\{([^{}]*)\}/g
const factors = /^[\w{}.!,\s-]+:\s+(?=\S)/
const mostLines = 2000
const deepest = 5

/** Reads the settings of one tox environment. `lookUp` gives the lines of another section's setting. */
export class ToxReader {
  private readonly collector: Collector
  private readonly lookUp: (section: string, key: string) => readonly ToxLine[]
  private budget = mostLines

  constructor(collector: Collector, lookUp: (section: string, key: string) => readonly ToxLine[]) {
    this.collector = collector
    this.lookUp = lookUp
  }

  /** `deps` and `requires`: a requirements file in itself, with factors and substitutions. */
  readDependencies(lines: readonly ToxLine[], environment: string | null): void {
    const literal = this.expanded(lines, 0).flatMap(({ text, line }) => {
      const bare = substitute(withoutComment(text.replace(factors, ''))).trim()
      const unknown = /\{[^{}]*\}/.exec(bare)?.[0]
      if (unknown === undefined) return [{ text: bare, line }]
      const reason = `${unknown} is only known when tox runs; write it out.`
      this.collector.addSkipped(skip({ path: this.collector.path, line }, 'DYNAMIC_VALUE', cut(text), reason))
      return []
    })
    const part = {
      text: literal.map(({ text }) => text).join('\n'),
      lineOf: (index: number) => literal[index]?.line ?? 0,
      dialect: wordList,
      joined: false,
    }
    if (literal.length > 0) readRequirementsPart(part, this.context(environment))
  }

  /** `commands`, `commands_pre`, `commands_post`: one command a line, no shell. */
  readCommands(lines: readonly ToxLine[], environment: string | null, variables: Scope): void {
    for (const { text, line } of joinContinued(this.expanded(lines, 0))) {
      const command = substitute(withoutComment(text.replace(factors, ''))).replace(/^[-!@\s]+/, '')
      const tokens = tokenize(command, { dialect: { ...wordList, braces: true }, joined: false })
      const words = tokens.flatMap((token) =>
        token.kind === 'word' ? expandWord(token, variables, line + token.line) : [],
      )
      readWords(words, variables, this.context(environment))
    }
  }

  /** `set_env`: `NAME = value` lines. */
  readVariables(lines: readonly ToxLine[]): Scope {
    const scope = new Scope()
    for (const { text, line } of this.expanded(lines, 0)) {
      const match = /^([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/.exec(text.replace(factors, ''))
      if (match === null) continue
      const value = substitute(match[2] ?? '')
      scope.bind(match[1] ?? '', /\{[^{}]*\}/.test(value) ? null : value, line, value)
    }
    return scope
  }

  private context(environment: string | null): ScriptContext {
    return {
      collector: this.collector,
      scopes: environment === null ? [] : [{ kind: 'group', name: environment }],
    }
  }

  /** Lines with `{[section]key}` replaced by the lines that it names. */
  private expanded(lines: readonly ToxLine[], depth: number): readonly ToxLine[] {
    return lines.flatMap((line) => {
      const match = reference.exec(line.text)
      if (match === null || depth > deepest) return [line]
      this.budget -= 1
      if (this.budget < 0) return [line]
      const named = this.lookUp(match[1] ?? '', match[2] ?? '')
      if (withoutFactors(line.text) === match[0]) return this.expanded(named, depth + 1)
      return named.length === 1 ? [{ ...line, text: line.text.replace(match[0], named[0]?.text ?? '') }] : [line]
    })
  }
}

function withoutFactors(text: string): string {
  return text.replace(factors, '').trim()
}

/** tox takes ` #` for a comment. */
function withoutComment(text: string): string {
  return text.replace(/(?:^|\s)#.*$/, '')
}

/** Fills in what does not depend on the run: the project's folder, defaults of variables, the user's arguments as none. */
function substitute(text: string): string {
  let now = text
  for (let depth = 0; depth < deepest; depth++) {
    const next = now.replace(innermost, (whole, inner: string) => substituted(inner) ?? whole)
    if (next === now) break
    now = next
  }
  return now.replace(/^(-[rce]\s*)?\.\/(?=.)/, '$1')
}

function substituted(name: string): string | null {
  if (name === 'toxinidir' || name === 'tox_root') return '.'
  if (name === '/') return '/'
  if (name === ':') return ':'
  const [kind = '', ...rest] = name.split(':')
  if (kind === 'posargs') return rest.join(':')
  return kind === 'env' && rest.length > 1 ? rest.slice(1).join(':') : null
}

/** Joins lines that end in a backslash with the next. */
function joinContinued(lines: readonly ToxLine[]): readonly ToxLine[] {
  const found: ToxLine[] = []
  let open = false
  for (const line of lines) {
    const goesOn = line.text.endsWith('\\')
    const last = found.at(-1)
    if (open && last !== undefined) found[found.length - 1] = { ...last, text: `${last.text}\n${line.text}` }
    else found.push(line)
    open = goesOn
  }
  return found
}
