import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { names, writesTo } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Instructions for coding assistants and editors that are planted',
  domain: 'malicious',
  severity: 'high',
  why: `Coding assistants obey the instruction files of the folder they work in, and editors run its tasks and hooks. A package that writes such files while it is installed or imported makes another program do its work, with that program's rights.`,
  remedy: `Do not install it. Where it ran, read the files named here in every project of that user before an assistant does.`,
  references: ['https://attack.mitre.org/techniques/T1546/', 'https://attack.mitre.org/techniques/T1204/002/'],
  attack: ['T1546', 'T1204.002'],
}

/** Sees instructions for coding assistants and editors that are planted. */
export const agentFileTampering = defineBehaviour({
  id: 'source/agent-file-tampering',
  meta,
  see({ code }) {
    return foremost(
      code.files
        .flatMap(actionsOf)
        .filter(isPlanting)
        .map((action) =>
          seenAt(action, {
            does: 'writes files that coding assistants, editors or git obey',
            confidence: isUnasked(action.stage) ? 'high' : 'low',
            shows: ['agent-file'],
          }),
        ),
    )
  },
})

function isPlanting(action: Action): boolean {
  if (!names(action, 'agent-file')) return false
  return (
    (action.kind === 'write-file' && writesTo(action, 'agent-file')) ||
    (action.kind === 'spawn' && /core\.hookspath|>>?|tee/i.test(action.texts.join(' ')))
  )
}
