import { PypaError } from './error.ts'

/** The variables of PEP 508, plus `extras` and `dependency_groups` of PEP 751. */
export const markerVariables = [
  'os_name',
  'sys_platform',
  'platform_machine',
  'platform_python_implementation',
  'platform_release',
  'platform_system',
  'platform_version',
  'python_version',
  'python_full_version',
  'implementation_name',
  'implementation_version',
  'extra',
  'extras',
  'dependency_groups',
] as const
export type MarkerVariable = (typeof markerVariables)[number]

export type MarkerExpression =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly MarkerExpression[] }
  | {
      readonly kind: 'compare'
      readonly left: MarkerOperand
      readonly operator: string
      readonly right: MarkerOperand
    }

export type MarkerOperand =
  | { readonly kind: 'variable'; readonly name: MarkerVariable }
  | { readonly kind: 'text'; readonly value: string }

/** Today's spelling, and the ones that PEP 508 keeps for old metadata. */
const variableNames: ReadonlyMap<string, MarkerVariable> = new Map<string, MarkerVariable>([
  ...markerVariables.map((name) => [name, name] as const),
  ['os.name', 'os_name'],
  ['sys.platform', 'sys_platform'],
  ['platform.version', 'platform_version'],
  ['platform.machine', 'platform_machine'],
  ['platform.python_implementation', 'platform_python_implementation'],
  ['python_implementation', 'platform_python_implementation'],
])

const longestMarker = 65_536
const deepestMarker = 100

interface Token {
  readonly kind: 'text' | 'word' | 'operator' | '(' | ')' | 'end'
  readonly value: string
  readonly position: number
}

// White space, then a quoted text, a word, an operator or a parenthesis.
const tokens = /[ \t\n\r\f\v]*(?:"([^"]*)"|'([^']*)'|([A-Za-z_][A-Za-z0-9_.]*)|(===|==|~=|!=|<=|>=|<|>)|([()])|$)/y

function readTokens(text: string): readonly Token[] {
  const found: Token[] = []
  tokens.lastIndex = 0
  while (true) {
    const position = tokens.lastIndex
    const match = tokens.exec(text)
    if (match === null) throw wrong(`cannot read \`${text.slice(position, position + 40).trim()}\``, position)
    const token = tokenOf(match, position)
    found.push(token)
    if (token.kind === 'end') return found
  }
}

function tokenOf(match: RegExpExecArray, position: number): Token {
  const quoted = match[1] ?? match[2]
  if (quoted !== undefined) return { kind: 'text', value: quoted, position }
  if (match[3] !== undefined) return { kind: 'word', value: match[3], position }
  if (match[4] !== undefined) return { kind: 'operator', value: match[4], position }
  if (match[5] !== undefined) return { kind: match[5] === '(' ? '(' : ')', value: match[5], position }
  return { kind: 'end', value: '', position }
}

function wrong(what: string, position: number): PypaError {
  return new PypaError('MARKER', `Bad environment marker at character ${position + 1}: ${what}.`)
}

/** Where the reader is; the only thing in this room that changes while a marker is read. */
interface Cursor {
  readonly tokens: readonly Token[]
  next: number
}

const end: Token = { kind: 'end', value: '', position: 0 }

function peek(cursor: Cursor): Token {
  return cursor.tokens[cursor.next] ?? end
}

function take(cursor: Cursor): Token {
  const token = peek(cursor)
  cursor.next += 1
  return token
}

function isWord(token: Token, word: string): boolean {
  return token.kind === 'word' && token.value === word
}

/** Reads a whole marker (PEP 508 grammar); throws `PypaError('MARKER')`, also beyond 64 KiB or 100 levels of parentheses. */
export function readMarkerExpression(text: string): MarkerExpression {
  if (text.length > longestMarker) throw wrong(`longer than ${longestMarker} characters`, 0)
  const cursor: Cursor = { tokens: readTokens(text), next: 0 }
  const expression = readOr(cursor, 0)
  const rest = take(cursor)
  if (rest.kind !== 'end') throw wrong(`\`and\` or \`or\` expected before \`${rest.value}\``, rest.position)
  return expression
}

function readOr(cursor: Cursor, depth: number): MarkerExpression {
  return readTerms(cursor, 'or', () => readTerms(cursor, 'and', () => readAtom(cursor, depth)))
}

function readTerms(cursor: Cursor, kind: 'and' | 'or', readTerm: () => MarkerExpression): MarkerExpression {
  const first = readTerm()
  if (!isWord(peek(cursor), kind)) return first
  const terms = [first]
  while (isWord(peek(cursor), kind)) {
    take(cursor)
    terms.push(readTerm())
  }
  return { kind, terms }
}

function readAtom(cursor: Cursor, depth: number): MarkerExpression {
  const token = peek(cursor)
  if (token.kind !== '(') return readComparison(cursor)
  if (depth >= deepestMarker) throw wrong('too many parentheses inside each other', token.position)
  take(cursor)
  const inner = readOr(cursor, depth + 1)
  const close = take(cursor)
  if (close.kind !== ')') throw wrong('`)` expected', close.position)
  return inner
}

function readComparison(cursor: Cursor): MarkerExpression {
  const left = readOperand(cursor)
  const operator = readOperator(cursor)
  return { kind: 'compare', left, operator, right: readOperand(cursor) }
}

function readOperand(cursor: Cursor): MarkerOperand {
  const token = take(cursor)
  if (token.kind === 'text') return { kind: 'text', value: token.value }
  const name = token.kind === 'word' ? variableNames.get(token.value) : undefined
  if (name !== undefined) return { kind: 'variable', name }
  throw wrong(`a variable or a quoted text expected, not \`${token.value}\``, token.position)
}

function readOperator(cursor: Cursor): string {
  const token = take(cursor)
  if (token.kind === 'operator') return token.value
  if (isWord(token, 'in')) return 'in'
  if (isWord(token, 'not') && isWord(take(cursor), 'in')) return 'not in'
  throw wrong(`a comparison expected, not \`${token.value}\``, token.position)
}
