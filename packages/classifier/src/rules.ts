import type { ArtifactClass } from '@cordon/model'
import { isUnasked } from './features.ts'
import type { Graded } from './summary.ts'

/** What the rules say without a model. */
export type RulesVerdict = Extract<ArtifactClass, 'malicious' | 'suspicious' | 'clean'>

/**
 * Malicious for one conclusive sighting, suspicious for a sure one that runs unasked, or for two different likely ones of which one
 * does.
 */
export function verdictByRules(deeds: readonly Graded[]): RulesVerdict {
  if (deeds.some((each) => each.isConclusive)) return 'malicious'
  const unasked = deeds.filter((each) => isUnasked(each.stage) && each.confidence !== 'low')
  if (unasked.some((each) => each.confidence === 'high')) return 'suspicious'
  const likely = new Set(deeds.filter((each) => each.confidence !== 'low').map((each) => each.id))
  return unasked.length > 0 && likely.size > 1 ? 'suspicious' : 'clean'
}
