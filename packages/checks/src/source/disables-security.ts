import type { ActionKind } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Protection that is switched off',
  domain: 'malicious',
  severity: 'critical',
  why: `Attackers tell the virus scanner not to look at their folder, blind the interface by which scripts are scanned, open the firewall or wipe the logs. A package has no business there.`,
  remedy: `Do not install it. Where it ran, look at the exclusions and rules of the protection software, and take the machine for taken over.`,
  references: ['https://attack.mitre.org/techniques/T1562/001/', 'https://attack.mitre.org/techniques/T1562/004/'],
  attack: ['T1562.001', 'T1562.004'],
}

const acting: ReadonlySet<ActionKind> = new Set(['spawn', 'write-registry', 'native', 'write-file'])
/** What programs for networks and containers rightly set up when asked. */
const ordinary = /netsh|iptables|ufw|firewall|drivers.etc.hosts|mpcmdrun/i

/** Sees protection that is switched off. */
export const disablesSecurity = defineBehaviour({
  id: 'source/disables-security',
  meta,
  see({ code }) {
    const actions = code.files
      .flatMap(actionsOf)
      .filter((action) => acting.has(action.kind) && names(action, 'disables-security'))
    return foremost(
      actions.map((action) => {
        const isOrdinary = ordinary.test(action.texts.concat(action.target).join(' '))
        return seenAt(action, {
          does: 'switches off protection of the machine',
          confidence: isUnasked(action.stage) ? 'high' : isOrdinary ? 'low' : 'medium',
          isConclusive: isUnasked(action.stage) && !isOrdinary,
          shows: ['disables-security'],
        })
      }),
    )
  },
})
