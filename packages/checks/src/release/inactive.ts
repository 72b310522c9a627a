import type { CheckMeta } from '@cordon/model'
import { definePublicationNote } from '../note.ts'
import { reasonOf } from '../release-history.ts'

const meta: CheckMeta = {
  title: 'Project that is archived or deprecated',
  domain: 'engineering',
  severity: 'low',
  why: `Its makers say that nobody works on the project any more (\`archived\`), or advise against it (\`deprecated\`). Flaws that are found in it will not be mended, and an account that nobody watches is what attackers look for.

The status is the index's own (PEP 792); the reason is what its makers gave.`,
  remedy: 'Replace it while there is time; the reason often names what to use instead.',
  references: ['https://peps.python.org/pep-0792/', 'https://docs.pypi.org/project-management/archiving-projects/'],
}

/** Tells projects that their makers have archived or deprecated (PEP 792). */
export const inactive = definePublicationNote({
  id: 'release/inactive',
  meta,
  note({ page }) {
    if (page.status !== 'archived' && page.status !== 'deprecated') return []
    return [{ detail: `its makers have marked the project as ${page.status}${reasonOf(page)}`, path: null }]
  },
})
