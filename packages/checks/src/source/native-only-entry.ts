import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { wholeSighting } from './flow/whole.ts'

const meta: BehaviourMeta = {
  title: 'Nothing but native code',
  domain: 'malicious',
  severity: 'medium',
  why: `All that runs when the package is imported is compiled. What it does cannot be read here: no sighting means nothing.`,
  remedy: `Trust it as far as you trust whoever built it; prefer a build whose source and builder are attested.`,
  references: ['https://attack.mitre.org/techniques/T1027/009/'],
  attack: ['T1027.009'],
}

/** Sees nothing but native code. */
export const nativeOnlyEntry = defineBehaviour({
  id: 'source/native-only-entry',
  meta,
  see({ code, artifact }) {
    const hasSource = code.files.some(({ role }) => role !== 'setup' && role !== 'test')
    const [first] = artifact.native
    if (hasSource || first === undefined || code.actions.length > 0) return []
    return [
      wholeSighting(first, 'is nothing but native code', `${artifact.native.length} native files, no Python source`),
    ]
  },
})
