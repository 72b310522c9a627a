import { splitHash } from './direct-url.ts'
import {
  checkDigest,
  checkUrl,
  type Fields,
  type Findings,
  fieldsOf,
  fieldsOfFile,
  findings,
  isBrokenAlgorithm,
  isKnownAlgorithm,
  isStrongAlgorithm,
  type OriginRecordProblem,
  shown,
} from './origin-record.ts'

const kinds = ['vcs_info', 'archive_info', 'dir_info'] as const
const systems: readonly unknown[] = ['git', 'hg', 'svn', 'bzr']
const wholeCommit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i

/** Every rule that the files of one metadata folder break, each with the file that breaks it; `both-files` is of both. Null: there is none. */
export function validateOrigins(files: {
  readonly direct: string | Uint8Array | null
  readonly provenance: string | Uint8Array | null
}): Readonly<Record<'direct' | 'provenance' | 'both', readonly OriginRecordProblem[]>> {
  const { direct, provenance } = files
  const both = findings()
  if (direct !== null && provenance !== null)
    both.note('both-files', 'both direct_url.json and provenance_url.json are there')
  return {
    direct: direct === null ? [] : validateDirectUrl(direct),
    provenance: provenance === null ? [] : validateProvenanceUrl(provenance),
    both: both.problems,
  }
}

/** Every rule that a `direct_url.json` (PEP 610) breaks; empty for one that holds. Never throws. */
export function validateDirectUrl(file: string | Uint8Array): readonly OriginRecordProblem[] {
  const found = findings()
  const fields = fieldsOfFile(file, found)
  if (fields === null) return found.problems
  checkUrl(fields, found)
  checkKeys(fields, ['url', 'subdirectory', ...kinds], { where: 'the file', found })
  checkSubdirectory(fields.get('subdirectory'), found)
  const present = kinds.filter((kind) => fields.has(kind))
  if (present.length === 0) found.note('info-missing', 'none of `vcs_info`, `archive_info` and `dir_info`')
  if (present.length > 1) found.note('info-several', `${present.map((kind) => `\`${kind}\``).join(' and ')} together`)
  for (const kind of present) {
    const info = fieldsOf(fields.get(kind))
    if (info === null) found.note('info-type', `\`${kind}\` is no table`)
    else if (kind === 'vcs_info') checkVcs(info, found)
    else if (kind === 'archive_info') checkArchive(info, found)
    else checkDirectory(info, fields.get('url'), found)
  }
  return found.problems
}

/** Every rule that a `provenance_url.json` (PEP 710) breaks; empty for one that holds. Never throws. */
export function validateProvenanceUrl(file: string | Uint8Array): readonly OriginRecordProblem[] {
  const found = findings()
  const fields = fieldsOfFile(file, found)
  if (fields === null) return found.problems
  checkUrl(fields, found)
  checkKeys(fields, ['url', 'archive_info'], { where: 'the file', found, level: 'must' })
  const info = fieldsOf(fields.get('archive_info'))
  if (!fields.has('archive_info')) found.note('info-missing', 'there is no `archive_info`')
  else if (info === null) found.note('info-type', '`archive_info` is no table')
  else checkProvenanceHashes(info, found)
  return found.problems
}

interface Keys {
  readonly where: string
  readonly found: Findings
  readonly level?: OriginRecordProblem['level']
}

function checkKeys(fields: Fields, known: readonly string[], { where, found, level }: Keys): void {
  for (const key of fields.keys())
    if (!known.includes(key)) found.note('key-unknown', `${where} has the key ${shown(key)}`, level)
}

function checkSubdirectory(value: unknown, { note }: Findings): void {
  if (value === undefined || value === null) return
  if (typeof value !== 'string') note('subdirectory-type', '`subdirectory` is no text')
  else if (/^(?:[/\\]|[A-Za-z]:)/.test(value) || value.split(/[/\\]/).includes('..'))
    note('subdirectory-outside', `\`subdirectory\` leads out of the source: ${shown(value)}`)
}

