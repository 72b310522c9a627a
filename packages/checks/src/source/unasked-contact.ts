import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Contact with a server when imported',
  domain: 'malicious',
  severity: 'high',
  why: `A library speaks to the network when its functions are called. One that sends something, or opens a connection to a host that is written into it, because somebody imported it or Python started, reports or takes orders. What looks for updates waits until a program of it is run.`,
  remedy: `Look at what is sent, and to whom. Do not import it where that host must not know of it.`,
  references: ['https://attack.mitre.org/techniques/T1071/001/', 'https://attack.mitre.org/techniques/T1041/'],
  attack: ['T1071.001', 'T1041'],
}

/** A host beyond this machine that stands in the code. */
const distant =
  /^(?:https?|wss?|ftp|tcp):\/\/(?!localhost|127\.|0\.0\.0\.0|\[::1\])|^(?!127\.|0\.|localhost|8\.8\.|1\.1\.1\.1|10\.|192\.168\.)(?:[a-z0-9-]+\.)+[a-z]{2,}$|^(?!127\.|0\.|8\.8\.|1\.1\.1\.1|10\.|192\.168\.)\d{1,3}(?:\.\d{1,3}){3}$/i

/** What ends like a file is none. */
const fileName =
  /^[^/]*\.(?:json|txt|pyw?|html?|png|jpe?g|gif|csv|xml|ya?ml|toml|zip|gz|exe|dll|log|ini|cfg|db|md|js|css|pipe)$/i

/** Sees contact with a server when imported. */
export const unaskedContact = defineBehaviour({
  id: 'source/unasked-contact',
  meta,
  see({ code }) {
    const contacts = code.files
      .flatMap(actionsOf)
      .filter(({ kind, stage }) => (stage === 'import' || stage === 'start') && (kind === 'send' || kind === 'connect'))
      .filter(namesHost)
    return foremost(
      contacts.map((action) =>
        seenAt(action, {
          does:
            action.kind === 'send' ? 'sends something as soon as it is imported' : 'connects as soon as it is imported',
          confidence: action.kind === 'send' ? 'high' : 'medium',
        }),
      ),
    )
  },
})

function namesHost({ texts, target }: Action): boolean {
  return [...texts, ...target].some((text) => text.length < 500 && distant.test(text) && !fileName.test(text))
}
