import { choicesOf } from './choices.ts'
import { type Dialect, posix } from './dialect.ts'
import { type Environment, emptyEnvironment, expandText, expandWord, Scope, type ShellWord } from './environment.ts'
import { Knowledge } from './knowledge.ts'
import { type OperatorToken, type ShellToken, tokenize, type WordToken } from './lexer.ts'
import { mayInstall } from './marks.ts'
import { joinPath } from './path.ts'

/** A script and where it stands in its file. */
export interface ShellScript {
  readonly text: string
  /** The file's line (from 1) of a line of the script (from 0). */
  lineOf(index: number): number
  readonly dialect: Dialect
  /** True when escaped line ends were joined before the shell sees the text (Dockerfile). */
  readonly joined: boolean
}

/** One simple command with its words filled in as far as they are literal. */
export interface ShellCommand {
  readonly words: readonly ShellWord[]
  /** As it stands at this command: read it before asking for the next one. */
  readonly environment: Environment
  /** Where it runs, relative to the start (empty: the start itself); null when not known. */
  readonly directory: string | null
  readonly heredocs: readonly ShellScript[]
  /** Files that its output is written to. */
  readonly outputs: readonly ShellWord[]
  /** How deep in scripts inside scripts. */
  readonly depth: number
}

const deepest = 8
const mostExpanded = 4_000_000

/** A script whose lines follow each other in the file from `line` on. */
export function scriptAt(text: string, line: number, dialect: Dialect = posix): ShellScript {
  return { text, lineOf: (index) => line + index, dialect, joined: false }
}

/**
 * Gives the simple commands of a script in order, those of a command substitution before the command that uses it. Literal
 * assignments are followed as far as `Knowledge` promises. Text is attacker-controlled: linear time, never throws.
 */
export function* readShell(script: ShellScript, environment: Environment, depth = 0): Generator<ShellCommand> {
  if (depth <= deepest) yield* new Reader(script, environment, depth).commands()
}

/** Tokens of one simple command while they come in. */
interface Draft {
  readonly words: WordToken[]
  readonly outputs: WordToken[]
  readonly heredocs: ShellScript[]
  /** The items of `name=(a b c)`, by the word `name=`. */
  readonly lists: Map<WordToken, readonly WordToken[]>
}

const openers = new Map([
  ['if', 'if'],
  ['while', 'loop'],
  ['until', 'loop'],
  ['{', '{'],
  ['case', 'case'],
])
const closers = new Map([
  ['fi', 'if'],
  ['done', 'loop'],
  ['esac', 'case'],
  ['}', '{'],
])
const declarers = new Set(['export', 'readonly', 'local', 'declare', 'typeset', 'set'])
const movers = new Set(['cd', 'pushd', 'popd', 'Set-Location'])
const redirections = new Set(['<', '>', '>>', '<<', '<<-', '<<<', '>&', '<&', '&>', '&>>', '>|', '<>'])
const assignment = /^([A-Za-z_][A-Za-z0-9_]*)(\+?)=/

class Reader {
  private readonly known: Knowledge
  private readonly script: ShellScript
  private readonly depth: number
  /** Characters that may still be made out of variables and loops. */
  private budget = mostExpanded

  constructor(script: ShellScript, environment: Environment, depth: number) {
    this.script = script
    this.depth = depth
    this.known = new Knowledge(environment)
  }

