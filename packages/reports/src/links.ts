import type { AdvisoryMatch } from '@cordon/model'

/** Ids as advisory databases give them; anything else gets no link. */
const plainId = /^[A-Za-z]{2,12}-[A-Za-z0-9-]{1,60}$/

/** The page of one record, or null when its id is not one that a database gives. */
export function recordUrl(id: string): string | null {
  if (!plainId.test(id)) return null
  if (id.startsWith('CVE-')) return `https://nvd.nist.gov/vuln/detail/${id}`
  if (id.startsWith('GHSA-')) return `https://github.com/advisories/${id}`
  return `https://osv.dev/vulnerability/${id}`
}

/** The page of a flaw: of a record that matched, since that one is there for sure. */
export function advisoryUrl(match: AdvisoryMatch): string | null {
  const record = match.records.find((id) => plainId.test(id))
  return record === undefined ? recordUrl(match.id) : `https://osv.dev/vulnerability/${record}`
}
