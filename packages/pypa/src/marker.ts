import { compareOperands, type Operand } from './marker-compare.ts'
import {
  type MarkerExpression,
  type MarkerOperand,
  type MarkerVariable,
  readMarkerExpression,
} from './marker-grammar.ts'
import { normalizeName } from './name.ts'

export { type MarkerExpression, type MarkerOperand, type MarkerVariable, markerVariables } from './marker-grammar.ts'

/** What is known of the environment; a variable that is absent is not known. */
export interface MarkerEnvironment {
  readonly variables: Partial<Readonly<Record<MarkerVariable, string>>>
  /** The extras that are asked for, normalized; absent when not known. */
  readonly extras?: ReadonlySet<string>
  /** The dependency groups that are asked for, normalized; absent when not known. */
  readonly groups?: ReadonlySet<string>
}

/** An environment marker (PEP 508), read. */
export interface Marker {
  readonly raw: string
  readonly expression: MarkerExpression
}

/** Reads a marker such as `python_version < "3.11" and os_name == "nt"`; throws `PypaError('MARKER')`. */
export function parseMarker(text: string): Marker {
  return { raw: text.trim(), expression: readMarkerExpression(text) }
}

/**
 * True or false where the environment decides, null where it depends on something that is not known, or on a comparison
 * that the standard does not define. `and` is false as soon as one term is false, `or` true as soon as one is true.
 */
export function evaluateMarker(marker: Marker, environment: MarkerEnvironment): boolean | null {
  return evaluate(marker.expression, environment)
}

function evaluate(expression: MarkerExpression, environment: MarkerEnvironment): boolean | null {
  if (expression.kind === 'compare') {
    const left = operandOf(expression.left, environment)
    const right = operandOf(expression.right, environment)
    return compareOperands(left, expression.operator, right)
  }
  const deciding = expression.kind === 'or'
  let unknown = false
  for (const term of expression.terms) {
    const value = evaluate(term, environment)
    if (value === deciding) return deciding
    if (value === null) unknown = true
  }
  return unknown ? null : !deciding
}

function operandOf(operand: MarkerOperand, environment: MarkerEnvironment): Operand {
  if (operand.kind === 'text') return { kind: 'text', value: operand.value, variable: null }
  const { name } = operand
  if (name === 'extras') return namesOperand(environment.extras)
  if (name === 'dependency_groups') return namesOperand(environment.groups)
  if (name === 'extra' && environment.extras !== undefined) return { kind: 'extra', values: environment.extras }
  const value = Object.hasOwn(environment.variables, name) ? environment.variables[name] : undefined
  if (value === undefined) return { kind: 'unknown' }
  if (name === 'extra') return { kind: 'extra', values: new Set(value === '' ? [] : [normalizeName(value)]) }
  return { kind: 'text', value, variable: name }
}

function namesOperand(values: ReadonlySet<string> | undefined): Operand {
  return values === undefined ? { kind: 'unknown' } : { kind: 'names', values }
}
