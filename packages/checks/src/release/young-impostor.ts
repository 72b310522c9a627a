import type { CheckMeta } from '@cordon/model'
import { definePublicationNote } from '../note.ts'
import { ageOf, dayOf, inDays } from '../release-history.ts'

const meta: CheckMeta = {
  title: 'Young project with nearly the name of a popular one',
  domain: 'author',
  severity: 'high',
  why: `The name is a slip of the finger away from a popular project's, so near that hardly any honest project has one like it, and the project is younger than 90 days (\`young-project-days\`). Each of the two is common and says little; together they are what an impostor looks like in the days before it is found.

The default policy blocks it (\`default:young-impostor\`). It says nothing about the code: the verdict stays what the code makes it.`,
  remedy: 'Check which project is meant; if it is this one, make an exception that says so.',
  references: [
    'https://docs.pypi.org/project-management/name-retention/',
    'https://arxiv.org/abs/2003.03471',
    'https://attack.mitre.org/techniques/T1195/001/',
  ],
}

/** Tells projects that are young and probably mistaken for a popular one. */
export const youngImpostor = definePublicationNote({
  id: 'release/young-impostor',
  meta,
  note(facts) {
    const age = facts.nearName === null ? null : ageOf(facts)
    if (age === null || age.days >= facts.youngDays) return []
    return [{ detail: `${facts.nearName}, and has existed since ${dayOf(age.first)}, ${inDays(age.days)}`, path: null }]
  },
})
