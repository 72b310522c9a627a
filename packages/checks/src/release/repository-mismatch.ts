import type { CheckMeta } from '@cordon/model'
import { definePublicationNote, shown } from '../note.ts'

const meta: CheckMeta = {
  title: 'Published from another repository than it names',
  domain: 'provenance',
  severity: 'medium',
  why: `The index has verified from which repository the file was published (PEP 740), and the metadata names repositories of other owners only. Links in metadata are whatever their author writes: impostors take those of the project that they imitate, and with them its stars and its good name. Where the file really came from, the index knows better.

A project that has moved to another owner, and whose links still lead to the old place, looks the same. The index's word is taken for it: signatures are not looked at here. Other repositories of one owner are no remark: many publish several packages from one.`,
  remedy: 'Look at the repository that it was published from; if it is not the one you know, somebody else made it.',
  references: [
    'https://peps.python.org/pep-0740/',
    'https://docs.pypi.org/project_metadata/#verified-details',
    'https://checkmarx.com/blog/starjacking-making-your-new-open-source-package-popular-in-a-snap/',
  ],
}

/** Tells files that were published from a repository of somebody whom their metadata does not name. */
export const repositoryMismatch = definePublicationNote({
  id: 'release/repository-mismatch',
  meta,
  note({ publishers, repositories }) {
    const named = new Set(repositories.map(ownerOf))
    const [publisher] = publishers
    const [repository] = repositories
    if (publisher === undefined || repository === undefined) return []
    if (publishers.some((each) => named.has(ownerOf(each)))) return []
    return [{ detail: `was published from ${shown(publisher)}, and calls ${shown(repository)} its own`, path: null }]
  },
})

/** `github.com/owner` */
function ownerOf(place: string): string {
  return place.split('/', 2).join('/').toLowerCase()
}
