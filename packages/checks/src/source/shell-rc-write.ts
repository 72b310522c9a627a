import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { names, writesTo } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Start files of shells that are changed',
  domain: 'malicious',
  severity: 'high',
  why: `What stands in \`.bashrc\` or \`.profile\` runs whenever its owner opens a shell. Installers of command line programs add a line there when they are asked to; a package that does so while it is installed or imported makes itself, or something worse, part of every session.`,
  remedy: `Do not install it. Where it ran, read the start files of every shell of that user.`,
  references: ['https://attack.mitre.org/techniques/T1546/004/'],
  attack: ['T1546.004'],
}

/** Sees start files of shells that are changed. */
export const shellRcWrite = defineBehaviour({
  id: 'source/shell-rc-write',
  meta,
  see({ code }) {
    return foremost(
      code.files
        .flatMap(actionsOf)
        .filter(isChange)
        .map((action) =>
          seenAt(action, {
            does: 'changes a start file of shells',
            confidence: isUnasked(action.stage) ? 'high' : 'low',
            isConclusive:
              isUnasked(action.stage) &&
              /curl|wget|base64|nohup|python|\/dev\/tcp|alias\s+sudo|LD_PRELOAD/i.test(action.texts.join(' ')),
            shows: ['shell-start'],
          }),
        ),
    )
  },
})

function isChange(action: Action): boolean {
  if (!names(action, 'shell-start')) return false
  if (action.kind === 'write-file') return writesTo(action, 'shell-start')
  return action.kind === 'spawn' && />>|tee -a|sed -i/.test(action.texts.join(' '))
}
