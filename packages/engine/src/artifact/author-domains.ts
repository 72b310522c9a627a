import { authorDomainNote } from '@cordon/checks/artifact'
import type { ArtifactInspection, Unanalysed } from '@cordon/model'
import type { DomainAnswer, DomainLookup } from '@cordon/sources'

/** Addresses of a release have few domains; what was made to have many is not asked about to its end. */
const mostDomains = 20

/** Adds whether the domains of its authors still belong to somebody. What could not be asked is told, unless nobody may ask. */
export async function withAuthorDomains(
  inspection: ArtifactInspection,
  lookup: DomainLookup,
): Promise<ArtifactInspection> {
  const { metadata } = inspection.facts
  const domains = metadata?.domains ?? []
  if (metadata === undefined || domains.length === 0) return inspection
  const answers = await Promise.all(domains.slice(0, mostDomains).map((domain) => lookup.stateOf(domain)))
  const byDomain = new Map(answers.map((answer) => [answer.domain, answer]))
  const authorDomains = [...byDomain.values()].map(({ domain, state }) => ({ domain, state }))
  const notes = authorDomains.flatMap(({ domain, state }) =>
    state === 'expired' ? [authorDomainNote(domain, metadata.path)] : [],
  )
  return {
    ...inspection,
    authorDomains,
    notes: [...inspection.notes, ...notes],
    unanalysed: [...inspection.unanalysed, ...[...byDomain.values()].flatMap((each) => unasked(each, metadata.path))],
  }
}

function unasked({ domain, state, detail }: DomainAnswer, path: string): readonly Unanalysed[] {
  if (state !== 'unknown' || detail === null) return []
  return [{ at: { path, line: 0 }, code: 'DOMAIN_UNKNOWN', detail: `whether ${domain} still exists: ${detail}` }]
}
