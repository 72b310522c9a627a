import type { License } from './bom.ts'
import { exceptionIds, licenseIds } from './license-ids.ts'

const licensesByCase = new Map([...licenseIds].map((id) => [id.toLowerCase(), id]))
const exceptionsByCase = new Map([...exceptionIds].map((id) => [id.toLowerCase(), id]))

const token = /\s*(?:([()])|([A-Za-z0-9.:-]+\+?))/y
const reference = /^(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$/
const additionReference = /^(?:DocumentRef-[A-Za-z0-9.-]+:)?AdditionRef-[A-Za-z0-9.-]+$/
const longest = 5000
const deepest = 50

interface Reading {
  readonly words: readonly string[]
  at: number
}

/**
 * An SPDX licence expression in its normal spelling (SPDX 2.3 annex D: identifiers in any case, operators in upper case, no needless
 * space); null when the text is none, or names a licence that is not on the list.
 */
export function normalizeExpression(text: string): string | null {
  if (text.length > longest) return null
  const words = wordsOf(text)
  if (words === null || words.length === 0) return null
  const reading: Reading = { words, at: 0 }
  const written = readOr(reading, 0)
  return written !== null && reading.at === words.length ? written : null
}

function wordsOf(text: string): readonly string[] | null {
  const words: string[] = []
  const trimmed = text.trimEnd()
  token.lastIndex = 0
  for (let at = 0; at < trimmed.length; at = token.lastIndex) {
    token.lastIndex = at
    const match = token.exec(trimmed)
    if (match === null) return null
    words.push(match[1] ?? match[2] ?? '')
  }
  return words
}

function isOperator(word: string | undefined, operator: 'AND' | 'OR' | 'WITH'): boolean {
  return word !== undefined && word.toUpperCase() === operator
}

function readOr(reading: Reading, depth: number): string | null {
  return readChain(reading, 'OR', () => readAnd(reading, depth))
}

function readAnd(reading: Reading, depth: number): string | null {
  return readChain(reading, 'AND', () => readOne(reading, depth))
}

function readChain(reading: Reading, operator: 'AND' | 'OR', next: () => string | null): string | null {
  const parts: string[] = []
  do {
    if (parts.length > 0) reading.at += 1
    const part = next()
    if (part === null) return null
    parts.push(part)
  } while (isOperator(reading.words[reading.at], operator))
  return parts.join(` ${operator} `)
}

function readOne(reading: Reading, depth: number): string | null {
  const word = reading.words[reading.at]
  if (word === undefined || depth > deepest) return null
  reading.at += 1
  if (word === '(') {
    const inside = readOr(reading, depth + 1)
    if (inside === null || reading.words[reading.at] !== ')') return null
    reading.at += 1
    return `(${inside})`
  }
  const license = readId(word)
  if (license === null || !isOperator(reading.words[reading.at], 'WITH')) return license
  const exception = reading.words[reading.at + 1] ?? ''
  const known = additionReference.test(exception) ? exception : exceptionsByCase.get(exception.toLowerCase())
  reading.at += 2
  return known === undefined ? null : `${license} WITH ${known}`
}

function readId(word: string): string | null {
  if (reference.test(word)) return word
  const plus = word.endsWith('+') ? '+' : ''
  const whole = licensesByCase.get(word.toLowerCase())
  if (whole !== undefined) return whole
  const id = plus === '' ? undefined : licensesByCase.get(word.slice(0, -1).toLowerCase())
  return id === undefined ? null : id + plus
}

/** What a text says of a licence: an identifier of SPDX's list, an expression, or the name of one. */
export function licenseOf(text: string, parts: Partial<Omit<License, 'kind' | 'value'>> = {}): License {
  const value = text.trim()
  const expression = normalizeExpression(value)
  const kind = expression === null ? 'name' : licenseIds.has(expression) ? 'id' : 'expression'
  return { text: null, url: null, acknowledgement: null, ...parts, kind, value: expression ?? value }
}

/** Ids of `LicenseRef-…` that an expression names. */
export function referencesIn(expression: string): readonly string[] {
  return [...expression.matchAll(/(?<![:A-Za-z0-9.-])LicenseRef-[A-Za-z0-9.-]+/g)].map(([id]) => id)
}

/** Expressions joined so that all of them hold; those with `OR` in parentheses. */
export function joinAll(expressions: readonly string[]): string {
  const [only = ''] = expressions
  if (expressions.length < 2) return only
  return expressions.map((each) => (needsParentheses(each) ? `(${each})` : each)).join(' AND ')
}

function needsParentheses(expression: string): boolean {
  let depth = 0
  for (const word of wordsOf(expression) ?? []) {
    if (word === '(') depth += 1
    else if (word === ')') depth -= 1
    else if (depth === 0 && isOperator(word, 'OR')) return true
  }
  return false
}
