import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { hidingHosts, isCarrier, isTheft, type Leak, leaksOf, tellLeaks } from './flow/leaks.ts'
import { names } from './flow/named.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Environment variables that leave the machine',
  domain: 'malicious',
  severity: 'critical',
  why: `The environment of a build server or a developer holds tokens of every service they use. No program needs to send all of it anywhere; what diagnoses problems sends chosen variables, when it is asked to. Code that posts the whole environment, or a variable that is named like a credential, to a host of its own when it is installed or imported steals it.`,
  remedy: `Do not install it. Where it ran: change every token that was in the environment, those of the build server first.`,
  references: ['https://attack.mitre.org/techniques/T1552/007/', 'https://attack.mitre.org/techniques/T1567/'],
  attack: ['T1552.007', 'T1567'],
}

/** Sees environment variables that leave the machine. */
export const environmentToNetwork = defineBehaviour({
  id: 'source/environment-to-network',
  meta,
  see({ code }) {
    const whole = leaksOf(code, { sources: ['whole-environment'] }).filter(({ sink }) => sink.kind !== 'resolve')
    const single = leaksOf(code, { sources: [], isRead: isCredentialRead }).filter(
      ({ stage, sink }) => isUnasked(stage) || names(sink, ...hidingHosts),
    )
    const printed = code.files
      .flatMap(actionsOf)
      .filter(printsEnvironment)
      .map((sink): Leak => {
        return { sink, read: null, isFlow: true, stage: sink.stage }
      })
    return tellLeaks([...whole, ...single, ...printed], {
      does: 'sends environment variables',
      usual: 'medium',
      shows: ['credential-variable'],
      isConclusive: (leak) => isTheft(leak) || (leak.isFlow && namesHost(leak.sink)),
    })
  },
})

/** All of the environment goes to a host that stands in the code, not to one of whoever calls. */
function namesHost({ texts }: Action): boolean {
  return texts.some((text) => /^(?:https?|wss?):\/\/(?!localhost|127\.)[\w.-]+\.[a-z]{2,}/i.test(text))
}

/** `curl … $(env | base64)`: a command that sends what `env` prints. */
function printsEnvironment(action: Action): boolean {
  if (action.kind !== 'spawn' || !isCarrier(action)) return false
  return /(?:\$\(|`|[|;&]|^)\s{0,20}(?:env|printenv|export -p)\s{0,20}(?:\||\)|`|>)/.test(action.texts.join(' '))
}

function isCredentialRead(action: Action): boolean {
  return action.kind === 'read-environment' && names(action, 'credential-variable')
}
