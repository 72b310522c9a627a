import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isTheft, leaksOf, tellLeaks } from './flow/leaks.ts'
import { isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Pictures of the screen that leave the machine',
  domain: 'malicious',
  severity: 'high',
  why: `A picture of the screen shows mail, code and keys. Programs that take one show it to whoever asked; code that sends it to a host of its own watches.`,
  remedy: `Do not install it. Where it ran, take what was on the screen for known.`,
  references: ['https://attack.mitre.org/techniques/T1113/'],
  attack: ['T1113'],
}

/** Sees pictures of the screen that leave the machine. */
export const screenCaptureToNetwork = defineBehaviour({
  id: 'source/screen-capture-to-network',
  meta,
  see({ code }) {
    const leaks = leaksOf(code, { sources: ['screen'], isRead: ({ kind }) => kind === 'capture-screen' })
    return tellLeaks(leaks, {
      does: 'sends pictures of the screen',
      usual: 'low',
      isConclusive: (leak) => leak.read !== null && (isUnasked(leak.stage) || isTheft(leak)),
    })
  },
})
