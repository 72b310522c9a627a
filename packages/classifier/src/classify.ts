import type { ArtifactClass, Contribution } from '@cordon/model'
import type { ArtifactEvidence } from './evidence.ts'
import { type Model, usualModel } from './model.ts'
import { rarest } from './rules.ts'
import { calibrated, scoreOf } from './score.ts'
import { type EvidenceSummary, summaryOf } from './summary.ts'

/** What a package is taken for, and why. */
export interface Classification {
  readonly verdict: ArtifactClass
  /** 0 to 1: the calibrated probability that it is malicious; at least 0.99 where a sighting alone is enough. */
  readonly score: number
  readonly contributions: readonly Contribution[]
  /** What decided: a conclusive sighting, the model, a likely sighting of what popular packages do not do, or the lack of anything to look at. */
  readonly because: 'conclusive' | 'model' | 'rare' | 'opaque' | 'empty' | 'nothing'
}

const surely = 0.99

/** What one note adds, in log-odds, and what all may add at most. */
const noteWeight = 0.4
const mostFromNotes = 1.2

/** The verdict on a package. Names and metadata move the score by a bounded amount, and never to `malicious`. */
export function classify(evidence: ArtifactEvidence, model: Model = usualModel): Classification {
  return classifySummary(summaryOf(evidence), model)
}

/** The same of evidence that was summed up before. */
export function classifySummary(summary: EvidenceSummary, model: Model): Classification {
  const found = scoreOf(summary.files, model)
  const { malicious, suspicious } = model.thresholds
  const rare = rarest(summary.deeds)
  const least = summary.deeds.some((each) => each.isConclusive) ? surely : rare === undefined ? 0 : model.rare
  if (least === surely) {
    const score = Math.max(least, found.probability)
    return { verdict: 'malicious', score, contributions: found.contributions, because: 'conclusive' }
  }
  if (found.logOdds >= malicious) {
    const score = Math.max(least, found.probability)
    return { verdict: 'malicious', score, contributions: found.contributions, because: 'model' }
  }
  const shift = Math.min(mostFromNotes, summary.notes.length * noteWeight)
  const shifted = Math.min(found.logOdds + shift, malicious)
  const score = Math.max(least, calibrated(shifted, model))
  const contributions =
    shift === 0 ? found.contributions : [...found.contributions, { feature: 'notes', points: shift }]
  if (shifted >= suspicious) return { verdict: 'suspicious', score, contributions, because: 'model' }
  if (rare !== undefined) {
    const points = Math.max(0, Math.log(model.rare / (1 - model.rare)) - shifted)
    const because = { feature: `rare:${rare.id.replace(/^source\//, '')}`, points }
    return { verdict: 'suspicious', score, contributions: [because, ...contributions], because: 'rare' }
  }
  if (summary.isOpaque) return { verdict: 'unanalysable', score, contributions, because: 'opaque' }
  if (summary.isEmpty) return { verdict: 'placeholder', score, contributions, because: 'empty' }
  return { verdict: 'clean', score, contributions, because: 'nothing' }
}
