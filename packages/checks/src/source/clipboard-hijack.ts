import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked, later } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Addresses in the clipboard that are replaced',
  domain: 'malicious',
  severity: 'critical',
  why: `Addresses of crypto-currencies are too long to type: people copy them. A program that watches the clipboard and writes another address into it sends their money elsewhere.`,
  remedy: `Do not install it. Where it ran, compare every address that was pasted since with the one that was meant.`,
  references: ['https://attack.mitre.org/techniques/T1115/', 'https://attack.mitre.org/techniques/T1565/002/'],
  attack: ['T1115', 'T1565.002'],
}

/** Sees addresses in the clipboard that are replaced. */
export const clipboardHijack = defineBehaviour({
  id: 'source/clipboard-hijack',
  meta,
  see({ code }) {
    const seen = code.files.flatMap((file) => {
      const actions = actionsOf(file)
      const read = actions.find(({ kind }) => kind === 'read-clipboard')
      const write = actions.find(({ kind }) => kind === 'write-clipboard')
      if (read === undefined || write === undefined) return []
      const hasAddress = actions.some((action) => names(action, 'address-pattern'))
      const stage = later(read.stage, write.stage)
      if (!hasAddress && !isUnasked(stage)) return []
      return [
        seenAt(write, {
          does: 'replaces what was copied to the clipboard',
          confidence: hasAddress ? 'high' : 'medium',
          isConclusive: hasAddress && isUnasked(stage),
          shows: ['address-pattern'],
          stage,
        }),
      ]
    })
    return foremost(seen)
  },
})
