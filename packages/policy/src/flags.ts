import { type Severity, severities } from '@cordon/model'
import { PolicyError } from './error.ts'
import type { Policy } from './policy.ts'
import type { Rule } from './rule.ts'
import { hint } from './suggest.ts'

/** What a person may say on the command line about the policy. */
export interface PolicyFlags {
  /** Each: a severity (that one and above), `warn` (every warning) or `unknown` (what could not be checked). */
  readonly failOn?: readonly string[]
  readonly warnOnly?: boolean
}

const gates = ['critical', 'high', 'medium', 'low', 'none', 'warn', 'unknown'] as const

/**
 * The policy with the flags applied; throws `PolicyError('BAD_FLAG')`. `--fail-on` turns warnings into blocks and never
 * overrides what a rule or exception allows; `--warn-only` has the last word.
 */
export function withFlags(policy: Policy, flags: PolicyFlags): Policy {
  const gatesAsked = (flags.failOn ?? []).map(readGate)
  return {
    ...policy,
    raises: [...policy.raises, ...gatesAsked.flatMap(raisesOf)],
    blockUnknown: policy.blockUnknown || gatesAsked.includes('unknown'),
    warnOnly: policy.warnOnly || flags.warnOnly === true,
  }
}

function readGate(text: string): (typeof gates)[number] {
  const found = gates.find((gate) => gate === text.toLowerCase())
  if (found === undefined) throw new PolicyError('BAD_FLAG', `--fail-on cannot be "${text}".${hint(text, gates)}`)
  return found
}

function raisesOf(gate: (typeof gates)[number]): readonly Rule[] {
  if (gate === 'unknown') return []
  const flag = `--fail-on ${gate}`
  const when = gate === 'warn' ? {} : { severity: atLeast(gate) }
  return [{ name: flag, action: 'deny', when, source: { kind: 'flag', flag } }]
}

/** A band and those above it. `unknown` is a band of its own, above and below nothing. */
export function atLeast(severity: Exclude<Severity, 'unknown'>): readonly Severity[] {
  return severities.slice(0, severities.indexOf(severity) + 1)
}
