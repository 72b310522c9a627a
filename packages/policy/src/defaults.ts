import type { Decision } from '@cordon/model'
import type { CodeDecisions, Policy } from './policy.ts'
import type { Rule } from './rule.ts'

const source = { kind: 'default' } as const

/** What holds where the user's own rules say nothing, in order. */
export const defaultRules: readonly Rule[] = [
  { name: 'default:known-malware', action: 'deny', when: { check: ['advisory/known-malware'] }, source },
  { name: 'default:known-exploited', action: 'deny', when: { kev: true }, source },
  {
    name: 'default:severe-with-fix',
    action: 'deny',
    when: { check: ['advisory/known-vulnerability'], severity: ['critical', 'high'], fixable: true },
    source,
  },
  {
    name: 'default:malicious-artifact',
    action: 'deny',
    when: { check: ['source/*', 'artifact/verdict'], verdict: ['malicious'] },
    source,
  },
  {
    name: 'default:provenance',
    action: 'deny',
    when: { check: ['provenance/*'], severity: ['critical', 'high'] },
    source,
  },
  {
    name: 'default:provenance-remark',
    action: 'allow',
    when: { check: ['provenance/*'], severity: ['none'] },
    source,
  },
  { name: 'default:young-impostor', action: 'deny', when: { check: ['release/young-impostor'] }, source },
  {
    name: 'default:artifact-remark',
    action: 'allow',
    when: { check: ['artifact/note', 'artifact/oddity', 'artifact/placeholder'] },
    source,
  },
  { name: 'default:everything-else', action: 'warn', when: {}, source },
]

/** Decides about findings that no rule speaks of, where the defaults are switched off. */
export const unmatchedRule: Rule = { name: 'default:no-rule', action: 'warn', when: {}, source }

function decisions(otherwise: Decision, byCode: Readonly<Record<string, Decision>>): CodeDecisions {
  const entries = Object.entries(byCode).map(([code, decision]) => [code, { decision, source }] as const)
  return { otherwise: { decision: otherwise, source }, byCode: new Map(entries) }
}

/**
 * An unpinned line is told by a check of its own; packages of conda have no advisories to be matched with, and those of a distribution are for
 * its own tracker; native code can be looked at from the outside only.
 */
export const defaultUnknown: CodeDecisions = decisions('incomplete', {
  DISTRIBUTION_OWNED: 'warn',
  UNPINNED: 'warn',
  UNMAPPED: 'warn',
  UNANALYSABLE: 'warn',
  DOMAIN_UNKNOWN: 'warn',
})

/** Text that only a run could complete is common in scripts and pipelines. */
export const defaultSkipped: CodeDecisions = decisions('incomplete', { DYNAMIC_VALUE: 'warn', UNSET_VARIABLE: 'warn' })

/** The policy of a project that has none of its own. */
export const defaultPolicy: Policy = {
  rules: defaultRules,
  raises: [],
  blockUnknown: false,
  warnOnly: false,
  unknown: defaultUnknown,
  skipped: defaultSkipped,
  exceptions: [],
}
