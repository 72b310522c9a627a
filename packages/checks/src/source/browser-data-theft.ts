import type { Action, CodeFile } from '@cordon/capabilities'
import type { Seen } from './behaviour.ts'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isSending, isTheft, leaksOf, tellLeaks } from './flow/leaks.ts'
import { countOf, names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Passwords and cookies of browsers that are taken',
  domain: 'malicious',
  severity: 'critical',
  why: `Browsers keep passwords, cookies and cards in databases of their profile, under a key that the operating system hands to any program of the same user. Code that opens those databases, unlocks the key or copies them aside takes what every website takes for the person.`,
  remedy: `Do not install it. Where it ran, log out everywhere, change the passwords that the browser knew and block the cards.`,
  references: ['https://attack.mitre.org/techniques/T1555/003/', 'https://attack.mitre.org/techniques/T1539/'],
  attack: ['T1555.003', 'T1539'],
}

const unlocks = /CryptUnprotectData|browser_cookie3|browsercookie|rookiepy|GenericPassword|SecretService/

/** Sees passwords and cookies of browsers that are taken. */
export const browserDataTheft = defineBehaviour({
  id: 'source/browser-data-theft',
  meta,
  see({ code }) {
    const leaks = leaksOf(code, { sources: ['browser-data'], isRead: isProfileRead })
    const sent = tellLeaks(leaks, {
      does: 'sends passwords, cookies or history of browsers',
      usual: 'low',
      shows: ['browser-data'],
      isConclusive: (leak) => leak.read !== null && (isUnasked(leak.stage) || isTheft(leak)),
    })
    return foremost([...sent, ...code.files.flatMap(unlocking)])
  },
})

/** A file that opens profiles and unlocks what lies in them. */
function unlocking(file: CodeFile): readonly Seen[] {
  const actions = actionsOf(file)
  const unlock = actions.find(({ path }) => unlocks.test(path))
  const read = actions.find(isProfileRead)
  if (unlock === undefined || read === undefined) return []
  const isSent = actions.some(isSending)
  return [
    seenAt(unlock, {
      does: 'unlocks what browsers have saved',
      confidence: isUnasked(unlock.stage) ? 'high' : isSent ? 'medium' : 'low',
      evidence: `${read.path} … ${unlock.path}`,
    }),
  ]
}

function isProfileRead(action: Action): boolean {
  const isReading = ['read-file', 'list-files', 'write-file', 'pack-files', 'decrypt', 'spawn', 'unpickle'].includes(
    action.kind,
  )
  return (
    (isReading && (names(action, 'browser-data') || countOf(action, 'browser-extension') > 1)) ||
    unlocks.test(action.path)
  )
}
