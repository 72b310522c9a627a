import type { AdvisoryAnswer, AdvisoryMatch, CheckMeta, Dependency, Finding, LockedAt, Outcome } from '@cordon/model'
import { clean, lineOf, nameOf, outcomeOf } from './finding.ts'

/** What both advisory checks need. */
export interface AdvisoryFacts {
  readonly advisories: AdvisoryAnswer
  readonly locked: LockedAt | null
}

/** Makes the finding of one match. */
export type AdvisoryFinding = (match: AdvisoryMatch, answer: AdvisoryAnswer, dependency: Dependency) => Finding

/**
 * The outcome of the matches of one kind. Null for what is not judged here: own projects, constraints, and lines whose version
 * a lock pins, since the advisories are judged there.
 */
export function advisoryOutcome(
  facts: AdvisoryFacts,
  dependency: Dependency,
  kind: AdvisoryMatch['kind'],
  finding: AdvisoryFinding,
): Outcome | null {
  if (dependency.own || dependency.constraint || facts.locked !== null) return null
  const answer = facts.advisories
  if (answer.kind === 'known' && answer.matches.length === 0) return clean
  const matches = answer.matches.filter((match) => match.kind === kind)
  const owned = matches.length > 0 || answer.kind === 'known' ? distributionOwned(dependency, matches) : null
  if (owned !== null) return owned
  const findings = matches.map((match) => finding(match, answer, dependency))
  if (answer.kind === 'known') return outcomeOf(findings)
  const unknown = notOnIndex(dependency) ?? { code: answer.code, detail: answer.detail }
  return { kind: 'unknown', ...unknown, ...(findings.length > 0 ? { findings } : {}) }
}

/** Libraries of the interpreter that an operating system brings; what its packages put elsewhere is their own copy of a release. */
const systemRoots: ReadonlySet<string> = new Set(['', 'usr'])

/**
 * What Debian, Alpine or a distribution of rpm has built of a release may be patched without a new version: advisories about the release say
 * nothing certain of it. Null for everything else.
 */
function distributionOwned(dependency: Dependency, matches: readonly AdvisoryMatch[]): Outcome | null {
  const { installed } = dependency
  const owner = installed?.owner ?? null
  if (installed === undefined || owner === null || owner.kind === 'conda') return null
  if (!systemRoots.has(installed.environment)) return null
  if (matches.length === 0) return clean
  const shown = matches.slice(0, 5).map(({ id }) => id)
  const more = matches.length > 5 ? ` and ${matches.length - 5} more` : ''
  return {
    kind: 'unknown',
    code: 'DISTRIBUTION_OWNED',
    detail: `${nameOf(dependency)} is ${owner.name} ${owner.version} of the distribution (${owner.kind}), which may have fixed ${shown.join(', ')}${more} without a new version: its own tracker decides`,
  }
}

/** Advisories speak of releases; a repository or folder without a recorded version is none of them. */
function notOnIndex(dependency: Dependency): { readonly code: string; readonly detail: string } | null {
  const { origin } = dependency
  if (dependency.version !== null || origin.kind === 'index' || origin.kind === 'conda') return null
  const where = { git: 'a repository', url: 'a URL', path: 'a local path' }[origin.kind]
  return {
    code: 'NOT_ON_INDEX',
    detail: `${dependency.name} comes from ${where} and no version is recorded, so no advisory can be matched; a lock file that records the version would tell.`,
  }
}

/** The fields that every advisory finding has in common. */
export function matchFinding(
  match: AdvisoryMatch,
  answer: AdvisoryAnswer,
  dependency: Dependency,
  own: Pick<Finding, 'severity' | 'title' | 'message' | 'remedy'> & { readonly meta: CheckMeta },
): Finding {
  const { meta, ...words } = own
  return {
    id: match.id,
    ...words,
    confidence: 'high',
    domain: meta.domain,
    evidence: [lineOf(dependency)],
    advisory: match,
    fix: answer.fix ?? null,
  }
}

/** `jinja2 2.10 is listed in PYSEC-2019-217 (>=0, <2.10.1)`: the clause that matched, so that anyone can check it. */
export function proofSentence(match: AdvisoryMatch, dependency: Dependency): string {
  const clauses = match.proof.map((proof) => `${proof.record} (${proof.text})`)
  const shown = clauses.slice(0, 3).join(', ')
  const more = clauses.length > 3 ? ` and ${clauses.length - 3} more` : ''
  return `${nameOf(dependency)} is covered by ${shown === '' ? match.id : shown}${more}`
}
