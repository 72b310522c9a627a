import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isSending, throwawayHosts, whither } from './flow/leaks.ts'
import { names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Passwords that are asked for and sent away',
  domain: 'malicious',
  severity: 'high',
  why: `A prompt for a password or a seed phrase whose answer goes to a messenger, a request bin or a bare address is a trap, whatever the text above it says.`,
  remedy: `Do not install it. Where somebody answered the prompt, change what was typed.`,
  references: ['https://attack.mitre.org/techniques/T1056/002/'],
  attack: ['T1056.002'],
}

/** Sees passwords that are asked for and sent away. */
export const credentialPrompt = defineBehaviour({
  id: 'source/credential-prompt',
  meta,
  see({ code }) {
    const sends = code.files.flatMap(actionsOf).filter((action) => isSending(action) && action.sources.has('input'))
    return foremost(
      sends.flatMap((action) => {
        const isThrowaway = names(action, ...throwawayHosts)
        if (!isThrowaway && !isUnasked(action.stage)) return []
        return [
          seenAt(action, {
            does: `sends what is typed ${whither(action)}`,
            confidence: isThrowaway ? (isUnasked(action.stage) ? 'high' : 'medium') : 'low',
            shows: throwawayHosts,
          }),
        ]
      }),
    )
  },
})
