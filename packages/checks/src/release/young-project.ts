import type { CheckMeta } from '@cordon/model'
import { definePublicationNote } from '../note.ts'
import { ageOf, dayOf, inDays } from '../release-history.ts'

const meta: CheckMeta = {
  title: 'Young project',
  domain: 'author',
  severity: 'low',
  why: `The project's first release that is still listed is less than 90 days old, or as many as the configuration says (\`young-project-days\`). Impostors and throw-away packages are young: they are found and removed before they can grow old. So is every new project, which is why this is a weak remark, and counts together with others: a young project with the name of an old one is what an impostor looks like.`,
  remedy: 'Look at who makes it and since when; prefer what others have used for a while.',
  references: ['https://peps.python.org/pep-0700/', 'https://arxiv.org/abs/2005.09535'],
}

/** Tells projects whose first release is younger than the configuration asks. */
export const youngProject = definePublicationNote({
  id: 'release/young-project',
  meta,
  note(facts) {
    const age = ageOf(facts)
    return age === null || age.days >= facts.youngDays
      ? []
      : [{ detail: `has existed since ${dayOf(age.first)}, ${inDays(age.days)}`, path: null }]
  },
})
