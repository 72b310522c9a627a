import type { Action, CodeFile } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { hidingHosts, isCarrier, type Leak, leaksOf, tellLeaks } from './flow/leaks.ts'
import { names } from './flow/named.ts'
import { actionsOf } from './flow/when.ts'

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
    const flows = leaksOf(code, { sources: ['host-facts', 'process-output'], isRead: isIdentifying })
    // A look-up of the machine's own name is a usual one; names that data is put into are told by another behaviour.
    const leaks = flows.filter(
      ({ sink, read }) => sink.kind !== 'resolve' && (read !== null || asksShell(sink) || tells(sink)),
    )
    return tellLeaks([...leaks, ...code.files.flatMap(shellBeacons)], {
      does: 'sends who and which machine it is',
      usual: 'low',
      shows: ['system-probe'],
      isConclusive: ({ isFlow, stage, sink }) =>
        isFlow && (stage === 'install' || stage === 'start' || names(sink, ...hidingHosts)),
    })
  },
})

/** `curl host/$(whoami)`: the shell fills in who it is. */
function shellBeacons(file: CodeFile): readonly Leak[] {
  return actionsOf(file)
    .filter((action) => action.kind === 'spawn' && isCarrier(action) && asksShell(action))
    .map((sink) => ({ sink, read: null, isFlow: true, stage: sink.stage }))
}

const substitutions =
  /(?:\$\(|`|\|)\s{0,20}(?:whoami|hostname|id|uname|pwd|ifconfig|ip a)\b|\$(?:\{)?(?:HOSTNAME|USER|LOGNAME|PWD)\b|%(?:USERNAME|COMPUTERNAME|USERDOMAIN)%|\$env:(?:USERNAME|COMPUTERNAME)/i

function asksShell(action: Action): boolean {
  return action.kind === 'spawn' && substitutions.test(action.texts.join(' '))
}

/** A variable that names the machine or its user is read on the way. */
function tells(action: Action): boolean {
  return [...action.texts, ...action.origins].some((text) => tellingVariables.test(text))
}

function isIdentifying(action: Action): boolean {
  if (action.kind === 'read-host' || action.kind === 'resolve') return telling.test(action.path)
  if (action.kind === 'read-environment') return action.texts.some((text) => tellingVariables.test(text))
  return action.kind === 'spawn' && names(action, 'system-probe')
}
