import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/builtins-reflection'

const meta: BehaviourMeta = {
  title: 'Reaches a dangerous function by way of data',
  domain: 'malicious',
  severity: 'high',
  why: `\`exec\`, a process or a connection is not called by its name but through \`getattr\` with a text, an item of \`__builtins__\`, \`globals()\` or \`vars()\`, or a function that was put into a list. The effect is the same; only a search for the name finds nothing. Where the text is itself put together or decoded, hiding is the only purpose left.`,
  remedy: 'Read what is called and with what. Do not install a package that hides this.',
  references: ['https://attack.mitre.org/techniques/T1027/', 'https://attack.mitre.org/techniques/T1620/'],
  attack: ['T1027', 'T1059.006'],
}

const dangerous: ReadonlySet<Action['kind']> = new Set([
  'run-code',
  'spawn',
  'unpickle',
  'native',
  'fetch',
  'send',
  'connect',
  'decrypt',
])

/** Code is run, a process started or a connection opened by a call that does not name what it calls. */
export const builtinsReflection = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions
      .filter((action) => action.naming === 'reflected' && dangerous.has(action.kind))
      .map((action) => {
        const isOpen = !isForShow(fileOf(code, action.at.path))
        const isCode = action.kind === 'run-code' || action.kind === 'spawn'
        return seenAt(action, {
          confidence: !isOpen ? 'low' : isCode && actsUnasked(action) ? 'high' : actsUnasked(action) ? 'medium' : 'low',
          isConclusive:
            isOpen && actsUnasked(action) && action.kind === 'run-code' && action.path.startsWith('builtins.'),
          does: `calls ${action.path} without naming it`,
        })
      })
  },
})
