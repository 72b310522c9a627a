import { type Action, isBuilding, isDecoding } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { hiddenDeed } from './flow/hidden-code.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/exec-of-built-text'

const meta: BehaviourMeta = {
  title: 'Runs code that it puts together from pieces',
  domain: 'malicious',
  severity: 'high',
  why: `Code is made of character codes, of a text turned around, or by a substitution of letters, and is then run. Templates that are filled with names and then compiled are made of readable pieces and are left out; a program that is spelt in numbers was never meant to be read.`,
  remedy: 'Read the text that is shown as evidence. Do not install a package that hides its code.',
  references: ['https://attack.mitre.org/techniques/T1027/010/', 'https://attack.mitre.org/techniques/T1059/006/'],
  attack: ['T1027.010', 'T1059.006'],
}

/** Code made from numbers, turned around or substituted is run. */
export const execOfBuiltText = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions
      .filter(
        ({ kind, making, texts }) =>
          kind === 'run-code' && isBuilt(making) && !making.some(isDecoding) && (texts[0] ?? '').length > shortest,
      )
      .map((action) => {
        const isOpen = !isForShow(fileOf(code, action.at.path))
        return seenAt(action, {
          confidence: isOpen ? (actsUnasked(action) ? 'high' : 'medium') : 'low',
          isConclusive: isOpen && ((actsUnasked(action) && isSpelt(action)) || hiddenDeed(code, action) !== null),
          does: `puts code together (${action.making.filter(isBuilding).slice(0, 3).join(', ')}) and runs it`,
        })
      })
  },
})

const shortest = 8

/** Put together from numbers or turned around; names in reverse order within a template are neither. */
function isBuilt(making: readonly string[]): boolean {
  const isTemplate = making.some((by) => by === '%' || by === 'str.format' || by === 'f-string')
  return making.some((by) => isBuilding(by) && !(by === 'reversed' && isTemplate))
}

function isSpelt({ making }: Action): boolean {
  return making.some((by) => by === 'chr' || by === '[::-1]' || by === 'reversed')
}
