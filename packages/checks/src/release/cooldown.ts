import type { CheckMeta } from '@cordon/model'
import { definePublicationNote } from '../note.ts'
import { dayOf, daysBetween, inDays, publishedFile } from '../release-history.ts'

const meta: CheckMeta = {
  title: 'Release younger than a week',
  domain: 'author',
  severity: 'medium',
  why: `The file was uploaded less than seven days ago. Nearly all malicious releases are found and removed within days: whoever waits a week before taking a new release meets hardly any of them, and has the fixes of the others' surprises as well.

The date is the index's own (PEP 700), not the author's. Where the index tells none, nothing is said.`,
  remedy: 'Wait until it is a week old, unless it fixes a flaw that hurts you now.',
  references: [
    'https://peps.python.org/pep-0700/',
    'https://docs.astral.sh/uv/concepts/resolution/#reproducible-resolutions',
  ],
}

/** So many days a release should have been seen by others. */
const cooldownDays = 7

/** Tells files that were uploaded less than a week ago. */
export const cooldown = definePublicationNote({
  id: 'release/cooldown',
  meta,
  note(facts) {
    const uploaded = publishedFile(facts)?.uploaded ?? null
    if (uploaded === null) return []
    const days = daysBetween(uploaded, facts.now.getTime())
    return days < cooldownDays
      ? [{ detail: `was uploaded on ${dayOf(uploaded)}, ${inDays(days)} ago`, path: null }]
      : []
  },
})
