import { type Severity, severities, type VexDocument } from '@cordon/model'
import { countOf, maybe, type Spot, tableOf, textsOf, wordOf, wordsOf } from '../values.ts'

/** What no statement silences: a severity, malware, or what is known to be exploited. */
export type NeverSilenced = Severity | 'exploited' | 'malware'

/** Which statements about vulnerabilities are read, and how far they are believed. */
export interface VexConfig {
  /** Files, folders and addresses, as written; read with every scan. */
  readonly files: readonly string[]
  /** Whose statements are believed, by the name that the document gives; empty: everybody's. */
  readonly authors: readonly string[]
  /** Other names of what is scanned, as statements give them. */
  readonly products: readonly string[]
  /** Days after which a statement no longer works; null: never. */
  readonly maxAgeDays: number | null
  readonly never: readonly NeverSilenced[]
  /** `keep`: decided as if nobody had said so. `warn`: at most a warning. */
  readonly underInvestigation: 'keep' | 'warn'
}

/** The statements that a policy works with, and what they are believed. */
export interface VexPolicy {
  readonly config: VexConfig
  readonly documents: readonly VexDocument[]
}

/** What holds without any configuration. */
export const defaultVex: VexConfig = {
  files: [],
  authors: [],
  products: [],
  maxAgeDays: null,
  never: ['malware'],
  underInvestigation: 'keep',
}

/** Reads `[vex]`. */
export function readVexConfig(spot: Spot): VexConfig {
  const table = tableOf(spot, ['files', 'authors', 'products', 'max-age-days', 'never-silence', 'under-investigation'])
  return {
    files: maybe(table, 'files', textsOf) ?? [],
    authors: maybe(table, 'authors', textsOf) ?? [],
    products: maybe(table, 'products', textsOf) ?? [],
    maxAgeDays: maybe(table, 'max-age-days', countOf) ?? null,
    never:
      maybe(table, 'never-silence', (words) => wordsOf(words, [...severities, 'exploited', 'malware'])) ??
      defaultVex.never,
    underInvestigation: maybe(table, 'under-investigation', (word) => wordOf(word, ['keep', 'warn'])) ?? 'keep',
  }
}
