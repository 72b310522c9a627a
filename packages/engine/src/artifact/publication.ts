import { publicationNotes, typosquatId } from '@cordon/checks/artifact'
import type { ArtifactInspection, KnownArtifact } from '@cordon/model'
import type { ProjectPage } from '@cordon/pypa'
import type { FoundPage } from '@cordon/sources'

/** Where an artifact was found: the page of its project on an index, and its name there. */
export interface Publication {
  readonly page: ProjectPage
  readonly filename: string
  /** What other indexes that an installer would ask have under the same name. */
  readonly rivals?: readonly FoundPage[]
  /** Why not all of those could be asked, where that is so. */
  readonly unasked?: string | null
}

/** What whoever runs the inspection has laid down about artifacts and projects. */
export interface Standards {
  readonly now: Date
  /** Days that a release of a project should have been seen by others; 0: none. */
  cooldownDays(name: string): number
  /** Days for which a project counts as young. */
  readonly youngDays: number
  /** By SHA-256. */
  readonly known: ReadonlyMap<string, KnownArtifact>
}

/**
 * Adds what its index tells of an artifact's file and project. It is of the day, and not of the bytes: it is added after what may be
 * kept, and changes neither verdict nor score.
 */
export function withPublication(
  inspection: ArtifactInspection,
  publication: Publication,
  standards: Standards,
  publishers: readonly string[],
): ArtifactInspection {
  const { now, youngDays } = standards
  const nearName = inspection.notes.find(({ code, severity }) => code === typosquatId && severity === 'medium')
  const added = publicationNotes({
    page: publication.page,
    filename: publication.filename,
    rivals: publication.rivals ?? [],
    now,
    youngDays,
    cooldownDays: standards.cooldownDays(inspection.name ?? publication.page.name ?? ''),
    publishers,
    repositories: inspection.facts.metadata?.repositories ?? [],
    nearName: nearName?.detail ?? null,
  })
  return added.length === 0 ? inspection : { ...inspection, notes: [...inspection.notes, ...added] }
}
