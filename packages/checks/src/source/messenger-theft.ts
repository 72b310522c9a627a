import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isTheft, leaksOf, tellLeaks } from './flow/leaks.ts'
import { names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Sessions of messengers and games that leave the machine',
  domain: 'malicious',
  severity: 'critical',
  why: `The folders in which Discord, Telegram or Steam keep the session of whoever is logged in are of use to those programs alone. Code of another program that reads them wants to be that person.`,
  remedy: `Do not install it. Where it ran, log out of all sessions of those programs and change the passwords.`,
  references: ['https://attack.mitre.org/techniques/T1539/', 'https://attack.mitre.org/techniques/T1528/'],
  attack: ['T1539', 'T1528'],
}

/** Sees sessions of messengers and games that leave the machine. */
export const messengerTheft = defineBehaviour({
  id: 'source/messenger-theft',
  meta,
  see({ code }) {
    const leaks = leaksOf(code, { sources: ['secret-file'], isRead: isSessionRead }).filter(({ read }) => read !== null)
    const sent = tellLeaks(leaks, {
      does: 'sends sessions of messengers or games',
      usual: 'medium',
      shows: ['messenger-data'],
      isConclusive: (leak) =>
        leak.read !== null &&
        ((isUnasked(leak.stage) && names(leak.sink, 'webhook', 'messenger-api')) || isTheft(leak)),
    })
    if (sent.length > 0) return sent
    return foremost(
      code.files
        .flatMap(actionsOf)
        .filter(isSessionRead)
        .map((action) =>
          seenAt(action, {
            does: 'reads sessions of messengers or games',
            confidence: isUnasked(action.stage) ? 'medium' : 'low',
            shows: ['messenger-data'],
          }),
        ),
    )
  },
})

function isSessionRead(action: Action): boolean {
  const isReading = ['read-file', 'list-files', 'write-file', 'pack-files', 'spawn', 'decrypt'].includes(action.kind)
  return isReading && names(action, 'messenger-data')
}
