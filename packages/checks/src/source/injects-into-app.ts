import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Installed programs that are patched',
  domain: 'malicious',
  severity: 'critical',
  why: `Desktop programs made of web pages keep their code in files that any program of the same user can change. Code that writes into Discord's modules or a wallet's archive makes that program betray whoever logs in to it.`,
  remedy: `Do not install it. Where it ran, install the program named here afresh, log out of its sessions and change its passwords.`,
  references: ['https://attack.mitre.org/techniques/T1554/', 'https://attack.mitre.org/techniques/T1055/'],
  attack: ['T1554', 'T1055'],
}

/** Sees installed programs that are patched. */
export const injectsIntoApp = defineBehaviour({
  id: 'source/injects-into-app',
  meta,
  see({ code }) {
    const writes = code.files
      .flatMap(actionsOf)
      .filter((action) => action.kind === 'write-file' && names(action, 'app-code'))
    return foremost(
      writes.map((action) =>
        seenAt(action, {
          does: 'changes the code of an installed program',
          confidence: isUnasked(action.stage) || action.sources.has('network') ? 'high' : 'medium',
          isConclusive: isUnasked(action.stage),
          shows: ['app-code'],
        }),
      ),
    )
  },
})
