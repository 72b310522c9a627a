import type { Hash } from './dependency.ts'
import type { Location } from './place.ts'

export const vexStatuses = ['affected', 'fixed', 'not_affected', 'under_investigation'] as const
/** What a statement says of a vulnerability in a product; the words of OpenVEX. */
export type VexStatus = (typeof vexStatuses)[number]

export const vexJustifications = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const
/** Why a product is not affected; the five words that OpenVEX and CSAF share. */
export type VexJustification = (typeof vexJustifications)[number]

/** What a statement is about. At least one of `purl`, `cpe`, `hashes` and `ref` says which it is. */
export interface VexProduct {
  /** The name that its document gives it; for people. */
  readonly id: string
  /** As written; without a version it stands for all of them, unless `versions` says which. */
  readonly purl: string | null
  /** A range such as `vers:pypi/>=1.0|<2.0`. */
  readonly versions: string | null
  readonly cpe: string | null
  /** Of an artifact. */
  readonly hashes: readonly Hash[]
  /** A component of one bill of materials: `urn:cdx:<serial>/<version>#<ref>`. */
  readonly ref: string | null
  /** Where there are some: only these, as parts of the product. */
  readonly subcomponents: readonly VexProduct[]
}

/** One assertion: this vulnerability has this status in these products. */
export interface VexStatement {
  /** As its document names it; null where it does not. */
  readonly id: string | null
  readonly vulnerability: {
    readonly id: string
    readonly aliases: readonly string[]
    readonly description: string | null
  }
  readonly status: VexStatus
  readonly justification: VexJustification | null
  /** CycloneDX's own finer word for it, where it was read from there. */
  readonly cyclonedx: string | null
  /** Why it is not affected, in words. */
  readonly impact: string | null
  /** What to do where it is affected. */
  readonly action: string | null
  readonly notes: string | null
  /** CycloneDX's words for what its maker does: `can_not_fix`, `update`, … */
  readonly responses: readonly string[]
  readonly products: readonly VexProduct[]
  readonly supplier: string | null
  /** When it was known to be true: of the statement, else of its document. RFC 3339 in UTC, to the second. */
  readonly time: string
  /** When it was first made, where that is told apart. */
  readonly issued: string | null
  readonly author: string
  readonly at: Location
}

export type VexFormat = 'csaf' | 'cyclonedx' | 'openvex'

/** Something in a document that costs a statement, or that its reader should know of. */
export interface VexProblem {
  /** `error`: the statement is not used. */
  readonly level: 'error' | 'warning'
  readonly code: string
  readonly at: Location
  readonly detail: string
}

/** Statements about vulnerabilities, from one document. */
export interface VexDocument {
  readonly format: VexFormat
  readonly id: string | null
  readonly author: string
  readonly role: string | null
  readonly title: string | null
  /** RFC 3339 in UTC, to the second. */
  readonly issued: string
  readonly updated: string | null
  /** Counts from 1. */
  readonly revision: number
  readonly path: string
  readonly statements: readonly VexStatement[]
  readonly problems: readonly VexProblem[]
}

/** The statement that decided about a finding. */
export interface VexReference {
  readonly statement: string | null
  readonly status: VexStatus
  readonly justification: VexJustification | null
  readonly detail: string | null
  readonly author: string
  readonly time: string
  readonly at: Location
}
