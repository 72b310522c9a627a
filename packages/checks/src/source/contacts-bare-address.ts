import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isCarrier } from './flow/leaks.ts'
import { names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Contact with a bare address',
  domain: 'malicious',
  severity: 'high',
  why: `Services have names. Code that is written against the digits of an address in the public internet was not made for others to use for long, and the machine behind it belongs to nobody that could be asked.`,
  remedy: `Do not install it before you know whose address it is.`,
  references: ['https://attack.mitre.org/techniques/T1071/001/', 'https://attack.mitre.org/techniques/T1571/'],
  attack: ['T1071.001', 'T1571'],
}

/** Waits for others, or only looks an address up. */
const waits = /\.(?:bind|listen|getaddrinfo|gethostby\w+)$/

/** Sees contact with a bare address. */
export const contactsBareAddress = defineBehaviour({
  id: 'source/contacts-bare-address',
  meta,
  see({ code }) {
    const calls = code.files
      .flatMap(actionsOf)
      .filter((action) => isCarrier(action) && !waits.test(action.path) && names(action, 'ip-address'))
    return foremost(
      calls.map((action) =>
        seenAt(action, {
          does: 'contacts a bare address in the internet',
          confidence:
            isUnasked(action.stage) || (action.kind === 'send' && action.sources.size > 0) ? 'high' : 'medium',
          shows: ['ip-address'],
        }),
      ),
    )
  },
})
