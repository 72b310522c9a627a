import type { CheckMeta } from '@cordon/model'
import { builtInNames } from '@cordon/names'
import { defineContentNote, shown } from '../note.ts'
import { repositoriesOf } from '../repositories.ts'

const meta: CheckMeta = {
  title: 'Repository that belongs to a popular project',
  domain: 'author',
  severity: 'low',
  why: `The metadata names the repository of one of the most popular projects as its own, under another name. Indexes show such links beside the package, and tools count the stars and contributors of the repository for it: nobody checks whose it is. Impostors copy the metadata of the project that they imitate, its links among it.

Honest packages do it as well: parts of one repository that are released under several names, and plugins that point to what they extend. It is a weak remark, and decides nothing.`,
  remedy: 'Look in that repository for this package; if it is not there, somebody else made it.',
  references: [
    'https://checkmarx.com/blog/starjacking-making-your-new-open-source-package-popular-in-a-snap/',
    'https://docs.pypi.org/project_metadata/#verified-details',
  ],
}

const popular: ReadonlySet<string> = new Set(builtInNames)

/** Tells packages whose repository is named after another, popular project. */
export const starjacking = defineContentNote({
  id: 'metadata/starjacking',
  meta,
  note({ name, metadata, metadataPath }) {
    if (name === null || metadata === null || popular.has(name)) return []
    const taken = repositoriesOf(metadata)
      .flatMap(({ project }) => project ?? [])
      .find((project) => popular.has(project) && !isRelated(name, project))
    return taken === undefined
      ? []
      : [{ detail: `calls the repository of ${shown(taken)} its own`, path: metadataPath }]
  },
})

/** `requests-mock` may well come from `requests`, and `types-six` speak of `six`. */
function isRelated(name: string, project: string): boolean {
  return name.includes(project) || project.includes(name)
}
