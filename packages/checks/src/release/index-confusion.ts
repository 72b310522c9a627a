import type { CheckMeta } from '@cordon/model'
import { compareVersions, type ProjectPage, type Version } from '@cordon/pypa'
import { definePublicationNote, type Note, type PublicationFacts, shown } from '../note.ts'
import { withoutCredentials } from '../url.ts'
import { isLeap } from '../version-leap.ts'

const meta: CheckMeta = {
  title: 'Name that two indexes have in different ways',
  domain: 'author',
  severity: 'high',
  why: `Several indexes are asked, and more than one has the name. Installers that ask them all take the highest version from whichever has it: where another index has one far above, its package wins over the one that is meant, and whoever may upload there gets their code in. The same file name with another digest is a file that was exchanged on one of the two.

An index that mirrors another one, or lags behind it, is no remark. Only indexes after the one that the file came from are asked, and none where that lies on this disk.`,
  remedy:
    'Bind the name to its index, or give the installer one index that keeps internal names to itself; find out who has uploaded to the other.',
  references: [
    'https://medium.com/@alex.birsan/dependency-confusion-4a5d60fec610',
    'https://docs.astral.sh/uv/concepts/indexes/#pinning-a-package-to-an-index',
    'https://cwe.mitre.org/data/definitions/427.html',
  ],
}

/** Tells names that another index has in a version far above, and files that it has with other bytes. */
export const indexConfusion = definePublicationNote({
  id: 'release/index-confusion',
  meta,
  note: (facts) => facts.rivals.flatMap((rival) => [...leap(facts, rival), ...exchanged(facts, rival)]),
})

type Rival = PublicationFacts['rivals'][number]

function leap({ page }: PublicationFacts, rival: Rival): readonly Note[] {
  const own = highest(page)
  const other = highest(rival.page)
  if (own === null || other === null || compareVersions(other, own) <= 0 || !isLeap(other, own)) return []
  const where = shown(withoutCredentials(rival.index))
  return [{ detail: `is ${own.raw} at most, and ${where} has ${other.raw}, far above`, path: null }]
}

function highest({ files }: ProjectPage): Version | null {
  let best: Version | null = null
  for (const { distribution } of files) {
    const version = distribution?.version
    if (version?.kind === 'pep440' && (best === null || compareVersions(version, best) > 0)) best = version
  }
  return best
}

function exchanged({ page, filename }: PublicationFacts, rival: Rival): readonly Note[] {
  const [ours, theirs] = [page, rival.page].map(({ files }) =>
    files.find((file) => file.filename === filename)?.hashes.get('sha256'),
  )
  if (ours === undefined || theirs === undefined || ours === theirs) return []
  const where = shown(withoutCredentials(rival.index))
  return [{ detail: `has other bytes than the file of the same name at ${where}`, path: null }]
}
