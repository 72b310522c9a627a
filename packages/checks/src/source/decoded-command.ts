import type { Action } from '@cordon/capabilities'
import { isDecoding } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/decoded-command'

const meta: BehaviourMeta = {
  title: 'Decodes the command that it starts or the address that it reaches',
  domain: 'malicious',
  severity: 'high',
  why: `The command line of a process or the address of a connection stands in the code as base64, as numbers or backwards, and is put right only when it is used. Addresses and commands are what people and tools look for in code; there is no other reason to encode them.`,
  remedy: 'Read the decoded text that is shown as evidence. Do not install a package that hides where it connects.',
  references: ['https://attack.mitre.org/techniques/T1140/', 'https://attack.mitre.org/techniques/T1027/013/'],
  attack: ['T1140', 'T1027.013'],
}

const reaching: ReadonlySet<Action['kind']> = new Set(['spawn', 'fetch', 'send', 'connect', 'resolve'])
const address = /^(?:https?|wss?|ftp|tcp):\/\/|^[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}$/i

/** A command or an address is decoded or put together from numbers before it is used. */
export const decodedCommand = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions
      .filter((action) => reaching.has(action.kind) && isHidden(action))
      .map((action) => {
        const isOpen = !isForShow(fileOf(code, action.at.path))
        return seenAt(action, {
          confidence: isOpen ? (actsUnasked(action) ? 'high' : 'medium') : 'low',
          isConclusive: isOpen && actsUnasked(action) && action.kind === 'spawn' && action.making.some(isDecoding),
          does: action.kind === 'spawn' ? 'decodes the command that it starts' : 'decodes the address that it reaches',
        })
      })
  },
})

function isHidden({ kind, hidden }: Action): boolean {
  return hidden.length > 0 && (kind === 'spawn' || hidden.some((text) => address.test(text)))
}
