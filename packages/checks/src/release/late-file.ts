import type { CheckMeta } from '@cordon/model'
import { definePublicationNote } from '../note.ts'
import { dayOf, daysBetween, publishedFile } from '../release-history.ts'

const meta: CheckMeta = {
  title: 'File added long after its release',
  domain: 'engineering',
  severity: 'medium',
  why: `The file was uploaded at least 30 days after the release's first file. Installers prefer a wheel to a source distribution and a wheel for the machine to one for all: whoever can add one file to an old release changes what every pin without hashes installs, and the version stays the same.

Makers add wheels for new Pythons late as well; a file for the same machines as an earlier one of the release is the stranger case.`,
  remedy: 'Pin with hashes; compare the file with another one of its release by `cordon inspect --against`.',
  references: [
    'https://peps.python.org/pep-0700/',
    'https://pip.pypa.io/en/stable/topics/secure-installs/#hash-checking-mode',
  ],
}

const lateDays = 30

/** Tells files that were added to an old release. */
export const lateFile = definePublicationNote({
  id: 'release/late-file',
  meta,
  note(facts) {
    const found = publishedFile(facts)
    if (found?.release == null || found.uploaded === null) return []
    const days = daysBetween(found.release.first, found.uploaded)
    const late = `was added on ${dayOf(found.uploaded)}, ${days} days after the first file of ${found.release.version}`
    return days < lateDays ? [] : [{ detail: late, path: null }]
  },
})