function checkVcs(info: Fields, found: Findings): void {
  const { note } = found
  const [vcs, commit, revision] = ['vcs', 'commit_id', 'requested_revision'].map((key) => info.get(key))
  if (typeof vcs !== 'string' || vcs === '') note('vcs-missing', '`vcs_info` does not name its `vcs`')
  else if (!systems.includes(vcs)) note('vcs-unknown', `the system ${shown(vcs)} is not registered`)
  if (typeof commit !== 'string' || commit === '') note('commit-missing', '`vcs_info` has no `commit_id`')
  else if ((vcs === 'git' || vcs === 'hg') && !wholeCommit.test(commit))
    note('commit-form', `${shown(commit)} is no whole commit hash`)
  if (revision !== undefined && revision !== null && typeof revision !== 'string')
    note('revision-type', '`requested_revision` is no text')
}

function checkDirectory(info: Fields, url: unknown, { note }: Findings): void {
  const editable = info.get('editable') ?? false
  if (typeof editable !== 'boolean') note('editable-type', '`editable` is neither true nor false')
  if (typeof url !== 'string' || url === '') return
  if (!/^file:/i.test(url)) note('url-scheme', '`dir_info` goes with a `file:` URL')
  // A parser of URLs would make an absolute path of any.
  else if (!/^file:(?:\/\/[^/\\]*\/|\/(?!\/))/i.test(url))
    note('url-path', 'the path of the `file:` URL is not absolute')
}

function checkArchive(info: Fields, found: Findings): void {
  const { note } = found
  checkKeys(info, ['hash', 'hashes'], { where: '`archive_info`', found })
  const old = info.get('hash') ?? null
  const hashes = fieldsOf(info.get('hashes'))
  if ((info.get('hashes') ?? null) !== null && hashes === null) note('hashes-type', '`hashes` is no table of digests')
  for (const [algorithm, digest] of hashes ?? []) {
    if (!/^[a-z0-9_-]{1,40}$/.test(algorithm)) note('hash-name', `${shown(algorithm)} is no name of a hash`, 'should')
    checkDigest(algorithm, digest, found)
  }
  if (old !== null) checkOldHash(old, hashes, found)
  else if (hashes === null || hashes.size === 0) note('hashes-missing', 'nothing says which bytes they were', 'should')
  if (hashes !== null && hashes.size > 0 && ![...hashes.keys()].some(isStrongAlgorithm))
    note('hash-weak', 'none of the hashes is secure')
}

function checkOldHash(old: unknown, hashes: Fields | null, found: Findings): void {
  const { note } = found
  const parts = splitHash(old)
  if (parts === null) {
    note('hash-form', '`hash` is not `algorithm=digest`')
    return
  }
  const { algorithm, value } = parts
  if (hashes === null) {
    note('hash-deprecated', '`hash` without `hashes`')
    checkDigest(algorithm, value, found)
  } else if (hashes.get(algorithm) !== value) note('hash-differs', `\`hashes\` does not say what \`hash\` does`)
}

function checkProvenanceHashes(info: Fields, found: Findings): void {
  const { note } = found
  checkKeys(info, ['hash', 'hashes'], { where: '`archive_info`', found, level: 'must' })
  if (info.has('hash')) note('hash-deprecated', '`archive_info` must not have the key `hash`', 'must')
  const hashes = fieldsOf(info.get('hashes'))
  if (info.has('hashes') && hashes === null) {
    note('hashes-type', '`hashes` is no table of digests')
    return
  }
  if (hashes === null || hashes.size === 0) {
    note('hashes-missing', hashes === null ? 'there are no `hashes`' : '`hashes` is empty')
    return
  }
  for (const [algorithm, digest] of hashes) {
    if (isBrokenAlgorithm(algorithm)) note('hash-forbidden', `${shown(algorithm)} is broken, and must not be used`)
    else if (!isKnownAlgorithm(algorithm)) note('hash-name', `${shown(algorithm)} is no hash that PEP 710 allows`)
    checkDigest(algorithm, digest, found)
  }
  if (!hashes.has('sha256')) note('sha256-missing', '`sha256` is not among the hashes')
}
