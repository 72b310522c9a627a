import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isTheft, leaksOf, tellLeaks } from './flow/leaks.ts'

const meta: BehaviourMeta = {
  title: 'The clipboard that leaves the machine',
  domain: 'malicious',
  severity: 'high',
  why: `Passwords pass through the clipboard. Code that reads it and sends it on takes them without ever seeing where they are kept.`,
  remedy: `Do not install it. Where it ran, change passwords that were copied since.`,
  references: ['https://attack.mitre.org/techniques/T1115/'],
  attack: ['T1115'],
}

/** Sees the clipboard that leaves the machine. */
export const clipboardToNetwork = defineBehaviour({
  id: 'source/clipboard-to-network',
  meta,
  see({ code }) {
    const leaks = leaksOf(code, { sources: ['clipboard'], isRead: ({ kind }) => kind === 'read-clipboard' })
    return tellLeaks(leaks, {
      does: 'sends the clipboard',
      usual: 'low',
      isConclusive: isTheft,
    })
  },
})
