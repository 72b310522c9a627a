import type { CheckMeta } from '@cordon/model'
import { definePublicationNote } from '../note.ts'
import { dayOf, daysBetween, publishedFile } from '../release-history.ts'

const meta: CheckMeta = {
  title: 'First release after years',
  domain: 'author',
  severity: 'medium',
  why: `The release before this one is at least two years older. Makers do come back; but an account whose owner has lost interest, whose password was leaked or whose address could be bought is what attackers look for, because whoever still depends on the project takes the new release without a thought.

The dates are the index's own (PEP 700).`,
  remedy: 'Read what has changed since the release before; compare them with `cordon inspect --against`.',
  references: [
    'https://peps.python.org/pep-0700/',
    'https://blog.pypi.org/posts/2025-08-18-preventing-domain-resurrections/',
    'https://attack.mitre.org/techniques/T1195/001/',
  ],
}

const quietYears = 2

/** Tells releases that come years after the one before. */
export const revived = definePublicationNote({
  id: 'release/revived',
  meta,
  note(facts) {
    const found = publishedFile(facts)
    if (found?.release == null || found.previous === null) return []
    const { release, previous } = found
    const years = Math.floor(daysBetween(previous.last, release.first) / 365)
    const since = `is the first release since ${previous.version} of ${dayOf(previous.last)}`
    return years < quietYears ? [] : [{ detail: `${since}, ${years} years before`, path: null }]
  },
})
