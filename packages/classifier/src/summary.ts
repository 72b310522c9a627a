import type { Sighting, Unanalysed } from '@cordon/model'
import type { ArtifactEvidence } from './evidence.ts'
import { type FileFeatures, featuresOf } from './features.ts'
import { isDeed, isEmptiness, isOpaque } from './kinds.ts'

/** What a verdict needs to know of a sighting. */
export type Graded = Pick<Sighting, 'id' | 'stage' | 'confidence' | 'isConclusive'>

/** All that a verdict needs to know of a package: small, and without its texts. */
export interface EvidenceSummary {
  readonly deeds: readonly Graded[]
  readonly files: readonly FileFeatures[]
  /** Nothing but native code or bytecode, or an entry file that met a limit before it was read through. */
  readonly isOpaque: boolean
  /** Nothing that does anything. */
  readonly isEmpty: boolean
  /** Codes of name and metadata evidence, each once. */
  readonly notes: readonly string[]
}

/** What the evidence comes to. */
export function summaryOf(evidence: ArtifactEvidence): EvidenceSummary {
  const deeds = evidence.sightings.filter(isDeed)
  return {
    deeds: deeds.map(({ id, stage, confidence, isConclusive }) => ({ id, stage, confidence, isConclusive })),
    files: featuresOf(deeds, evidence.code),
    isOpaque: isUnreadable(evidence),
    isEmpty: evidence.sightings.some(isEmptiness),
    notes: [...new Set(evidence.notes.map((note) => note.code))].sort(),
  }
}

function isUnreadable({ sightings, code, artifact }: ArtifactEvidence): boolean {
  if (sightings.some(isOpaque)) return true
  const compiled = artifact.native.length + artifact.bytecode.filter((each) => !each.hasSource).length
  if (artifact.pythonFiles === 0 && compiled > 0) return true
  const entries = new Set(
    code.files.filter(({ role }) => role === 'setup' || role === 'backend' || role === 'start').map(({ path }) => path),
  )
  return code.unanalysed.some(({ at }: Unanalysed) => entries.has(at.path))
}
