import { type Digest, type Fields, fieldsOf, fieldsOfText, readHashes, readUrl, textOf } from './origin-record.ts'

/** `direct_url.json` (PEP 610): what was installed by URL, from a repository or from a folder. */
export type DirectUrl = {
  /** Without secrets. */
  readonly url: string
  readonly subdirectory: string | null
} & (
  | {
      readonly kind: 'vcs'
      readonly vcs: 'git' | 'hg' | 'svn' | 'bzr'
      readonly commit: string
      readonly requestedRevision: string | null
    }
  | { readonly kind: 'archive'; readonly hashes: readonly Digest[] }
  | { readonly kind: 'directory'; readonly editable: boolean }
)

const kinds = ['vcs_info', 'archive_info', 'dir_info'] as const
const systems = ['git', 'hg', 'svn', 'bzr'] as const

/** What holds of a `direct_url.json`, whatever rules it breaks (`validateDirectUrl` names them); null when nothing does. Never throws. */
export function readDirectUrl(text: string): DirectUrl | null {
  const fields = fieldsOfText(text)
  const url = fields === null ? null : readUrl(fields)
  const [kind] = kinds.filter((each) => fields?.has(each))
  const info = kind === undefined ? null : fieldsOf(fields?.get(kind))
  if (fields === null || url === null || info === null) return null
  const about = { url, subdirectory: textOf(fields, 'subdirectory') }
  if (kind === 'vcs_info') return readVcs(about, info)
  if (kind === 'archive_info') return { ...about, kind: 'archive', hashes: readArchiveHashes(info) }
  return { ...about, kind: 'directory', editable: info.get('editable') === true }
}

function readVcs(about: Pick<DirectUrl, 'url' | 'subdirectory'>, info: Fields): DirectUrl | null {
  const vcs = systems.find((each) => each === info.get('vcs'))
  const commit = textOf(info, 'commit_id')
  if (vcs === undefined || commit === null) return null
  return { ...about, kind: 'vcs', vcs, commit, requestedRevision: textOf(info, 'requested_revision') }
}

/** `hashes`, else the older `hash`, which is `algorithm=digest`. */
function readArchiveHashes(info: Fields): readonly Digest[] {
  if (info.has('hashes')) return readHashes(info.get('hashes'), () => true)
  const old = splitHash(info.get('hash'))
  if (old === null) return []
  return readHashes(Object.fromEntries([[old.algorithm, old.value]]), () => true)
}

/** The parts of `algorithm=digest`; null for anything else. */
export function splitHash(value: unknown): Digest | null {
  if (typeof value !== 'string') return null
  const equals = value.indexOf('=')
  if (equals < 1 || equals === value.length - 1) return null
  return { algorithm: value.slice(0, equals), value: value.slice(equals + 1) }
}
