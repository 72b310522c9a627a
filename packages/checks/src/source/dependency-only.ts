import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { doesNothing, isNextToNothing, wholeSighting } from './flow/whole.ts'

const meta: BehaviourMeta = {
  title: 'Nothing but dependencies',
  domain: 'malicious',
  severity: 'low',
  why: `The package has no code of its own and asks for others: a bundle, or a wrapper that brings in what nobody would have asked for by name.`,
  remedy: `Look at what it requires, and require that instead.`,
  references: ['https://attack.mitre.org/techniques/T1195/001/'],
  attack: ['T1195.001'],
}

/** Sees nothing but dependencies. */
export const dependencyOnly = defineBehaviour({
  id: 'source/dependency-only',
  meta,
  see({ code, artifact }) {
    if (
      artifact.requires.length === 0 ||
      artifact.native.length > 0 ||
      !isNextToNothing(artifact) ||
      !doesNothing(code)
    )
      return []
    const path = code.files[0]?.path ?? ''
    return [wholeSighting(path, 'has no code and requires other packages', artifact.requires.slice(0, 5).join(', '))]
  },
})
