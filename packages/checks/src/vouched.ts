import { compareRelease, type Drift, historyIndexOf, type ReleaseComparison } from '@cordon/attest/identities'
import type {
  CheckMeta,
  Dependency,
  Facts,
  Finding,
  IdentityAnswer,
  IdentityFacts,
  IdentityMoment,
  Outcome,
  VouchedFile,
  VouchedRelease,
} from '@cordon/model'
import { findingOf, lineOf, nameOf, outcomeOf } from './finding.ts'

/** What is said of each release that is compared: one for each index that its files come from. */
export interface Compared {
  readonly comparisons: readonly ReleaseComparison[]
  readonly damaged: readonly Extract<IdentityAnswer, { readonly kind: 'damaged' }>[]
}

/** Several checks ask the same of one dependency, whose facts are there once. */
const comparedOnce = new WeakMap<IdentityFacts, { readonly vouched: VouchedRelease; readonly compared: Compared }>()

/** The dependency's files against the histories of its project; null where nobody asked. */
export function comparedWith(
  { vouched, identityHistory }: Pick<Facts, 'vouched' | 'identityHistory'>,
  dependency: Dependency,
): Compared | null {
  if (vouched === null || identityHistory === null) return null
  const known = comparedOnce.get(identityHistory)
  if (known?.vouched === vouched) return known.compared
  const compared = compare(vouched, identityHistory, dependency)
  comparedOnce.set(identityHistory, { vouched, compared })
  return compared
}

function compare(vouched: VouchedRelease, identityHistory: IdentityFacts, dependency: Dependency): Compared {
  const version = dependency.version?.raw ?? ''
  const comparisons = identityHistory.answers.flatMap((answer) =>
    answer.kind === 'damaged'
      ? []
      : [compareRelease(answer.history, { version, files: vouched.files.filter((file) => isFrom(file, answer)) })],
  )
  return { comparisons, damaged: identityHistory.answers.filter((answer) => answer.kind === 'damaged') }
}

function isFrom({ index }: VouchedFile, { history }: Extract<IdentityAnswer, { readonly kind: 'known' }>): boolean {
  return index !== null && historyIndexOf(index) === history.index
}

/** How a check tells of a drift. */
export interface DriftWords {
  readonly message: string
  readonly title?: string
  readonly remedy?: string
}

/** What a check of drifts finds: one finding for each drift that it has words for. */
export function driftOutcome(
  check: { readonly id: string; readonly meta: CheckMeta },
  facts: Pick<Facts, 'vouched' | 'identityHistory'>,
  dependency: Dependency,
  wordsOf: (drift: Drift, release: string) => DriftWords | null,
): Outcome | null {
  const { vouched } = facts
  const compared = comparedWith(facts, dependency)
  if (vouched === null || compared === null) return null
  const findings = compared.comparisons.flatMap(({ drifts }) =>
    drifts.flatMap((drift): readonly Finding[] => {
      const words = wordsOf(drift, releaseText(dependency, vouched, drift.files))
      if (words === null) return []
      return [findingOf(check.id, check.meta, { ...words, severity: drift.severity, evidence: [lineOf(dependency)] })]
    }),
  )
  return outcomeOf(findings)
}

/** `1.4 (2026-03-02)`. */
export function momentText({ version, time }: IdentityMoment): string {
  return time === null ? version : `${version} (${time.slice(0, 10)})`
}

/** `acme-tools 1.1`, and which of its files where it is about some only: `acme-tools 1.1 (a.whl, b.whl, c.whl and 2 more)`. */
export function releaseText(
  dependency: Dependency,
  { files: all }: Pick<VouchedRelease, 'files'>,
  some: readonly (string | Pick<VouchedFile, 'filename'>)[],
): string {
  const names = [...new Set(some.map((file) => (typeof file === 'string' ? file : file.filename)))]
  const name = nameOf(dependency)
  if (names.length >= all.length) return name
  const shown = names.slice(0, 3).map((file) => file.slice(0, 120))
  const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
  return `${name} (${shown.join(', ')}${more})`
}

/** A text out of a certificate, or that it says none. */
export function orNone(text: string | null): string {
  return text ?? 'none'
}

/** Codes of what holds and is not by whom a lock or a command line demands. */
export const demandCodes: ReadonlySet<string> = new Set(['identity-mismatch', 'provenance-missing'])
