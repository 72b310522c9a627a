import type { MarkerVariable } from './marker-grammar.ts'
import { normalizeName } from './name.ts'
import { parseSpecifiers, satisfies } from './specifier.ts'
import { parseVersion } from './version.ts'

/** One side of a comparison, as the environment gives it. */
export type Operand =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'text'; readonly value: string; readonly variable: MarkerVariable | null }
  /** `extra`: stands for each of the extras that are asked for; for the empty text when there is none. */
  | { readonly kind: 'extra'; readonly values: ReadonlySet<string> }
  /** `extras` and `dependency_groups` (PEP 751): a set, only for `in` and `not in`. */
  | { readonly kind: 'names'; readonly values: ReadonlySet<string> }

/** The variables whose values are versions (dependency specifiers, environment markers); all others compare as strings. */
const versionVariables: ReadonlySet<MarkerVariable | null> = new Set<MarkerVariable>([
  'implementation_version',
  'platform_release',
  'python_full_version',
  'python_version',
])

const negations: ReadonlyMap<string, string> = new Map([
  ['!=', '=='],
  ['not in', 'in'],
])

/** The answer of one comparison; null where it is not known or not defined. */
export function compareOperands(left: Operand, operator: string, right: Operand): boolean | null {
  if (left.kind === 'unknown' || right.kind === 'unknown') return null
  if (left.kind === 'text' && right.kind === 'text') return compareTexts(left, operator, right)
  // A negation over a set of names is the negation of the whole: none of them is, rather than one of them is not.
  const positive = negations.get(operator)
  const answer = compareNames(left, positive ?? operator, right)
  return positive === undefined || answer === null ? answer : !answer
}

function compareTexts(
  left: Extract<Operand, { kind: 'text' }>,
  operator: string,
  right: Extract<Operand, { kind: 'text' }>,
): boolean | null {
  if (versionVariables.has(left.variable ?? right.variable)) {
    const answer = compareAsVersions(left.value, operator, right.value)
    if (answer !== null) return answer
  }
  return compareStrings(left.value, operator, right.value)
}

/** Version rules apply when the left is a version and the right, with the operator, a version specifier. */
function compareAsVersions(left: string, operator: string, right: string): boolean | null {
  if (operator === 'in' || operator === 'not in' || right.includes(',')) return null
  // PEP 440, arbitrary equality: of texts, whatever they are.
  if (operator === '===') return left.toLowerCase() === right.toLowerCase()
  const version = parseVersion(left)
  const clause = parseSpecifiers(operator + right)
  return version === null || clause === null ? null : satisfies(version, clause, true)
}

/** Texts have no order: `<=` and `>=` ask for equality, `<` and `>` are never true; `~=` and `===` are not defined. */
function compareStrings(left: string, operator: string, right: string): boolean | null {
  switch (operator) {
    case '==':
    case '<=':
    case '>=':
      return left === right
    case '!=':
      return left !== right
    case 'in':
      return right.includes(left)
    case 'not in':
      return !right.includes(left)
    case '<':
    case '>':
      return false
    default:
      return null
  }
}

function compareNames(left: Operand, operator: string, right: Operand): boolean | null {
  if (right.kind === 'names') {
    return operator === 'in' && left.kind === 'text' ? right.values.has(normalizeName(left.value)) : null
  }
  const [extra, other] = left.kind === 'extra' ? [left, right] : [right, left]
  if (extra.kind !== 'extra' || other.kind !== 'text') return null
  const wanted = normalizeName(other.value)
  if (operator === '==') return wanted === '' ? extra.values.size === 0 : extra.values.has(wanted)
  if (operator !== 'in') return null
  const isPartOf =
    left.kind === 'extra' ? (name: string) => wanted.includes(name) : (name: string) => name.includes(wanted)
  return [...extra.values].some(isPartOf)
}
