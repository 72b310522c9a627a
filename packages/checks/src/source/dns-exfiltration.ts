import type { Action, CodeFile } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour, type Seen } from './behaviour.ts'
import { names } from './flow/named.ts'
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
const written = /[a-z0-9-]\.[a-z0-9-]+\.[a-z]{2,}\.?(?:\s|$)|^\.[a-z0-9-]+\.[a-z]{2,}/i
const own = /localhost|\.local\b|\b(?:8\.8\.|1\.1\.1\.1)/
const asking = /^(?:nslookup|dig|host|ping|resolve-dnsname)$/

/** Sees data within DNS names. */
export const dnsExfiltration = defineBehaviour({
  id: 'source/dns-exfiltration',
  meta,
  see({ code }) {
    return foremost(code.files.flatMap(seenIn))
  },
})

function seenIn(file: CodeFile): readonly Seen[] {
  const actions = actionsOf(file)
  const isConnecting = actions.some(({ kind }) => kind === 'connect' || kind === 'fetch' || kind === 'send')
  return actions.filter(isLookup).flatMap((action) => {
    // What is asked for must end in a name that stands in the code: a look-up of the machine's own name is a usual one.
    if (!action.texts.some((text) => written.test(text))) return []
    const text = action.texts.join(' ')
    const isFilled = loot.some((source) => action.sources.has(source)) || /\$\(|`|%[A-Z]+%/.test(text)
    if (isFilled) return [filled(action)]
    if (!isUnasked(action.stage) || isConnecting || own.test(text)) return []
    const does = 'looks up a name to which nothing connects'
    return [seenAt(action, { does, confidence: names(action, 'request-bin') ? 'high' : 'medium' })]
  })
}

function filled(action: Action): Seen {
  const isSure = isUnasked(action.stage) || names(action, 'request-bin')
  return seenAt(action, {
    does: 'puts data into DNS names that it looks up',
    confidence: isSure ? 'high' : 'medium',
    isConclusive: isSure,
    shows: ['request-bin'],
  })
}

function isLookup(action: Action): boolean {
  if (action.kind === 'resolve') return true
  return action.kind === 'spawn' && action.commands.some(({ program }) => asking.test(program))
}
