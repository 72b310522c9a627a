import type { CheckMeta } from '@cordon/model'
import { definePublicationNote } from '../note.ts'
import { dayOf, daysBetween, inDays, publishedFile } from '../release-history.ts'

const meta: CheckMeta = {
  title: 'Release younger than the cooldown',
  domain: 'author',
  severity: 'medium',
  why: `The file was uploaded less than seven days ago, or as many as the configuration says (\`cooldown-days\`, \`cooldown-for\` for names and patterns, \`--cooldown\`). Nearly all malicious releases are found and removed within days: whoever waits a week before taking a new release meets hardly any of them, and has the fixes of the others' surprises as well.

The date is the index's own (PEP 700), not the author's. Where the index tells none, nothing is said.`,
  remedy: 'Wait until it is old enough, unless it fixes a flaw that hurts you now.',
  references: [
    'https://peps.python.org/pep-0700/',
    'https://docs.astral.sh/uv/concepts/resolution/#reproducible-resolutions',
  ],
}

/** Tells files that were uploaded a shorter time ago than the project's cooldown. */
export const cooldown = definePublicationNote({
  id: 'release/cooldown',
  meta,
  note(facts) {
    const uploaded = publishedFile(facts)?.uploaded ?? null
    if (uploaded === null) return []
    const days = daysBetween(uploaded, facts.now.getTime())
    const { cooldownDays } = facts
    return days < cooldownDays
      ? [{ detail: `was uploaded on ${dayOf(uploaded)}, ${inDays(days)} ago`, path: null }]
      : []
  },
})
