import { type Severity, severities, type VexDocument } from '@cordon/model'
import { countOf, maybe, type Spot, tableOf, textsOf, wordOf, wordsOf } from '../values.ts'

/** What no statement silences: a severity, malware, or what is known to be exploited. */
export type NeverSilenced = Severity | 'exploited' | 'malware'

export const unmatchedWords = ['allow', 'error', 'warn'] as const
/** What becomes of a statement about something that is not there: `error` makes the scan incomplete, `allow` counts it. */
export type Unmatched = (typeof unmatchedWords)[number]

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
  /** Null: an error in a document that is named for this run, a warning in one that every run reads. */
  readonly unmatched: Unmatched | null
}

/** The statements that a policy works with, and what they are believed. */
export interface VexPolicy {
  readonly config: VexConfig
  readonly documents: readonly VexDocument[]
  /** Those of them that were named for this run. */
  readonly asked?: ReadonlySet<VexDocument>
}

/** What holds without any configuration. */
export const defaultVex: VexConfig = {
  files: [],
  authors: [],
  products: [],
  maxAgeDays: null,
  never: ['malware'],
  underInvestigation: 'keep',
  unmatched: null,
}

/** Reads `[vex]`. */
export function readVexConfig(spot: Spot): VexConfig {
  const table = tableOf(spot, [
    'files',
    'authors',
    'products',
    'max-age-days',
    'never-silence',
    'under-investigation',
    'unmatched',
  ])
  return {
    files: maybe(table, 'files', textsOf) ?? [],
    authors: maybe(table, 'authors', textsOf) ?? [],
    products: maybe(table, 'products', textsOf) ?? [],
    maxAgeDays: maybe(table, 'max-age-days', countOf) ?? null,
    never:
      maybe(table, 'never-silence', (words) => wordsOf(words, [...severities, 'exploited', 'malware'])) ??
      defaultVex.never,
    underInvestigation: maybe(table, 'under-investigation', (word) => wordOf(word, ['keep', 'warn'])) ?? 'keep',
    unmatched: maybe(table, 'unmatched', (word) => wordOf(word, unmatchedWords)) ?? null,
  }
}

/** What the configuration says of statements, for people: each key with its value, and what that means. */
export function explainVex(
  config: VexConfig,
): readonly { readonly name: string; readonly value: string; readonly when: string }[] {
  const list = (texts: readonly string[], none: string) => (texts.length === 0 ? none : texts.join(', '))
  return [
    { name: 'files', value: list(config.files, 'none'), when: 'read with every scan; `--vex` adds others' },
    { name: 'authors', value: list(config.authors, 'everybody'), when: 'whose statements are believed' },
    { name: 'products', value: list(config.products, 'none'), when: 'other names of what is scanned' },
    {
      name: 'max-age-days',
      value: config.maxAgeDays === null ? 'none' : String(config.maxAgeDays),
      when: 'an older statement no longer works',
    },
    { name: 'never-silence', value: list(config.never, 'nothing'), when: 'what no statement silences' },
    {
      name: 'under-investigation',
      value: config.underInvestigation,
      when: config.underInvestigation === 'keep' ? 'decided as if nobody had said so' : 'at most a warning',
    },
    {
      name: 'unmatched',
      value: config.unmatched ?? 'error for --vex, warn for files',
      when: 'a statement about what is not there',
    },
  ]
}
