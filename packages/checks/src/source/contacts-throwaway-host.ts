import type { IndicatorKind } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isCarrier } from './flow/leaks.ts'
import { names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Contact with a host that can be thrown away',
  domain: 'malicious',
  severity: 'medium',
  why: `Tunnels, dynamic names, anonymous file drops, pastes and shortened links cost nothing, need no name and are gone the next day. Tools for developers offer them; a package that contacts one by itself when it is installed or imported hides who stands behind it.`,
  remedy: `Do not install it before you know what lies there, and why it does not come with the package.`,
  references: [
    'https://attack.mitre.org/techniques/T1102/',
    'https://attack.mitre.org/techniques/T1568/',
    'https://attack.mitre.org/techniques/T1090/',
  ],
  attack: ['T1102', 'T1568', 'T1090'],
}

const kinds: readonly IndicatorKind[] = [
  'tunnel',
  'dynamic-dns',
  'onion',
  'file-drop',
  'paste-host',
  'shortener',
  'odd-domain',
]
/** Kinds that hide who stands behind them; what costs little is weaker. */
const hiding: readonly IndicatorKind[] = ['tunnel', 'dynamic-dns', 'onion']

/** Sees contact with a host that can be thrown away. */
export const contactsThrowawayHost = defineBehaviour({
  id: 'source/contacts-throwaway-host',
  meta,
  see({ code }) {
    const calls = code.files.flatMap(actionsOf).filter((action) => isCarrier(action) && names(action, ...kinds))
    return foremost(
      calls.map((action) => {
        const isHiding = names(action, ...hiding)
        return seenAt(action, {
          does: 'contacts a host that is made to be thrown away',
          confidence: isUnasked(action.stage)
            ? isHiding || action.kind === 'send'
              ? 'high'
              : 'medium'
            : isHiding
              ? 'medium'
              : 'low',
          shows: kinds,
        })
      }),
    )
  },
})
