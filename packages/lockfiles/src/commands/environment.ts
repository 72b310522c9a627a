import type { WordToken } from './lexer.ts'
import type { WordPart } from './word.ts'

/** What a variable is known to hold. */
export interface Binding {
  /** One literal; several where each of them is used in turn; none when the value is only known when the script runs. */
  readonly values: readonly string[]
  /** As written, where that is not the value. */
  readonly raw?: string
  /** Bindings of one group take their values in step: the first of each together, then the second. */
  readonly group?: object
  /** Line of the file that says so, for options that come from a variable. */
  readonly line: number
}

/** A variable that is set, to what nobody knows. */
export function unknownBinding(line: number, raw = ''): Binding {
  return { values: [], raw, line }
}

/** The variables that a command sees. One that is absent is not mentioned by the file at all. */
export interface Environment {
  get(name: string): Binding | undefined
}

/** One word of a command with what is literally known filled in. */
export interface ShellWord {
  readonly text: string
  /** As written. */
  readonly raw: string
  /** Line of the file, from 1. */
  readonly line: number
  /** The first part that only a running shell knows, as written; null when `text` is the whole truth. */
  readonly dynamic: string | null
}

/** Longest value that is filled in: more is no version and no list of packages, but may be an attack. */
export const longestValue = 4096
const longestText = 65_536

/** Variables over others that lie below. */
export class Scope implements Environment {
  private readonly own = new Map<string, Binding>()
  private readonly below: Environment | null

  constructor(below: Environment | null = null) {
    this.below = below
  }

  get(name: string): Binding | undefined {
    return this.own.get(name) ?? this.below?.get(name)
  }

  /** Values that are too long count as unknown. */
  set(name: string, binding: Binding): void {
    const isLong = binding.values.some((value) => value.length > longestValue)
    this.own.set(name, isLong ? { values: [], line: binding.line } : binding)
  }

  /** Binds one literal value, or an unknown one with what is written in its place. */
  bind(name: string, value: string | null, line: number, raw = ''): void {
    this.set(name, { values: value === null ? [] : [value], raw: raw.slice(0, longestValue), line })
  }
}

/** Nothing is known. */
export const emptyEnvironment: Environment = new Scope()

interface Piece {
  text: string
  dynamic: string | null
  /** True when the piece stays even when empty. */
  solid: boolean
}

/** Fills a word in. Unquoted variables are split at blanks as a shell does, so one token may give no word or several. */
export function expandWord(token: WordToken, environment: Environment, line: number): readonly ShellWord[] {
  const pieces: Piece[] = [{ text: '', dynamic: null, solid: false }]
  for (const part of token.parts) addPart(pieces, part, environment)
  return pieces
    .filter((piece) => piece.solid || piece.text !== '')
    .map((piece) => ({ text: piece.text, raw: token.raw, line, dynamic: piece.dynamic }))
}

/** Fills parts in without splitting, as in an assignment; null when something in them is not known. */
export function expandText(parts: readonly WordPart[], environment: Environment): string | null {
  let text = ''
  for (const part of parts) {
    const value = part.kind === 'text' ? part.value : part.kind === 'variable' ? resolve(part, environment) : null
    if (value === null || text.length > longestText) return null
    text += value
  }
  return text
}

function addPart(pieces: Piece[], part: WordPart, environment: Environment): void {
  const last = pieces.at(-1)
  if (last === undefined) return
  if (part.kind === 'text') {
    last.text += part.value
    last.solid ||= part.quoted
    return
  }
  const value = part.kind === 'variable' && last.text.length < longestText ? resolve(part, environment) : null
  if (value === null) {
    last.text += part.raw
    last.dynamic ??= part.raw
  } else if (part.kind === 'variable' && part.quoted && !part.name.endsWith('[@]')) {
    last.text += value
    last.solid = true
  } else addSplit(pieces, last, isExpression(part.raw) ? value.replace(/["']/g, '') : value)
}

/** What a CI runner fills in becomes part of the script, quotes and all. */
function isExpression(raw: string): boolean {
  return raw.startsWith('${{') || raw.startsWith('$[[')
}

function addSplit(pieces: Piece[], last: Piece, value: string): void {
  const [first = '', ...rest] = value.split(/[ \t\n]+/)
  last.text += first
  for (const text of rest) pieces.push({ text, dynamic: null, solid: false })
}

/** The value of a variable with its `:-`, `:+` and so on; null when it is not known. A default stands where nothing is set. */
function resolve(part: Extract<WordPart, { kind: 'variable' }>, environment: Environment): string | null {
  const binding = environment.get(part.name)
  const value = binding?.values.length === 1 ? (binding.values[0] ?? null) : null
  const sign = part.operator?.at(-1)
  if (sign === undefined || sign === '?') return value
  if (binding !== undefined && value === null) return null
  const present = value !== null && !(value === '' && part.operator?.startsWith(':'))
  if (sign === '+') return present ? expandText(part.operand, environment) : ''
  return present ? value : expandText(part.operand, environment)
}
