import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isCarrier } from './flow/leaks.ts'
import { names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'A miner of crypto-currency',
  domain: 'malicious',
  severity: 'high',
  why: `Miners turn the electricity of others into money for whoever wrote the wallet's address into the code. Nobody who installs a library wants one.`,
  remedy: `Do not install it. Where it ran, look for processes that use all of the processor, and for what starts them.`,
  references: ['https://attack.mitre.org/techniques/T1496/'],
  attack: ['T1496'],
}

/** Sees A miner of crypto-currency. */
export const miner = defineBehaviour({
  id: 'source/miner',
  meta,
  see({ code }) {
    const actions = code.files.flatMap(actionsOf).filter((action) => {
      const isActing = isCarrier(action) || action.kind === 'spawn' || action.kind === 'write-file'
      return isActing && names(action, 'miner', 'mining-pool')
    })
    return foremost(
      actions.map((action) =>
        seenAt(action, {
          does: 'fetches, sets up or starts a miner',
          confidence: isUnasked(action.stage) ? 'high' : action.kind === 'spawn' ? 'medium' : 'low',
          isConclusive: isUnasked(action.stage) && action.kind === 'spawn',
          shows: ['miner', 'mining-pool'],
        }),
      ),
    )
  },
})
