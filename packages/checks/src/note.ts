import type { ArtifactOddity, CheckMeta, NameFacts, Severity } from '@cordon/model'
import type { CoreMetadata, EntryPoint, PackageName, ProjectPage } from '@cordon/pypa'

/** What a package says of itself. All of it is its author's word. */
export interface ContentFacts {
  readonly name: PackageName | null
  /** What the list of popular names says of the name; null where nobody asked. */
  readonly names: NameFacts | null
  /** METADATA or PKG-INFO, and where it lies; null where there is none that can be read. */
  readonly metadata: CoreMetadata | null
  readonly metadataPath: string | null
  /** Of its `entry_points.txt`; empty where there is none. */
  readonly entryPoints: readonly EntryPoint[]
  /** `pyproject.toml` of a source distribution or folder, as text. */
  readonly pyproject: { readonly path: string; readonly text: string } | null
}

/** What an index says of a file that was taken from it: the page of its project, and the file's name there. */
export interface PublicationFacts {
  readonly page: ProjectPage
  readonly filename: string
  readonly now: Date
  /** Days that a release of this project should have been seen by others; 0: none. */
  readonly cooldownDays: number
  /** Days for which a project counts as young. */
  readonly youngDays: number
  /** Where its index says that the file was published from: `github.com/owner/name`. */
  readonly publishers: readonly string[]
  /** The repositories that its metadata names, in the same form. */
  readonly repositories: readonly string[]
  /** What other indexes have under the same name, with their addresses. */
  readonly rivals: readonly { readonly index: string; readonly page: ProjectPage }[]
  /** Which popular name its name is probably mistaken for, as a sentence; null where there is none. */
  readonly nearName: string | null
}

export interface Note {
  /** What is remarkable, in one sentence without a full stop. */
  readonly detail: string
  /** The member of the archive that shows it, or null. */
  readonly path: string | null
  /** Where this one weighs more or less than its check usually does. */
  readonly severity?: Severity
}

/**
 * A remark on the name, the metadata or the publication of a package. Remarks of the content move the score by a bounded amount; none of
 * them makes a verdict `malicious`.
 */
export type NoteCheck = ContentNote | PublicationNote

export interface ContentNote {
  readonly subject: 'content'
  readonly id: string
  readonly meta: CheckMeta
  note(facts: ContentFacts): readonly Note[]
}

export interface PublicationNote {
  readonly subject: 'publication'
  readonly id: string
  readonly meta: CheckMeta
  note(facts: PublicationFacts): readonly Note[]
}

export function defineContentNote(check: Omit<ContentNote, 'subject'>): ContentNote {
  return { ...check, subject: 'content' }
}

export function definePublicationNote(check: Omit<PublicationNote, 'subject'>): PublicationNote {
  return { ...check, subject: 'publication' }
}

/** What one check remarks, under its id. */
export function notesOf<F>(
  { id, note }: { readonly id: string; readonly note: (facts: F) => readonly Note[] },
  facts: F,
): readonly ArtifactOddity[] {
  return note(facts).map((each) => ({ code: id, ...each }))
}

const longestShown = 120

/** Text of an author or an index for a sentence: one line, cut. */
export function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= longestShown ? line : `${line.slice(0, longestShown)}…`
}
