import type { Behaviour, BehaviourFacts } from '@cordon/checks'
import { type Confidence, type Sighting, stages, type Unanalysed } from '@cordon/model'

/** What the behaviours see, and which of them failed. */
export interface Seeing {
  /** Each behaviour once, at its clearest place; the most telling first. */
  readonly sightings: readonly Sighting[]
  readonly failed: readonly Unanalysed[]
}

/** Asks every behaviour; one that fails is told, and the others are asked all the same. */
export function seeBehaviours(behaviours: readonly Behaviour[], facts: BehaviourFacts): Seeing {
  const sightings: Sighting[] = []
  const failed: Unanalysed[] = []
  for (const behaviour of behaviours) {
    try {
      const seen = behaviour.see(facts).map((each): Sighting => {
        return { ...each, id: behaviour.id, attack: each.attack ?? behaviour.meta.attack }
      })
      const [clearest] = seen.sort(compareSightings)
      if (clearest !== undefined) sightings.push(clearest)
    } catch (error) {
      // The engine's catch per check: what a behaviour could not finish is told, never absent.
      const detail = `${behaviour.id} itself failed: ${error instanceof Error ? error.message : String(error)}`
      failed.push({ at: { path: '.', line: 0 }, code: 'CHECK_FAILED', detail })
    }
  }
  return { sightings: sightings.sort(compareSightings), failed }
}

const confidences: readonly Confidence[] = ['high', 'medium', 'low']

/** The most telling first: conclusive, then sure, then the earliest stage. */
export function compareSightings(a: Sighting, b: Sighting): number {
  return (
    Number(b.isConclusive) - Number(a.isConclusive) ||
    confidences.indexOf(a.confidence) - confidences.indexOf(b.confidence) ||
    stages.indexOf(a.stage) - stages.indexOf(b.stage) ||
    compareText(a.id, b.id) ||
    compareText(a.at.path, b.at.path) ||
    a.at.line - b.at.line
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
