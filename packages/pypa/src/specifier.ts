import { PypaError } from './error.ts'
import type { AnyVersion } from './version.ts'

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

/** Reads `>=1,<2` (PEP 440), or null. An empty text is the empty set. */
export function parseSpecifiers(_text: string): SpecifierSet | null {
  throw new PypaError('SPECIFIER', 'not built yet')
}

/** True when the version is in the set. `prereleases: true` admits pre-releases; otherwise PEP 440's default rule. */
export function satisfies(_version: AnyVersion, _set: SpecifierSet, _prereleases?: boolean): boolean {
  throw new PypaError('SPECIFIER', 'not built yet')
}

/** The one version that the set pins (`==X` without wildcard, or `===X`), or null. */
export function pinnedVersion(_set: SpecifierSet): AnyVersion | null {
  throw new PypaError('SPECIFIER', 'not built yet')
}
