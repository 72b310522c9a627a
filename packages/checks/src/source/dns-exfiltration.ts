import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { commandsIn, names } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Data within DNS names',
  domain: 'malicious',
  severity: 'critical',
  why: `Firewalls that let nothing out still let names be resolved. Code that puts what it read into a host name and asks for its address sends data to whoever owns the domain. There is no other use for a look-up of a made-up name.`,
  remedy: `Do not install it. Search the resolver's logs for the domain: each look-up is a record of what was taken.`,
  references: ['https://attack.mitre.org/techniques/T1048/003/', 'https://attack.mitre.org/techniques/T1071/004/'],
  attack: ['T1048.003', 'T1071.004'],
}

const loot = ['host-facts', 'environment', 'whole-environment', 'process-output', 'secret-file', 'file'] as const
const asking = /^(?:nslookup|dig|host|ping|resolve-dnsname)$/

/** Sees data within DNS names. */
export const dnsExfiltration = defineBehaviour({
  id: 'source/dns-exfiltration',
  meta,
  see({ code }) {
    const seen = code.files.flatMap((file) =>
      actionsOf(file).flatMap((action) => {
        const isLookup =
          action.kind === 'resolve' ||
          (action.kind === 'spawn' && commandsIn(action).some(({ program }) => asking.test(program)))
        // What is asked for must end in a name that stands in the code: a look-up of the machine's own name is a usual one.
        const isMadeUp = action.texts.some((text) => /\.[a-z0-9-]+\.[a-z]{2,}\.?$/i.test(text))
        const isFilled =
          loot.some((source) => action.sources.has(source)) || /\$\(|`|%[A-Z]+%/.test(action.texts.join(' '))
        if (!isLookup || !isMadeUp || !isFilled) return []
        const isSure = isUnasked(action.stage) || names(action, 'request-bin')
        return [
          seenAt(action, {
            does: 'puts data into DNS names that it looks up',
            confidence: isSure ? 'high' : 'medium',
            isConclusive: isUnasked(action.stage),
            shows: ['request-bin'],
          }),
        ]
      }),
    )
    return foremost(seen)
  },
})
