import {
  type Digest,
  fieldsOf,
  fieldsOfText,
  hashesOf,
  type OriginRecordProblem,
  type Problems,
  refuseKeys,
  urlOf,
} from './origin-record.ts'

/** `provenance_url.json` (PEP 710, a draft): the file of an index that was installed by its name. */
export interface ProvenanceUrl {
  /** Without secrets; of the source distribution, where the wheel was built from one. */
  readonly url: string
  readonly hashes: readonly Digest[]
}

export interface ProvenanceUrlRecord {
  readonly value: ProvenanceUrl | null
  readonly problems: readonly OriginRecordProblem[]
}

/** PEP 710: the canonical names of hashlib; MD5, SHA-1 and those of variable length are left out. */
const algorithms: ReadonlySet<string> = new Set([
  'blake2b',
  'blake2s',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'sha3_224',
  'sha3_256',
  'sha3_384',
  'sha3_512',
])

/** Reads `provenance_url.json` (PEP 710); never throws: what is wrong is in `problems`. */
export function parseProvenanceUrl(text: string): ProvenanceUrlRecord {
  const problems: Problems = []
  const fields = fieldsOfText(text, problems)
  if (fields === null) return { value: null, problems }
  refuseKeys(fields, ['url', 'archive_info'], { where: 'the file', problems })
  const url = urlOf(fields, problems)
  const info = fieldsOf(fields.get('archive_info'))
  if (info === null) problems.push({ code: 'INFO', detail: 'there is no `archive_info`' })
  else refuseKeys(info, ['hashes'], { where: 'archive_info', problems })
  const hashes = info === null ? [] : hashesOf(info.get('hashes'), (name) => algorithms.has(name), problems)
  if (info !== null && hashes.length === 0 && !problems.some(({ code }) => code === 'HASH'))
    problems.push({ code: 'HASH', detail: '`hashes` is empty' })
  return { value: url === null || info === null ? null : { url, hashes }, problems }
}
