import type { ArtifactClass, ArtifactComparison, ArtifactInspection, Contribution, Sighting } from '@cordon/model'
import { isEarlier, isUnasked } from '@cordon/model'

const points = { high: 3, medium: 2, low: 0.5 } as const
/**
 * An inspection as seen beside that of an earlier release. What is new, or runs earlier than before, is named first and raises the
 * verdict when it runs without being asked for: a project that is taken over changes in just this way.
 */
export function compareArtifacts(now: ArtifactInspection, before: ArtifactInspection): ArtifactInspection {
  const old = new Map(before.behaviours.map((each) => [each.id, each]))
  const appeared = now.behaviours.filter((each) => !old.has(each.id))
  const earlier = now.behaviours.flatMap((each) => {
    const known = old.get(each.id)
    return known !== undefined && isEarlier(each.stage, known.stage) ? [{ sighting: each, before: known.stage }] : []
  })
  const changed = new Set([...appeared, ...earlier.map(({ sighting }) => sighting)])
  const verdict = raised(now.verdict, [...changed])
  const added = [...changed].map((each): Contribution => {
    return { feature: `not in ${before.version ?? before.file}: ${each.id}`, points: points[each.confidence] }
  })
  const comparison: ArtifactComparison = {
    against: {
      file: before.file,
      sha256: before.sha256,
      name: before.name,
      version: before.version,
      verdict: before.verdict,
    },
    appeared: appeared.map(({ id }) => id),
    earlier: earlier.map(({ sighting, before: stage }) => ({ id: sighting.id, before: stage })),
    raisedFrom: verdict === now.verdict ? null : now.verdict,
  }
  return {
    ...now,
    verdict,
    score: verdict === now.verdict ? now.score : Math.max(now.score, atLeast[verdict]),
    behaviours: [...changed, ...now.behaviours.filter((each) => !changed.has(each))],
    contributions: [...added, ...now.contributions],
    comparison,
  }
}

/** What a raised verdict is worth as a probability, where the model alone said less. */
const atLeast: Readonly<Record<ArtifactClass, number>> = {
  malicious: 0.95,
  suspicious: 0.5,
  unanalysable: 0,
  placeholder: 0,
  clean: 0,
}

/** A step up for something likely that now runs unasked, and to the top for a suspicious package that has something sure. */
function raised(verdict: ArtifactClass, changed: readonly Sighting[]): ArtifactClass {
  const running = changed.filter(({ stage, confidence }) => isUnasked(stage) && confidence !== 'low')
  if (running.length === 0 || verdict === 'malicious') return verdict
  const isSure = running.some(({ confidence }) => confidence === 'high')
  return verdict === 'suspicious' && isSure ? 'malicious' : 'suspicious'
}
