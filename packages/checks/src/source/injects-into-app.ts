import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { names, writesTo } from './flow/named.ts'
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
    const writes = code.files.flatMap(actionsOf).filter((action) => action.kind === 'write-file' && isChange(action))
    return foremost(
      writes.map((action) =>
        seenAt(action, {
          does: 'changes the code of an installed program, or how it is started',
          confidence: isUnasked(action.stage) || action.sources.has('network') ? 'high' : 'medium',
          isConclusive: isUnasked(action.stage) && names(action, 'app-code'),
          shows: ['app-code'],
        }),
      ),
    )
  },
})

/** Its code is written, or shortcuts that a person clicks are: to a browser that loads an extension, mostly. */
function isChange(action: Action): boolean {
  return writesTo(action, 'app-code') || (action.path.includes('CreateShortcut') && isUnasked(action.stage))
}
