import type { CheckMeta } from '@cordon/model'
import { definePublicationNote, shown } from '../note.ts'
import { publishedFile } from '../release-history.ts'

const meta: CheckMeta = {
  title: 'Release that was yanked',
  domain: 'engineering',
  severity: 'medium',
  why: `Its makers have taken the release back: installers pass over it unless it is asked for by its exact version. They do so when it is broken, when it holds a secret, or when somebody else published it, and the reason that they gave is all that the index tells.

A lock file goes on installing a yanked release for ever.`,
  remedy: 'Move to a release that is not yanked; read the reason that its makers gave.',
  references: ['https://peps.python.org/pep-0592/', 'https://docs.pypi.org/project-management/yanking/'],
}

/** Tells files that their makers have taken back. */
export const yanked = definePublicationNote({
  id: 'release/yanked',
  meta,
  note(facts) {
    const found = publishedFile(facts)
    if (found?.file.yanked == null) return []
    const { reason } = found.file.yanked
    return [{ detail: reason === null ? 'was yanked, without a reason' : `was yanked: ${shown(reason)}`, path: null }]
  },
})
