import type { ArtifactClass, ArtifactOddity, Contribution, Unanalysed } from '@cordon/model'
import type { ArtifactEvidence } from './evidence.ts'
import { featuresOf } from './features.ts'
import { type Model, usualModel } from './model.ts'
import { isDeed, isEmptiness, isOpaque, verdictByRules } from './rules.ts'
import { calibrated, scoreOf } from './score.ts'

/** What a package is taken for, and why. */
export interface Classification {
  readonly verdict: ArtifactClass
  /** 0 to 1: the calibrated probability that it is malicious; at least 0.99 where a sighting alone is enough. */
  readonly score: number
  readonly contributions: readonly Contribution[]
  /** What decided: a conclusive sighting, the rules for graded ones, the model, or the lack of anything to look at. */
  readonly because: 'conclusive' | 'rules' | 'model' | 'opaque' | 'empty' | 'nothing'
}

const surely = 0.99

/** What one note adds, in log-odds, and what all may add at most. */
const noteWeight = 0.4
const mostFromNotes = 1.2

/** The verdict on a package. Names and metadata move the score by a bounded amount, and never to `malicious`. */
export function classify(evidence: ArtifactEvidence, model: Model = usualModel): Classification {
  const deeds = evidence.sightings.filter(isDeed)
  const found = scoreOf(featuresOf(deeds, evidence.code), model)
  const byRules = verdictByRules(deeds)
  const { contributions } = found
  if (byRules === 'malicious')
    return { verdict: 'malicious', score: Math.max(surely, found.probability), contributions, because: 'conclusive' }
  if (found.probability >= model.thresholds.malicious)
    return { verdict: 'malicious', score: found.probability, contributions, because: 'model' }
  const shift = shiftOf(evidence.notes)
  const score = Math.min(
    calibrated(found.logOdds + shift, model),
    Math.max(found.probability, model.thresholds.malicious),
  )
  const withNotes = shift === 0 ? contributions : [...contributions, { feature: 'notes', points: shift }]
  if (score >= model.thresholds.suspicious)
    return { verdict: 'suspicious', score, contributions: withNotes, because: 'model' }
  if (byRules === 'suspicious') return { verdict: 'suspicious', score, contributions: withNotes, because: 'rules' }
  if (isUnanalysable(evidence)) return { verdict: 'unanalysable', score, contributions: withNotes, because: 'opaque' }
  if (evidence.sightings.some(isEmptiness))
    return { verdict: 'placeholder', score, contributions: withNotes, because: 'empty' }
  return { verdict: 'clean', score, contributions: withNotes, because: 'nothing' }
}

function shiftOf(notes: readonly ArtifactOddity[]): number {
  return Math.min(mostFromNotes, new Set(notes.map((note) => note.code)).size * noteWeight)
}

/** Nothing but native code or bytecode, or an entry file that met a limit before it was read through. */
function isUnanalysable({ sightings, code, artifact }: ArtifactEvidence): boolean {
  if (sightings.some(isOpaque)) return true
  const compiled = artifact.native.length + artifact.bytecode.filter((each) => !each.hasSource).length
  if (artifact.pythonFiles === 0 && compiled > 0) return true
  const entries = new Set(
    code.files.filter(({ role }) => role === 'setup' || role === 'backend' || role === 'start').map(({ path }) => path),
  )
  return code.unanalysed.some(({ at }: Unanalysed) => entries.has(at.path))
}
