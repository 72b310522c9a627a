import { publicationNotes } from '@cordon/checks'
import type { ArtifactInspection } from '@cordon/model'
import type { ProjectPage } from '@cordon/pypa'

/** Where an artifact was found: the page of its project on an index, and its name there. */
export interface Publication {
  readonly page: ProjectPage
  readonly filename: string
}

/**
 * Adds what its index tells of an artifact's file and project. It is of the day, and not of the bytes: it is added after what may be
 * kept, and changes neither verdict nor score.
 */
export function withPublication(
  inspection: ArtifactInspection,
  publication: Publication | null,
  now: Date,
): ArtifactInspection {
  const added = publication === null ? [] : publicationNotes({ ...publication, now })
  return added.length === 0 ? inspection : { ...inspection, notes: [...inspection.notes, ...added] }
}
