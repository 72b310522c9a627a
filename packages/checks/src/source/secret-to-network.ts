import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isTheft, leaksOf, tellLeaks } from './flow/leaks.ts'
import { namedBy } from './flow/named.ts'
import { isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Files with keys or passwords that leave the machine',
  domain: 'malicious',
  severity: 'critical',
  why: `Keys for servers, clouds and package indexes lie in files whose places everybody knows: \`~/.ssh\`, \`~/.aws/credentials\`, \`~/.pypirc\`. Code that reads such a file and then speaks to the network takes what opens other doors. Programs that use the file for what it is meant for hand it to a library of that service; they do not read it and post it, and never while they are installed or imported.`,
  remedy: `Do not install it. Where it ran: change every key and password on that machine, and look through the logs of the services they open.`,
  references: ['https://attack.mitre.org/techniques/T1552/001/', 'https://attack.mitre.org/techniques/T1567/'],
  attack: ['T1552.001', 'T1567'],
}

/** Files that programs rightly read: where they are read on request, that alone says nothing. */
const ordinary =
  /^(?:\.env.*|[._]netrc|credentials\.json|known_hosts|secrets\.json|service_account\.json|\.huggingface.*|\.kube.*|\.aws|keepass|bitwarden|1password)$/i

/** Sees files with keys or passwords that leave the machine. */
export const secretToNetwork = defineBehaviour({
  id: 'source/secret-to-network',
  meta,
  see({ code }) {
    const leaks = leaksOf(code, { sources: ['secret-file'], isRead: isSecretRead })
    return tellLeaks(leaks, {
      does: 'sends keys or passwords from files',
      shows: ['secret-file'],
      isConclusive: (leak) => leak.read !== null && isTheft(leak),
    })
  },
})

/** Reads, lists, copies or packs what lies in a place for secrets. */
function isSecretRead(action: Action): boolean {
  if (!['read-file', 'list-files', 'write-file', 'pack-files', 'spawn'].includes(action.kind)) return false
  return namedBy(action).indicators.some(
    ({ kind, value }) => kind === 'secret-file' && (isUnasked(action.stage) || !ordinary.test(value)),
  )
}
