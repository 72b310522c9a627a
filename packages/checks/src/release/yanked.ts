import type { CheckMeta } from '@cordon/model'
import { definePublicationNote, type Note, shown } from '../note.ts'
import { filesOfRelease, type PublishedFile, publishedFile } from '../release-history.ts'

const meta: CheckMeta = {
  title: 'Release that was yanked',
  domain: 'engineering',
  severity: 'medium',
  why: `Its makers have taken the release back: installers pass over it unless it is asked for by its exact version. They do so when it is broken, when it holds a secret, or when somebody else published it, and the reason that they gave is all that the index tells.

Installers pass over each yanked file by itself: one that is left of a yanked release is what they take.

A lock file goes on installing a yanked release for ever.`,
  remedy: 'Move to a release that is not yanked; read the reason that its makers gave.',
  references: ['https://peps.python.org/pep-0592/', 'https://docs.pypi.org/project-management/yanking/'],
}

/** Tells files that their makers have taken back, and files that were left of a release that was. */
export const yanked = definePublicationNote({
  id: 'release/yanked',
  meta,
  note(facts) {
    const found = publishedFile(facts)
    if (found === null) return []
    if (found.file.yanked === null) return onlyOthers(found)
    const { reason } = found.file.yanked
    return [{ detail: reason === null ? 'was yanked, without a reason' : `was yanked: ${shown(reason)}`, path: null }]
  },
})

/** A release is taken back as a whole: a file that was left, or came later, is the one that installers then take. */
function onlyOthers(found: PublishedFile): readonly Note[] {
  const other = filesOfRelease(found).find(({ yanked }) => yanked !== null)
  const reason = other?.yanked?.reason ?? 'no reason is given'
  return other === undefined
    ? []
    : [{ detail: `is not yanked, and ${shown(other.filename)} of the same release is: ${shown(reason)}`, path: null }]
}
