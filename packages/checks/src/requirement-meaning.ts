import {
  type MarkerExpression,
  type MarkerOperand,
  type PackageName,
  parseName,
  type Requirement,
  type SpecifierSet,
} from '@cordon/pypa'
import type { Asked } from './statement.ts'

/** A requirement taken apart, each part spelt in one way: equal texts ask for the same. */
export interface Meaning {
  readonly name: PackageName
  /** Which releases, of which extras, from where. */
  readonly what: string
  /** When: extra and marker. */
  readonly when: string
  /** For a reader. */
  readonly text: string
}

/** What a requirement asks for, whatever its spelling, the order of its clauses and terms, and where its extra is written. */
export function meaningOf({ requirement, extra }: Asked): Meaning {
  const { name, specifier, extras, url, marker } = requirement
  const { extras: under, rest } = marker === null ? { extras: [], rest: '' } : splitExtra(marker.expression)
  const forExtras = [...new Set([...under, ...(extra === null ? [] : [extra])])].sort()
  const when = [...forExtras.map((each) => `extra == ${each}`), ...(rest === '' ? [] : [rest])].join(' and ')
  const what = `[${[...extras].sort().join(',')}] ${url ?? specifierMeaning(specifier)}`
  return { name, what, when, text: textOf(requirement, extra) }
}

function textOf({ name, extras, specifier, url, marker }: Requirement, extra: PackageName | null): string {
  const what = `${name}${extras.length === 0 ? '' : `[${extras.join(',')}]`}${url === null ? specifier.raw : ` @ ${url}`}`
  const terms = [...(marker === null ? [] : [marker.raw]), ...(extra === null ? [] : [`extra == "${extra}"`])]
  return terms.length === 0 ? what : `${what} ; ${terms.join(' and ')}`
}

/** A set of clauses in one spelling: `>= 1.0.0, <2` is `<2,>=1`. */
export function specifierMeaning({ clauses }: SpecifierSet): string {
  const texts = clauses.map(({ operator, version, wildcard }) => {
    const whole = version.kind === 'pep440' ? version.normalized : version.raw
    // PEP 440: `~=1.0` and `1.0.*` count the parts of a release, every other operator pads them with zeros.
    const text = operator === '~=' || wildcard || version.kind === 'legacy' ? whole : whole.replace(/(?:\.0)+$/, '')
    return `${operator}${text}${wildcard ? '.*' : ''}`
  })
  return [...new Set(texts)].sort().join(',')
}

interface SplitMarker {
  readonly extras: readonly string[]
  readonly rest: string
}

/** `extra == "x"` among the terms that must all hold, apart from the others. */
function splitExtra(expression: MarkerExpression): SplitMarker {
  const terms = flat(expression, 'and')
  const extras = terms.flatMap((term) => extraOf(term) ?? [])
  const rest = [...new Set(terms.filter((term) => extraOf(term) === null).map(markerMeaning))].sort()
  return { extras, rest: rest.join(' and ') }
}

function extraOf(expression: MarkerExpression): string | null {
  if (expression.kind !== 'compare' || expression.operator !== '==') return null
  const { left, right } = turned(expression)
  return left.kind === 'variable' && left.name === 'extra' && right.kind === 'text' ? normalized(right.value) : null
}

function normalized(extra: string): string {
  return parseName(extra) ?? extra
}

function flat(expression: MarkerExpression, kind: 'and' | 'or'): readonly MarkerExpression[] {
  return expression.kind === kind ? expression.terms.flatMap((term) => flat(term, kind)) : [expression]
}

function markerMeaning(expression: MarkerExpression): string {
  if (expression.kind !== 'compare') {
    const { kind } = expression
    const terms = [...new Set(flat(expression, kind).map(markerMeaning))].sort()
    return terms.length === 1 ? terms.join('') : `(${terms.join(` ${kind} `)})`
  }
  const { left, operator, right } = turned(expression)
  const isExtra = left.kind === 'variable' && left.name === 'extra'
  return `${operandText(left, false)} ${operator} ${operandText(right, isExtra)}`
}

const mirrored: ReadonlyMap<string, string> = new Map([
  ['==', '=='],
  ['!=', '!='],
  ['<', '>'],
  ['>', '<'],
  ['<=', '>='],
  ['>=', '<='],
])

type Comparison = Extract<MarkerExpression, { kind: 'compare' }>

/** `"3.8" <= python_version` is `python_version >= "3.8"`. */
function turned(comparison: Comparison): Pick<Comparison, 'left' | 'operator' | 'right'> {
  const { left, operator, right } = comparison
  const mirror = mirrored.get(operator)
  const isTurned = left.kind === 'text' && right.kind === 'variable' && mirror !== undefined
  return isTurned ? { left: right, operator: mirror, right: left } : comparison
}

function operandText(operand: MarkerOperand, isExtra: boolean): string {
  if (operand.kind === 'variable') return operand.name
  return JSON.stringify(isExtra ? normalized(operand.value) : operand.value)
}