  *commands(): Generator<ShellCommand> {
    const tokens = tokenize(this.script.text, this.script)
    let draft = emptyDraft()
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at]
      if (token === undefined) break
      if (token.kind === 'word') draft.words.push(token)
      else if (redirections.has(token.value)) at += this.redirect(draft, token, tokens[at + 1])
      else if (token.value === '(' && token.glued && isListStart(draft)) at = readList(draft, tokens, at)
      else {
        yield* this.command(draft)
        this.known.separate(token.value, isQuiet(draft))
        draft = emptyDraft()
      }
    }
    yield* this.command(draft)
  }

  private lineOf(word: WordToken | undefined): number {
    return this.script.lineOf(word?.line ?? 0)
  }

  /** Takes a redirection out of the words; gives how many more tokens it used. */
  private redirect(draft: Draft, token: OperatorToken, target: ShellToken | undefined): number {
    const last = draft.words.at(-1)
    const isDescriptor = token.glued && last !== undefined && /^[0-9]+$/.test(last.raw)
    if (isDescriptor) draft.words.pop()
    if (token.heredoc !== null) {
      const { body, line } = token.heredoc
      draft.heredocs.push({
        ...this.script,
        text: body,
        lineOf: (index) => this.script.lineOf(line + index),
        joined: false,
      })
    }
    if (target?.kind !== 'word') return 0
    // Without quotes `pip install foo>=1.0` writes to a file named `=1.0`; the evidence must show what was written.
    if (token.glued && last !== undefined && !isDescriptor)
      draft.words[draft.words.length - 1] = { ...last, raw: `${last.raw}${token.value}${target.raw}` }
    if (token.value.includes('>')) draft.outputs.push(target)
    return 1
  }

  private *command(draft: Draft): Generator<ShellCommand> {
    yield* this.substitutions(draft)
    const words = this.withoutKeywords(draft.words)
    const first = words.findIndex((word) => !isAssignment(word))
    if (first < 0) {
      for (const word of words) this.assign(word, draft)
      if (draft.heredocs.length > 0) yield this.finished([], draft, this.known.scope)
      return
    }
    const called = words.slice(first)
    if (this.builtin(called, draft) || !isWorthExpanding(called, draft)) return
    for (const chosen of this.budget > 0 ? choicesOf(called, this.known.scope) : [emptyEnvironment]) {
      const expanded = called.flatMap((word) => this.expand(word, chosen))
      yield this.finished(expanded, draft, this.withPrefix(words.slice(0, first), chosen))
    }
  }

  private expand(word: WordToken, environment: Environment): readonly ShellWord[] {
    const words = expandWord(word, this.budget > 0 ? environment : emptyEnvironment, this.lineOf(word))
    for (const { text } of words) this.budget -= text.length
    return words
  }

  /** `A=b command`: the command sees `A`, its own words do not. */
  private withPrefix(words: readonly WordToken[], environment: Environment): Environment {
    if (words.length === 0) return environment
    const scope = new Scope(environment)
    for (const word of words) {
      const { name, value, raw } = this.assigned(word)
      scope.bind(name, value, this.lineOf(word), raw)
    }
    return scope
  }

  private finished(words: readonly ShellWord[], draft: Draft, environment: Environment): ShellCommand {
    const outputs = draft.outputs.flatMap((word) => this.expand(word, environment))
    const { directory } = this.known
    return { words, environment, directory, heredocs: draft.heredocs, outputs, depth: this.depth }
  }

  private *substitutions(draft: Draft): Generator<ShellCommand> {
    for (const word of draft.words) {
      let line = word.line
      let counted = word.offset
      for (const part of word.parts) {
        if (part.kind !== 'substitution') continue
        line += newlinesIn(this.script.text.slice(counted, part.offset))
        counted = part.offset
        const first = line
        const lineOf = (index: number): number => this.script.lineOf(first + index)
        yield* readShell({ ...this.script, text: part.script, lineOf }, this.known.scope, this.depth + 1)
      }
    }
  }

  private withoutKeywords(words: readonly WordToken[]): readonly WordToken[] {
    let at = 0
    for (; at < words.length; at++) {
      const word = plain(words[at])
      const opened = openers.get(word)
      const closed = closers.get(word)
      if (word === 'for' || word === 'select') return this.loop(words.slice(at + 1))
      if (opened !== undefined) this.known.open(opened)
      else if (closed !== undefined) this.known.close(closed)
      else if (word === 'else' || word === 'elif') this.known.release()
      else if (word !== 'then' && word !== 'do' && word !== '!') break
    }
    return at === 0 ? words : words.slice(at)
  }

  private loop(words: readonly WordToken[]): readonly WordToken[] {
    const values = plain(words[1]) === 'in' ? this.items(words.slice(2)) : null
    this.known.loop(plain(words[0]), { values: values ?? [], line: this.lineOf(words[0]) })
    return []
  }

  /** The words with their variables filled in; null when one of them is not known. */
  private items(words: readonly WordToken[]): readonly string[] | null {
    const items = words.flatMap((word) => this.expand(word, this.known.scope))
    return items.every((item) => item.dynamic === null) ? items.map((item) => item.text) : null
  }

  /** Commands that only change what is known. */
  private builtin(words: readonly WordToken[], draft: Draft): boolean {
    const name = plain(words[0])
    const rest = words.slice(1)
    if (movers.has(name)) this.move(this.items(rest))
    else if (name === 'unset' || name === 'read')
      for (const word of rest) this.known.assign(plain(word), null, this.lineOf(word))
    else if (declarers.has(name)) for (const word of rest) this.assign(word, draft)
    else return this.powershellAssignment(words)
    return true
  }

  private move(to: readonly string[] | null): void {
    const [target, ...more] = to ?? []
    const isKnown = target !== undefined && more.length === 0 && target !== '-' && !target.startsWith('~')
    this.known.directory = isKnown ? joinPath(this.known.directory, target) : null
  }

  /** `$name = value`. */
  private powershellAssignment(words: readonly WordToken[]): boolean {
    const [target, sign, value, ...more] = words
    const part = target?.parts[0]
    if (part?.kind !== 'variable' || sign?.raw !== '=') return false
    const text = value === undefined || more.length > 0 ? null : expandText(value.parts, this.known.scope)
    this.known.assign(part.name, text, this.lineOf(target))
    return true
  }

  private assign(word: WordToken, draft: Draft): void {
    const { name, value, raw } = this.assigned(word)
    const list = draft.lists.get(word)
    if (name === '') return
    const items = list === undefined ? null : this.items(list)
    const line = this.lineOf(word)
    this.known.assign(name, list === undefined ? value : (items?.[0] ?? null), line, raw)
    if (list === undefined) return
    for (const whole of [`${name}[@]`, `${name}[*]`]) this.known.assign(whole, items?.join(' ') ?? null, line)
  }

  private assigned(word: WordToken): { readonly name: string; readonly value: string | null; readonly raw: string } {
    const [head = '', name = '', append] = assignment.exec(word.raw) ?? []
    const value = expandText(word.parts, this.known.scope)?.slice(head.length) ?? null
    const raw = word.raw.slice(head.length)
    if (append !== '+' || value === null) return { name, value, raw }
    const before = this.known.scope.get(name)
    return { name, raw, value: before?.values.length === 1 ? `${before.values[0]}${value}` : null }
  }
}

