import { type Action, hostOfUrl, urlsOf } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { confidenceOf, type Leak, leaksOf } from './flow/leaks.ts'
import { names } from './flow/named.ts'
import { evidenceOf, foremost, seenAt } from './flow/seen.ts'

const meta: BehaviourMeta = {
  title: 'The whereabouts of the user that are looked up and sent',
  domain: 'malicious',
  severity: 'medium',
  why: `Asking a service for one's own public address and its place on the map, and then sending something elsewhere, is how a thief writes the label of the parcel.`,
  remedy: `Look at what is sent, and where to; there is hardly a reason for a library to know it.`,
  references: ['https://attack.mitre.org/techniques/T1614/', 'https://attack.mitre.org/techniques/T1016/'],
  attack: ['T1614', 'T1016'],
}

/** Sees the whereabouts of the user that are looked up and sent. */
export const locatesUser = defineBehaviour({
  id: 'source/locates-user',
  meta,
  see({ code }) {
    const leaks = leaksOf(code, {
      sources: [],
      isRead: (action) => action.kind === 'fetch' && names(action, 'ip-lookup'),
    })
    return foremost(
      leaks.map((leak) =>
        seenAt(leak.sink, {
          does: 'looks up where its user is and sends something',
          confidence: confidenceOf(leak, isToldElsewhere(leak) ? 'medium' : 'low'),
          evidence: `${leak.read === null ? '' : `${evidenceOf(leak.read, ['ip-lookup'])} → `}${evidenceOf(leak.sink)}`,
          stage: leak.stage,
        }),
      ),
    )
  },
})

/** What was looked up, or what it is sent with, goes to an address that is written into the code and is not where it was asked for. */
function isToldElsewhere({ read, sink }: Leak): boolean {
  const asked = read === null ? [] : hostsOf(read)
  return hostsOf(sink).some((host) => !asked.includes(host))
}

function hostsOf({ texts, target }: Action): readonly string[] {
  return [...texts, ...target].flatMap(urlsOf).flatMap((url) => hostOfUrl(url) ?? [])
}
