import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Rights that are raised unasked',
  domain: 'malicious',
  severity: 'high',
  why: `Code that asks for an administrator's rights, marks a program to run with its owner's rights or goes around the prompt of Windows wants more than whoever installed it gave.`,
  remedy: `Do not install it. Where it ran with success, take the whole machine for taken over.`,
  references: ['https://attack.mitre.org/techniques/T1548/'],
  attack: ['T1548'],
}

/** Sees rights that are raised unasked. */
export const raisesPrivilege = defineBehaviour({
  id: 'source/raises-privilege',
  meta,
  see({ code }) {
    return foremost(
      code.files
        .flatMap(actionsOf)
        .filter(isRaising)
        .map((action) =>
          seenAt(action, {
            does: 'asks for or takes rights of an administrator',
            confidence: isUnasked(action.stage) ? 'medium' : 'low',
            shows: ['raises-privilege'],
          }),
        ),
    )
  },
})

function isRaising(action: Action): boolean {
  if (action.kind !== 'spawn' && action.kind !== 'write-registry' && action.kind !== 'native') return false
  if (names(action, 'raises-privilege')) return true
  if (action.path.includes('ShellExecute') && action.texts.some((text) => text.toLowerCase() === 'runas')) return true
  return action.commands.some(({ text }) => /^\s*sudo\s/.test(text))
}
