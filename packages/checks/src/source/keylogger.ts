import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { confidenceOf, leaksOf } from './flow/leaks.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Keys that are recorded',
  domain: 'malicious',
  severity: 'critical',
  why: `A listener for all keys of the machine sees every password that is typed. Programs for shortcuts have one as well, but they neither write down nor send what they hear.`,
  remedy: `Do not install it. Where it ran, change every password that was typed since, on another machine.`,
  references: ['https://attack.mitre.org/techniques/T1056/001/'],
  attack: ['T1056.001'],
}

/** Sees keys that are recorded. */
export const keylogger = defineBehaviour({
  id: 'source/keylogger',
  meta,
  see({ code }) {
    const leaks = leaksOf(code, { sources: ['keys'], isRead: ({ kind }) => kind === 'capture-keys' })
    const sent = leaks.map((leak) =>
      seenAt(leak.read ?? leak.sink, {
        does: 'records keys and sends them',
        confidence: confidenceOf(leak, 'medium'),
        isConclusive: isUnasked(leak.stage) && leak.read !== null,
        stage: leak.stage,
      }),
    )
    const alone = code.files.flatMap((file) =>
      actionsOf(file)
        .filter(({ kind, stage }) => kind === 'capture-keys' && isUnasked(stage))
        .map((action) => seenAt(action, { does: 'listens to all keys', confidence: 'medium' })),
    )
    return foremost([...sent, ...alone])
  },
})
