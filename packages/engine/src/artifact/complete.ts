import type { ArtifactInspection } from '@cordon/model'
import type { DomainLookup, IndexClient } from '@cordon/sources'
import { withAuthorDomains } from './author-domains.ts'
import { withIndexStatements } from './index-statements.ts'
import { withKnown } from './known.ts'
import { publishersOf } from './provenance.ts'
import { type Publication, type Standards, withPublication } from './publication.ts'

/** What completes an inspection with facts that are of the day and of whoever inspects, and so are never kept with it. */
export interface Completing {
  readonly standards: Standards
  readonly index: () => Pick<IndexClient, 'fetchMetadata' | 'fetchProvenance'>
  /** Null: name servers are asked of no artifact. */
  readonly domains: DomainLookup | null
  /** Name servers are asked of files that come from no index as well. */
  readonly isOnline: boolean
}

/** The inspection with what its index, the name servers and the configuration tell of the artifact. Verdicts change for known digests only. */
export async function completeArtifact(
  inspection: ArtifactInspection,
  published: Publication | null,
  { standards, index, domains, isOnline }: Completing,
): Promise<ArtifactInspection> {
  const known = withKnown(inspection, standards)
  const told = published === null ? known : await withIndex(known, published, { standards, index })
  const isAsked = isOnline || (published !== null && isRemote(published))
  return domains === null || !isAsked ? told : withAuthorDomains(told, domains)
}

async function withIndex(
  inspection: ArtifactInspection,
  published: Publication,
  { standards, index }: Pick<Completing, 'standards' | 'index'>,
): Promise<ArtifactInspection> {
  const file = published.page.files.find(({ filename }) => filename === published.filename)
  const { publishers, unanalysed } = await publishersOf(inspection, file, index)
  const told = withPublication(inspection, published, standards, publishers)
  const { unasked = null } = published
  const others = unasked === null ? [] : [{ at: { path: '.', line: 0 }, code: 'INDEX_UNASKED', detail: unasked }]
  const more = [...unanalysed, ...others]
  const all = more.length === 0 ? told : { ...told, unanalysed: [...told.unanalysed, ...more] }
  return withIndexStatements(all, published, index)
}

/** An index on the disk is asked without a network, and so is all about its files. */
function isRemote({ page, filename }: Publication): boolean {
  const url = page.files.find((file) => file.filename === filename)?.url ?? ''
  return /^https?:/i.test(url)
}
