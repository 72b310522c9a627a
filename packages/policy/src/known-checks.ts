import type { Location } from '@cordon/model'
import { PolicyError } from './error.ts'
import { fitsGlob } from './glob.ts'
import type { Policy } from './policy.ts'
import { hint } from './suggest.ts'

/** Refuses a policy that names a check or family which does not exist: `PolicyError('BAD_VALUE')`, with the one that was likely meant. */
export function requireKnownChecks(policy: Policy, ids: readonly string[]): void {
  for (const rule of policy.rules) {
    if (rule.source.kind === 'file') requireAll(rule.when.check ?? [], ids, rule.source.at)
  }
  for (const { covers, source } of policy.exceptions) {
    if (covers.kind === 'check') requireAll(covers.checks, ids, source.at)
  }
}

/** Whether every check that rules and exceptions of a file name is one of these. */
export function namesOnly(policy: Policy, ids: readonly string[]): boolean {
  const rules = policy.rules.flatMap(({ source, when }) => (source.kind === 'file' ? (when.check ?? []) : []))
  const exceptions = policy.exceptions.flatMap(({ covers }) => (covers.kind === 'check' ? covers.checks : []))
  return [...rules, ...exceptions].every((pattern) => ids.some((id) => fitsGlob(pattern, id)))
}

function requireAll(patterns: readonly string[], ids: readonly string[], at: Location): void {
  for (const pattern of patterns)
    if (!ids.some((id) => fitsGlob(pattern, id)))
      throw new PolicyError('BAD_VALUE', `There is no check "${pattern}".${hint(pattern, ids)}`, { at })
}
