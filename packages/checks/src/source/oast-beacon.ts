import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isCarrier } from './flow/leaks.ts'
import { names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Calls to a service that records requests',
  domain: 'malicious',
  severity: 'critical',
  why: `Request bins and interaction servers show their owner every request and DNS query that reaches an address of theirs. They are tools for testing one's own software by hand; a package that calls one reports to a person, not to a service. Nothing that is published for use has a reason to.`,
  remedy: `Do not install it. Where it ran, take it that the owner of the address knows the machine, and whatever else was sent.`,
  references: ['https://attack.mitre.org/techniques/T1567/', 'https://attack.mitre.org/techniques/T1071/001/'],
  attack: ['T1567', 'T1071.001'],
}

const personal = [
  'host-facts',
  'environment',
  'whole-environment',
  'secret-file',
  'process-output',
  'file',
  'input',
] as const

/** Sees calls to a service that records requests. */
export const oastBeacon = defineBehaviour({
  id: 'source/oast-beacon',
  meta,
  see({ code }) {
    const calls = code.files.flatMap((file) =>
      actionsOf(file).filter((each) => isCarrier(each) && names(each, 'request-bin')),
    )
    return foremost(
      calls.map((action) =>
        seenAt(action, {
          does: 'calls a service that shows its owner every request',
          confidence: isUnasked(action.stage) || isCarrying(action) ? 'high' : 'medium',
          isConclusive: isUnasked(action.stage) || isCarrying(action),
          shows: ['request-bin'],
        }),
      ),
    )
  },
})

/** Something of the machine goes along. */
function isCarrying({ sources }: Action): boolean {
  return personal.some((source) => sources.has(source))
}
