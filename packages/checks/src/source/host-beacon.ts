import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { type Leak, leaksOf, tellLeaks, throwawayHosts } from './flow/leaks.ts'
import { names } from './flow/named.ts'
import { isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Facts about the machine that are sent unasked',
  domain: 'malicious',
  severity: 'high',
  why: `A package that reports the machine's name, its user and its network when it is installed or imported tells its author who fell for it: so do probes for dependency confusion, and so do the first stages of attacks that choose their victims. Telemetry that respects its users waits until the program is used, says so, and does not ask who is logged in.`,
  remedy: `Do not install it. If it came from an index where you expected an internal package of that name, your resolver looked in the wrong place: pin the index for that name.`,
  references: [
    'https://attack.mitre.org/techniques/T1082/',
    'https://attack.mitre.org/techniques/T1033/',
    'https://attack.mitre.org/techniques/T1041/',
    'https://medium.com/@alex.birsan/dependency-confusion-4a5d60fec610',
  ],
  attack: ['T1082', 'T1033', 'T1041'],
}

/** Tells who or which machine it is; the system's kind, which picks a download, does not. */
const telling =
  /gethostname|getfqdn|getuser|getlogin|getnode|\.node$|os\.uname|platform\.uname|gethostbyname|GetUserName|GetComputerName|getpwuid|uuid1|net_if_addrs|ifaddresses|get_mac|machineid|net_connections|psutil\.users/
const tellingVariables = /^(?:USER|USERNAME|LOGNAME|COMPUTERNAME|HOSTNAME|USERDOMAIN)$/

/** Sees facts about the machine that are sent unasked. */
export const hostBeacon = defineBehaviour({
  id: 'source/host-beacon',
  meta,
  see({ code }) {
    const leaks = leaksOf(code, { sources: ['host-facts', 'process-output'], isRead: isIdentifying })
    const asked = (leak: Leak) => isUnasked(leak.stage) || names(leak.sink, ...throwawayHosts)
    return tellLeaks(
      leaks.filter((leak) => leak.read !== null && asked(leak)),
      {
        does: 'sends who and which machine it is',
        usual: 'low',
        shows: ['system-probe'],
        isConclusive: ({ isFlow, stage }) => isFlow && (stage === 'install' || stage === 'start'),
      },
    )
  },
})

function isIdentifying(action: Action): boolean {
  if (action.kind === 'read-host' || action.kind === 'resolve') return telling.test(action.path)
  if (action.kind === 'read-environment') return action.texts.some((text) => tellingVariables.test(text))
  return action.kind === 'spawn' && names(action, 'system-probe')
}
