import type { PackageCode } from '@cordon/capabilities'
import type { ArtifactFacts, CheckMeta, Sighting } from '@cordon/model'

/** What a behaviour looks at. */
export interface BehaviourFacts {
  readonly code: PackageCode
  readonly artifact: ArtifactFacts
}

export interface BehaviourMeta extends CheckMeta {
  /** MITRE ATT&CK techniques, e.g. `T1059.006`. */
  readonly attack: readonly [string, ...string[]]
}

/** What a behaviour says of one place; its id and techniques are added. */
export type Seen = Omit<Sighting, 'id' | 'attack'> & { readonly attack?: readonly string[] }

/** Something that code of a package does, said as a flow with a stage, not as a text that it holds. */
export interface Behaviour {
  readonly subject: 'source'
  readonly id: string
  readonly meta: BehaviourMeta
  /** The places where it is seen, in no order. */
  see(facts: BehaviourFacts): readonly Seen[]
}

export function defineBehaviour(behaviour: Omit<Behaviour, 'subject'>): Behaviour {
  return { ...behaviour, subject: 'source' }
}
