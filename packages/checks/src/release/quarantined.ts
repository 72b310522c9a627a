import type { CheckMeta } from '@cordon/model'
import { definePublicationNote } from '../note.ts'
import { reasonOf } from '../release-history.ts'

const meta: CheckMeta = {
  title: 'Project in quarantine',
  domain: 'author',
  severity: 'high',
  why: `The administrators of the index take the project for harmful until they know better, and have put it into quarantine. It is often malware that has just been reported, hours before an advisory names it. The mark stops no installer: pip installs from a quarantined project whose files are still listed.

A status that this version does not know is told as well: what it forbids cannot be known.`,
  remedy: 'Do not install from it; where it is installed, treat it as malware until the quarantine ends.',
  references: ['https://peps.python.org/pep-0792/', 'https://blog.pypi.org/posts/2024-12-30-quarantine/'],
}

/** Tells projects that their index has put into quarantine (PEP 792). */
export const quarantined = definePublicationNote({
  id: 'release/quarantined',
  meta,
  note({ page }) {
    if (page.status !== 'quarantined' && page.status !== null) return []
    const status = page.status === null ? 'with a status that is not known' : 'as quarantined'
    return [{ detail: `its index marks the project ${status}${reasonOf(page)}`, path: null }]
  },
})
