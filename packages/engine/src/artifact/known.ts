import type { ArtifactInspection } from '@cordon/model'
import type { Standards } from './publication.ts'

/** The code of the remark that somebody answers for an artifact. */
const code = 'artifact/known'
const day = 86_400_000

/**
 * An artifact that nobody can look into and that somebody answers for, by its digest: clean, with who says so and why. It speaks of
 * what is unanalysable only, never against what was seen, and says when it counts no more.
 */
export function withKnown(inspection: ArtifactInspection, { known, now }: Standards): ArtifactInspection {
  const entry = inspection.verdict === 'unanalysable' ? known.get(inspection.sha256) : undefined
  if (entry === undefined) return inspection
  const { reason, by, until } = entry
  const isOver = Date.parse(`${until}T00:00:00Z`) + day <= now.getTime()
  const detail = isOver
    ? `was known up to ${until} (${by}: ${reason}); look at it again`
    : `its SHA-256 is known: ${reason} (${by}, until ${until})`
  const notes = [...inspection.notes, { code, path: null, detail, severity: isOver ? 'low' : 'none' } as const]
  return isOver ? { ...inspection, notes } : { ...inspection, verdict: 'clean', notes, known: { reason, by, until } }
}
