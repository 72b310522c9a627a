import type { Action } from '@cordon/capabilities'
import type { Confidence } from '@cordon/model'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isCarrier } from './flow/leaks.ts'
import { namedBy } from './flow/named.ts'
import { personalSources } from './flow/personal.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Posts to a chat webhook that is written into the code',
  domain: 'malicious',
  severity: 'high',
  why: `Whoever knows the address of a chat webhook can post to it, and nobody can trace who reads: thieves use it as a free drop. A library for webhooks takes the address from its user. A package that carries one inside sends what its author wants to know, from every machine that it runs on.`,
  remedy: `Do not install it. Where it ran, take what it could read for lost. The service that runs the webhook removes it when it is reported.`,
  references: ['https://attack.mitre.org/techniques/T1567/004/', 'https://discord.com/safety'],
  attack: ['T1567.004'],
}

/** The address of one webhook, with the secret part of its path: not the beginning that every such address has. */
const whole =
  /(?:webhooks\/\d{5,}\/|services\/T\w{5,}\/|workflows\/T\w{5,}|trigger\/\w+|hooks\/catch\/\d|send\?|webhook\/[\w-]{8,}|bot\/v2\/hook\/|spaces\/\w+)[\w-]*/
const personal = [...personalSources, 'parameter'] as const

/** Sees posts to a chat webhook that is written into the code. */
export const webhookExfiltration = defineBehaviour({
  id: 'source/webhook-exfiltration',
  meta,
  see({ code }) {
    const seen = code.files.flatMap((file) => {
      const actions = actionsOf(file)
      const reads = actions.some(({ kind }) =>
        ['read-host', 'read-file', 'read-clipboard', 'capture-screen'].includes(kind),
      )
      return actions
        .filter((action) => isCarrier(action) && hasWholeAddress(action))
        .map((action) =>
          seenAt(action, {
            does: 'posts to a chat webhook that is written into it',
            confidence: confidenceOf(action, reads),
            isConclusive: isUnasked(action.stage) || isCarrying(action),
            shows: ['webhook'],
          }),
        )
    })
    return foremost(seen)
  },
})

function hasWholeAddress(action: Action): boolean {
  return namedBy(action).indicators.some(({ kind, value }) => kind === 'webhook' && whole.test(value))
}

function confidenceOf(action: Action, reads: boolean): Confidence {
  if (isUnasked(action.stage)) return 'high'
  return reads || isCarrying(action) ? 'high' : 'medium'
}

/** What it posts is somebody's own, not only a text of its author. */
function isCarrying(action: Action): boolean {
  return personal.some((source) => action.sources.has(source))
}
