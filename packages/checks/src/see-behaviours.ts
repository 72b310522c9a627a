import { type Sighting, stages } from '@cordon/model'
import type { Behaviour, BehaviourFacts } from './source/behaviour.ts'
import { behaviours } from './source/index.ts'

const mostOfOne = 40
const weight = { high: 2, medium: 1, low: 0 } as const

/** Everything that the behaviours see in a package, the most telling first; each place once for each behaviour, and a bounded number of places. */
export function seeBehaviours(facts: BehaviourFacts): readonly Sighting[] {
  return behaviours.flatMap((behaviour) => seeBehaviour(behaviour, facts)).sort(compareSightings)
}

/** The same of one behaviour. */
export function seeBehaviour(behaviour: Behaviour, facts: BehaviourFacts): readonly Sighting[] {
  const byPlace = new Map<string, Sighting>()
  for (const seen of behaviour.see(facts)) {
    const sighting: Sighting = { ...seen, id: behaviour.id, attack: seen.attack ?? behaviour.meta.attack }
    const key = `${seen.at.path}:${seen.at.line}`
    const known = byPlace.get(key)
    if (known === undefined || compareSightings(sighting, known) < 0) byPlace.set(key, sighting)
  }
  return [...byPlace.values()].sort(compareSightings).slice(0, mostOfOne)
}

/** Conclusive ones first, then by confidence, then by how early they run. */
export function compareSightings(a: Sighting, b: Sighting): number {
  if (a.isConclusive !== b.isConclusive) return a.isConclusive ? -1 : 1
  if (a.confidence !== b.confidence) return weight[b.confidence] - weight[a.confidence]
  return stages.indexOf(a.stage) - stages.indexOf(b.stage)
}
