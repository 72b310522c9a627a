import type { Decision } from '@cordon/model'
import type { PackageName, SpecifierSet } from '@cordon/pypa'
import type { Rule, Source } from './rule.ts'
import type { VexPolicy } from './vex/config.ts'

/** What is decided of one code. */
export interface CodeDecision {
  readonly decision: Decision
  readonly source: Source
}

/** What is decided by code: of an unknown outcome, or of something skipped. */
export interface CodeDecisions {
  /** For every code that is not listed. */
  readonly otherwise: CodeDecision
  readonly byCode: ReadonlyMap<string, CodeDecision>
}

/** What an exception lets pass. Advisories are always named one by one: a new one is never covered. */
export type Covered =
  /** Ids or aliases of flaws, lower case. */
  | { readonly kind: 'advisory'; readonly ids: readonly string[] }
  /** Ids or patterns of checks other than the advisory ones. */
  | { readonly kind: 'check'; readonly checks: readonly string[] }
  /** Codes of unknown outcomes. */
  | { readonly kind: 'unknown'; readonly codes: readonly string[] }

/** Something that is accepted for a while, with the reason. */
export interface PolicyException {
  readonly name: string
  /** Null: whatever stands in the files of `path`. */
  readonly package: PackageName | null
  /** Of the artifact, lower case; null: every artifact. */
  readonly sha256: string | null
  /** Null: every version. */
  readonly version: SpecifierSet | null
  /** Pattern over the path of the file; null: every file. */
  readonly path: string | null
  readonly covers: Covered
  readonly reason: string
  /** ISO date; the exception works up to the end of that day (UTC). */
  readonly expires: string
  readonly owner: string | null
  readonly source: Source & { readonly kind: 'file' }
}

/** How findings, unknown outcomes and skipped text become decisions. */
export interface Policy {
  /** The first that matches decides: the user's own in their order, then the defaults. */
  readonly rules: readonly Rule[]
  /** Of `--fail-on`: looked at where a rule says `warn`, never against an `allow`. */
  readonly raises: readonly Rule[]
  /** `--fail-on unknown`: an unknown outcome that is not allowed blocks. */
  readonly blockUnknown: boolean
  /** `--warn-only`: nothing decides more than `warn`. */
  readonly warnOnly: boolean
  readonly unknown: CodeDecisions
  readonly skipped: CodeDecisions
  readonly exceptions: readonly PolicyException[]
  /** Statements about vulnerabilities; left out where there are none. */
  readonly vex?: VexPolicy
}
