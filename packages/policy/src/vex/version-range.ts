import { compareVersions, parseVersion, type Version } from '@cordon/pypa'

type Comparator = '<' | '<=' | '=' | '!=' | '>=' | '>'
interface Constraint {
  readonly comparator: Comparator
  readonly version: Version
}

/** Versions that a range of the VERS notation holds. */
export interface VersionRange {
  readonly all: boolean
  /** Oldest first, each version once. */
  readonly constraints: readonly Constraint[]
}

const longest = 10_000

/** Reads `vers:pypi/>=1.0|<2.0`; null for another scheme and for what is no range. */
export function parseVersionRange(text: string): VersionRange | null {
  if (text.length > longest) return null
  const body = /^vers:pypi\/(.+)$/i.exec(text.trim())?.[1]
  if (body === undefined) return null
  if (body.trim() === '*') return { all: true, constraints: [] }
  const constraints: Constraint[] = []
  for (const part of body.split('|')) {
    const constraint = readConstraint(part)
    if (constraint === null) return null
    constraints.push(constraint)
  }
  constraints.sort((a, b) => compareVersions(a.version, b.version))
  const isTwice = constraints.some(({ version }, at) => {
    const before = constraints[at - 1]
    return before !== undefined && compareVersions(before.version, version) === 0
  })
  return isTwice ? null : { all: false, constraints }
}

function readConstraint(part: string): Constraint | null {
  const [, sign = '', written = ''] = /^\s*(<=|>=|!=|<|>|=)?\s*(\S+)\s*$/.exec(part) ?? []
  const version = parseVersion(decoded(written))
  if (version === null) return null
  return { comparator: sign === '' ? '=' : (sign as Comparator), version }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** True when the range holds the version, as the VERS specification has it ("Checking if a version is contained within a range"). */
export function rangeHolds({ all, constraints }: VersionRange, version: Version): boolean {
  if (all) return true
  for (const { comparator, version: bound } of constraints)
    if (compareVersions(bound, version) === 0) return comparator === '=' || comparator === '<=' || comparator === '>='
  const bounds = constraints.filter(({ comparator }) => comparator !== '=' && comparator !== '!=')
  if (bounds.length === 0) return constraints.every(({ comparator }) => comparator === '!=')
  const below = bounds.findLast((bound) => compareVersions(bound.version, version) < 0)
  const above = bounds.find((bound) => compareVersions(bound.version, version) > 0)
  const opens = below === undefined || below.comparator.startsWith('>')
  const closes = above === undefined || above.comparator.startsWith('<')
  return opens && closes
}
