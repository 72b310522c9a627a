import type { ArtifactOddity } from '@cordon/model'
import { authorDomain } from './metadata/author-domain.ts'
import { directUrlDependency } from './metadata/direct-url-dependency.ts'
import { manifestConfusion } from './metadata/manifest-confusion.ts'
import { starjacking } from './metadata/starjacking.ts'
import { thin } from './metadata/thin.ts'
import { typosquatNote } from './name/typosquat.ts'
import { type ContentFacts, type NoteCheck, notesOf, type PublicationFacts } from './note.ts'
import { cooldown } from './release/cooldown.ts'
import { inactive } from './release/inactive.ts'
import { indexConfusion } from './release/index-confusion.ts'
import { lateFile } from './release/late-file.ts'
import { quarantined } from './release/quarantined.ts'
import { repositoryMismatch } from './release/repository-mismatch.ts'
import { revived } from './release/revived.ts'
import { yanked } from './release/yanked.ts'
import { youngImpostor } from './release/young-impostor.ts'
import { youngProject } from './release/young-project.ts'

/** Every remark on metadata and publication, alphabetical by id. Order never carries meaning. */
export const noteChecks: readonly NoteCheck[] = [
  authorDomain,
  directUrlDependency,
  manifestConfusion,
  starjacking,
  thin,
  cooldown,
  inactive,
  indexConfusion,
  lateFile,
  quarantined,
  repositoryMismatch,
  revived,
  yanked,
  youngImpostor,
  youngProject,
]

/** What is remarkable about a package's name and what it says of itself. */
export function contentNotes(facts: ContentFacts): readonly ArtifactOddity[] {
  const { name, names } = facts
  const content = noteChecks.flatMap((check) => (check.subject === 'content' ? notesOf(check, facts) : []))
  return name === null || names === null ? content : [...typosquatNote(names, name), ...content]
}

/** What is remarkable about a file's publication. */
export function publicationNotes(facts: PublicationFacts): readonly ArtifactOddity[] {
  return noteChecks.flatMap((check) => (check.subject === 'publication' ? notesOf(check, facts) : []))
}
