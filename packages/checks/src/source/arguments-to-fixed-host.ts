import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { throwawayHosts } from './flow/leaks.ts'
import { names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Secrets of its caller that go to a fixed host',
  domain: 'malicious',
  severity: 'medium',
  why: `A function that takes a key or a password and passes it to a host that is written into it shares the secret of its caller with whoever runs that host. Clients of a service do so by nature: then the host must be that of the service. A copy of a well-known client that names another host is a trap.`,
  remedy: `Compare the host with that of the service that the package is for.`,
  references: ['https://attack.mitre.org/techniques/T1056/', 'https://attack.mitre.org/techniques/T1195/001/'],
  attack: ['T1056', 'T1195.001'],
}

const secretName =
  /^(?:ak|sk|secret|password|passwd|pwd|pass|token|api_?key|access_?key|secret_?key|p[rt]i?v\w{0,4}_?key|key|mnemonic|seed|phrase|cookie|auth\w*|credentials?|login|email)$/i

/** Sees secrets of its caller that go to a fixed host. */
export const argumentsToFixedHost = defineBehaviour({
  id: 'source/arguments-to-fixed-host',
  meta,
  see({ code }) {
    const sends = code.files
      .flatMap(actionsOf)
      .filter((action) => action.kind === 'send' && !isUnasked(action.stage) && passesSecret(action))
    return foremost(
      sends.map((action) =>
        seenAt(action, {
          does: 'passes secrets of its caller to a host that is written into it',
          confidence: names(action, ...throwawayHosts) ? 'medium' : 'low',
          shows: throwawayHosts,
        }),
      ),
    )
  },
})

function passesSecret({ sources, texts, target }: Action): boolean {
  if (!sources.has('parameter') && !sources.has('input')) return false
  return (
    texts.some((text) => secretName.test(text)) &&
    [...texts, ...target].some((text) => /^https?:\/\/[\w.-]+\.[a-z]{2,}/i.test(text))
  )
}
