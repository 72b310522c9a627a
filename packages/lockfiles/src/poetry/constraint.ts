import {
  type AnyVersion,
  parseSpecifiers,
  parseVersion,
  type SpecifierSet,
  satisfies,
  type Version,
} from '@cordon/pypa'

/**
 * Poetry's own constraint language as specifier sets (PEP 440), of which one must hold (`||` gives several):
 *
 * | poetry | specifiers |
 * |---|---|
 * | `*`, empty | none: every version |
 * | `1.2.3`, `=1.2.3` | `==1.2.3` |
 * | `1.2.*`, `1.2.x` | `==1.2.*` |
 * | `^1.2.3` | `>=1.2.3,<2`: the leftmost part that is not zero may not change |
 * | `~1.2.3`, `~1.2` | `>=1.2.3,<1.3`: the second part may not change |
 * | `~1` | `>=1,<2` |
 * | `>=1,<2`, `>=1 <2` | `>=1,<2` |
 * | `<>1` | `!=1` |
 * | `<2 \|\| >=3` | `<2` or `>=3` |
 *
 * null when it cannot be read.
 */
export function readPoetryConstraint(text: string): readonly SpecifierSet[] | null {
  if (text.length > longest) return null
  const sets: SpecifierSet[] = []
  for (const alternative of text.split(/\|\|?/)) {
    const set = readAlternative(alternative)
    if (set === null) return null
    // One alternative that admits everything makes the others mean nothing.
    if (set.clauses.length === 0) return [set]
    sets.push(set)
  }
  return sets
}

const longest = 2000

/** True when one of the sets admits the version, pre-releases among them. */
export function satisfiesAny(version: AnyVersion, sets: readonly SpecifierSet[]): boolean {
  return sets.some((set) => satisfies(version, set, true))
}

const clausePattern = /(\^|~=|~|===|==|=|!=|<>|>=|<=|>|<)?[ \t]*((?:\d+!)?[^\s,<>=!~^|]+)[\s,]*/y

function readAlternative(text: string): SpecifierSet | null {
  const trimmed = text.trim()
  const clauses: string[] = []
  clausePattern.lastIndex = 0
  while (clausePattern.lastIndex < trimmed.length) {
    const found = clausePattern.exec(trimmed)
    if (found === null) return null
    const clause = convertClause(found[1] ?? '', found[2] ?? '')
    if (clause === null) return null
    if (clause !== '') clauses.push(clause)
  }
  return parseSpecifiers(clauses.join(','))
}

/** One clause as PEP 440 writes it; empty for one that admits everything, null for one that cannot be read. */
function convertClause(operator: string, operand: string): string | null {
  if (/^[*xX](?:\.[*xX])*$/.test(operand)) return operator === '' || operator === '==' || operator === '=' ? '' : null
  const wildcard = /^(.+?)(?:\.[*xX])+$/.exec(operand)
  if (wildcard !== null) return convertWildcard(operator, wildcard[1] ?? '')
  const version = parseVersion(operand)
  if (version === null) return operator === '===' ? `===${operand}` : null
  switch (operator) {
    case '^':
      return bounded(version, Math.max(caretPart(version), 0))
    case '~':
      return bounded(version, Math.min(1, version.release.length - 1))
    case '':
    case '=':
      return `==${operand}`
    case '<>':
      return `!=${operand}`
    default:
      return `${operator}${operand}`
  }
}

function convertWildcard(operator: string, prefix: string): string | null {
  const version = parseVersion(prefix)
  if (version === null) return null
  switch (operator) {
    case '':
    case '=':
    case '==':
      return `==${prefix}.*`
    case '!=':
    case '<>':
      return `!=${prefix}.*`
    case '>=':
    case '<':
      return `${operator}${prefix}`
    case '^':
      return bounded(version, caretPart(version))
    case '~':
      return bounded(version, Math.min(1, version.release.length - 1))
    default:
      return null
  }
}

/** The part that a caret keeps: the leftmost that is not zero, else the last that is written. */
function caretPart(version: Version): number {
  const first = version.release.findIndex((part) => part > 0)
  return first < 0 ? version.release.length - 1 : first
}

/** At least the version, below the next change of the given part of its release. */
function bounded(version: Version, part: number): string {
  const release = version.release.slice(0, part + 1)
  release[part] = (release[part] ?? 0) + 1
  const epoch = version.epoch === 0 ? '' : `${version.epoch}!`
  return `>=${version.normalized},<${epoch}${release.join('.')}`
}

/**
 * A constraint on Python as a marker text (`^3.8` → `python_version >= "3.8" and python_version < "4"`); null when it
 * admits every version or cannot be read.
 */
export function pythonMarker(constraint: string): string | null {
  const sets = readPoetryConstraint(constraint)
  if (sets === null || sets.some((set) => set.clauses.length === 0)) return null
  const alternatives = sets.map((set) =>
    set.clauses.map(({ operator, version, wildcard }) => pythonClause(operator, version.raw, wildcard)).join(' and '),
  )
  return alternatives.length === 1 ? (alternatives[0] ?? null) : alternatives.map((one) => `(${one})`).join(' or ')
}

function pythonClause(operator: string, version: string, wildcard: boolean): string {
  const parts = version.split('.').length
  // `python_version` holds major and minor only: right for `>=3.8` and `==3.8.*`, wrong for `>3.8` (3.8.5 is newer).
  if (parts === 2 && (wildcard || operator === '>=' || operator === '<'))
    return `python_version ${operator} "${version}"`
  return `python_full_version ${operator} "${version}${wildcard ? '.*' : ''}"`
}
