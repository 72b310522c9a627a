import type { ArtifactClass, Sighting } from '@cordon/model'
import { isUnasked } from './features.ts'

/** Behaviours that say what a package lacks, not what it does: evidence for `placeholder`, never for worse. */
const emptinessIds: ReadonlySet<string> = new Set(['source/placeholder', 'source/dependency-only'])

/** Behaviours that say that there is code which cannot be read. */
const opaqueIds: ReadonlySet<string> = new Set(['source/native-only-entry', 'source/bytecode-only'])

/** A sighting of something done, as against something that is missing or cannot be read. */
export function isDeed({ id }: Sighting): boolean {
  return !emptinessIds.has(id) && !opaqueIds.has(id)
}

export function isEmptiness({ id }: Sighting): boolean {
  return emptinessIds.has(id)
}

export function isOpaque({ id }: Sighting): boolean {
  return opaqueIds.has(id)
}

/**
 * What the rules say without a model: malicious for one conclusive sighting, suspicious for a sure one that runs unasked, or for two
 * different likely ones of which one does.
 */
export function verdictByRules(
  sightings: readonly Sighting[],
): Extract<ArtifactClass, 'malicious' | 'suspicious' | 'clean'> {
  const deeds = sightings.filter(isDeed)
  if (deeds.some((each) => each.isConclusive)) return 'malicious'
  const unasked = deeds.filter((each) => isUnasked(each.stage) && each.confidence !== 'low')
  if (unasked.some((each) => each.confidence === 'high')) return 'suspicious'
  const likely = new Set(deeds.filter((each) => each.confidence !== 'low').map((each) => each.id))
  return unasked.length > 0 && likely.size > 1 ? 'suspicious' : 'clean'
}
