import { type Digest, fieldsOf, fieldsOfText, isStrongAlgorithm, readHashes, readUrl } from './origin-record.ts'

/** `provenance_url.json` (PEP 710, a draft): the file of an index that was installed by its name. */
export interface ProvenanceUrl {
  /** Without secrets; of the source distribution, where the wheel was built from one. */
  readonly url: string
  readonly hashes: readonly Digest[]
}

/** What holds of a `provenance_url.json`, whatever rules it breaks (`validateProvenanceUrl` names them); null when nothing does. Never throws. */
export function readProvenanceUrl(text: string): ProvenanceUrl | null {
  const fields = fieldsOfText(text)
  const url = fields === null ? null : readUrl(fields)
  const info = fieldsOf(fields?.get('archive_info'))
  if (url === null || info === null) return null
  return { url, hashes: readHashes(info.get('hashes'), isStrongAlgorithm) }
}

/**
 * The text of a `provenance_url.json` (PEP 710): the same for the same URL and hashes, whatever their order. The URL must be free of secrets
 * (`recordableUrl`); hashes of other algorithms than PEP 710 allows are left out. Null where none is left.
 */
export function provenanceUrlText({ url, hashes }: ProvenanceUrl): string | null {
  const allowed = hashes.filter(({ algorithm }) => isStrongAlgorithm(algorithm))
  if (allowed.length === 0) return null
  const sorted = allowed.map(({ algorithm, value }) => [algorithm, value] as const).sort(([a], [b]) => (a < b ? -1 : 1))
  return `${JSON.stringify({ archive_info: { hashes: Object.fromEntries(sorted) }, url }, null, 2)}\n`
}