/** False for the many commands that no value of any variable can turn into an installing one. */
function isWorthExpanding(words: readonly WordToken[], draft: Draft): boolean {
  if (draft.heredocs.length > 0) return true
  return words.some((word) => word.parts.length > 1 || word.parts[0]?.kind !== 'text' || mayInstall(word.raw))
}

function emptyDraft(): Draft {
  return { words: [], outputs: [], heredocs: [], lists: new Map() }
}

/** The text of a word that is one unquoted literal; empty for any other. */
function plain(word: WordToken | undefined): string {
  const [part, ...more] = word?.parts ?? []
  return part?.kind === 'text' && !part.quoted && more.length === 0 ? part.value : ''
}

function isAssignment(word: WordToken): boolean {
  const first = word.parts[0]
  return first?.kind === 'text' && !first.quoted && assignment.test(first.value)
}

/** True when the command only sets variables. */
function isQuiet(draft: Draft): boolean {
  return draft.words.every(isAssignment) || declarers.has(plain(draft.words[0]))
}

function isListStart(draft: Draft): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*\+?=$/.test(draft.words.at(-1)?.raw ?? '')
}

/** Reads `(a b c)` of `name=(a b c)`; gives the index of its closing bracket. */
function readList(draft: Draft, tokens: readonly ShellToken[], open: number): number {
  const items: WordToken[] = []
  let at = open + 1
  for (; at < tokens.length; at++) {
    const token = tokens[at]
    if (token?.kind === 'word') items.push(token)
    else if (token?.value !== '\n') break
  }
  const name = draft.words.at(-1)
  if (name !== undefined) draft.lists.set(name, items)
  return at
}

function newlinesIn(text: string): number {
  return text.split('\n').length - 1
}
