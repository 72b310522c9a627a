import { type AnyVersion, parseVersion, parseVersionOfAnyLength, readVersion, type Version } from './version.ts'
import { afterLocals, afterPosts } from './version-key.ts'

export type SpecifierOperator = '==' | '!=' | '<=' | '>=' | '<' | '>' | '~=' | '==='

/** One clause of a version specifier (PEP 440), e.g. `>=2.0` or `==1.*`. */
export interface Specifier {
  readonly operator: SpecifierOperator
  /** The version as written, without `.*`. */
  readonly version: AnyVersion
  /** True for `==1.*` and `!=1.*`. */
  readonly wildcard: boolean
}

/** A comma-separated set of clauses; the empty set admits everything. */
export interface SpecifierSet {
  readonly raw: string
  readonly clauses: readonly Specifier[]
}

const longestSet = 16_384

// Three characters first, so that `===` is not read as `==` followed by `=`.
const clauseStart = /^(===|==|!=|<=|>=|~=|<|>)/

// A prefix ends in a digit and `.*`, with nothing between.
const wildcardEnd = /\d\.\*$/

/** Reads `>=1,<2` (PEP 440), or null. An empty text is the empty set; empty clauses (`>=1,`) are passed over. */
export function parseSpecifiers(text: string): SpecifierSet | null {
  if (text.length > longestSet) return null
  const clauses: Specifier[] = []
  for (const part of text.split(',')) {
    const written = part.trim()
    if (written === '') continue
    const clause = parseClause(written)
    if (clause === null) return null
    clauses.push(clause)
  }
  return { raw: text.trim(), clauses }
}

function parseClause(written: string): Specifier | null {
  const operator = clauseStart.exec(written)?.[1] as SpecifierOperator | undefined
  if (operator === undefined) return null
  const rest = written.slice(operator.length).trim()
  if (operator === '===') return parseIdentity(rest)
  const wildcard = wildcardEnd.test(rest)
  const version = parseVersion(wildcard ? rest.slice(0, -2) : rest)
  if (version === null) return null
  return isAllowed(operator, version, wildcard) ? { operator, version, wildcard } : null
}

/** PEP 440, arbitrary equality: any text without white space; `;` and `)` would end a requirement. */
function parseIdentity(rest: string): Specifier | null {
  if (rest === '' || /[\s;)]/.test(rest)) return null
  return { operator: '===', version: readVersion(rest), wildcard: false }
}

function isAllowed(operator: SpecifierOperator, version: Version, wildcard: boolean): boolean {
  const equality = operator === '==' || operator === '!='
  if (version.local !== null && !equality) return false
  if (operator === '~=' && version.release.length < 2) return false
  if (!wildcard) return true
  // PEP 440, version matching: a prefix is a release and nothing after it.
  return equality && !version.isPrerelease && version.post === null && version.local === null
}

/**
 * True when the version is in the set. `prereleases: true` admits pre-releases, `false` refuses them; otherwise PEP 440's
 * default rule: they are admitted only by a set that names one. A legacy version is only ever equal to its own text.
 */
export function satisfies(version: AnyVersion, set: SpecifierSet, prereleases?: boolean): boolean {
  if (version.kind === 'pep440' && version.isPrerelease) {
    if (!(prereleases ?? set.clauses.some(namesPrerelease))) return false
  }
  return set.clauses.every((clause) => admits(clause, version))
}

function namesPrerelease(clause: Specifier): boolean {
  return clause.operator !== '!=' && clause.version.kind === 'pep440' && clause.version.isPrerelease
}

function admits(clause: Specifier, version: AnyVersion): boolean {
  if (clause.operator === '===') return isSameText(clause.version, version)
  if (version.kind === 'legacy') return clause.operator === '==' && isSameText(clause.version, version)
  if (clause.version.kind === 'legacy') return false
  return compareTo(clause.operator, clause.wildcard, clause.version, version)
}

/** PEP 440, arbitrary equality: letters without case, no padding, as written or in normal form. */
function isSameText(wanted: AnyVersion, version: AnyVersion): boolean {
  const text = wanted.raw.toLowerCase()
  return text === version.raw.trim().toLowerCase() || (version.kind === 'pep440' && text === version.normalized)
}

function compareTo(operator: SpecifierOperator, wildcard: boolean, bound: Version, version: Version): boolean {
  switch (operator) {
    case '==':
      return isEqual(bound, wildcard, version)
    case '!=':
      return !isEqual(bound, wildcard, version)
    case '<=':
      return version.publicKey <= bound.key
    case '>=':
      return version.publicKey >= bound.key
    case '<':
      return version.key < exclusiveUpper(bound)
    case '>':
      return version.key > exclusiveLower(bound)
    case '~=':
      return version.publicKey >= bound.key && hasPrefix(version, prefixOf(bound, -1))
    case '===':
      return isSameText(bound, version)
  }
}

function isEqual(bound: Version, wildcard: boolean, version: Version): boolean {
  if (wildcard) return hasPrefix(version, prefixOf(bound))
  return bound.local === null ? version.publicKey === bound.publicKey : version.key === bound.key
}

/** PEP 440: `<V` takes no pre-release of V unless V is one itself, so it ends before V's first one. */
function exclusiveUpper(bound: Version): string {
  return bound.isPrerelease ? bound.key : keyOf(`${bound.normalized}.dev0`)
}

/** PEP 440: `>V` takes no local version of V, and no post release of V unless V is one itself. */
function exclusiveLower(bound: Version): string {
  const isPlain = bound.post === null && bound.dev === null
  return isPlain ? afterPosts(bound.publicKey) : afterLocals(bound.publicKey)
}

/** Epoch and release of the normal form, as text, so that numbers of any size stay exact. */
function prefixOf(bound: Version, end?: number): { readonly epoch: string; readonly release: readonly string[] } {
  const text = /^(?:(\d+)!)?([\d.]*\d)/.exec(bound.normalized)
  return { epoch: text?.[1] ?? '0', release: (text?.[2] ?? '0').split('.').slice(0, end) }
}

/** PEP 440, prefix matching: from the first development release of the prefix up to that of the next one. */
function hasPrefix(version: Version, prefix: ReturnType<typeof prefixOf>): boolean {
  const next = [...prefix.release]
  next.push(String(BigInt(next.pop() ?? '0') + 1n))
  const lower = keyOf(`${prefix.epoch}!${prefix.release.join('.')}.dev0`)
  const upper = keyOf(`${prefix.epoch}!${next.join('.')}.dev0`)
  return version.key >= lower && version.key < upper
}

/** The key of a text that was made from a version, and so is one. */
function keyOf(text: string): string {
  return parseVersionOfAnyLength(text)?.key ?? ''
}

/** The one version that the set pins (`==X` without wildcard, or `===X`), or null; null too where other clauses refuse it. */
export function pinnedVersion(set: SpecifierSet): AnyVersion | null {
  const pin = set.clauses.find(({ operator, wildcard }) => operator === '===' || (operator === '==' && !wildcard))
  return pin !== undefined && satisfies(pin.version, set, true) ? pin.version : null
}
