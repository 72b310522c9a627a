import {
  type Digest,
  type Fields,
  fieldsOf,
  fieldsOfText,
  hashesOf,
  type OriginRecordProblem,
  type Problems,
  refuseKeys,
  textOf,
  urlOf,
} from './origin-record.ts'

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

export interface DirectUrlRecord {
  /** What holds of it; null when nothing does. */
  readonly value: DirectUrl | null
  readonly problems: readonly OriginRecordProblem[]
}

const kinds = ['vcs_info', 'archive_info', 'dir_info'] as const
const systems = ['git', 'hg', 'svn', 'bzr'] as const

/** Reads `direct_url.json` (PEP 610); never throws: what is wrong is in `problems`. */
export function parseDirectUrl(text: string): DirectUrlRecord {
  const problems: Problems = []
  const fields = fieldsOfText(text, problems)
  if (fields === null) return { value: null, problems }
  const url = urlOf(fields, problems)
  const found = kinds.filter((kind) => fields.has(kind))
  const [kind] = found
  if (kind === undefined || found.length > 1) {
    const said = kind === undefined ? 'none' : 'more than one'
    problems.push({ code: 'INFO', detail: `${said} of \`vcs_info\`, \`archive_info\` and \`dir_info\`` })
  }
  const info = kind === undefined ? null : fieldsOf(fields.get(kind))
  if (kind !== undefined && info === null) problems.push({ code: 'INFO', detail: `\`${kind}\` is no table` })
  if (url === null || kind === undefined || info === null) return { value: null, problems }
  const about = { url, subdirectory: textOf(fields, 'subdirectory') }
  if (kind === 'vcs_info') return { value: readVcs(about, info, problems), problems }
  if (kind === 'archive_info')
    return { value: { ...about, kind: 'archive', hashes: readHashes(info, problems) }, problems }
  refuseKeys(info, ['editable'], { where: 'dir_info', problems })
  if (!/^file:/i.test(url)) problems.push({ code: 'URL', detail: '`dir_info` goes with a `file:` URL' })
  const editable = info.get('editable')
  if (editable !== undefined && typeof editable !== 'boolean')
    problems.push({ code: 'INFO', detail: '`editable` is neither true nor false' })
  return { value: { ...about, kind: 'directory', editable: editable === true }, problems }
}

function readVcs(about: Pick<DirectUrl, 'url' | 'subdirectory'>, info: Fields, problems: Problems): DirectUrl | null {
  const vcs = systems.find((each) => each === info.get('vcs'))
  const commit = textOf(info, 'commit_id')
  if (vcs === undefined || commit === null) {
    problems.push({ code: 'INFO', detail: '`vcs_info` names no known system, or no commit' })
    return null
  }
  return { ...about, kind: 'vcs', vcs, commit, requestedRevision: textOf(info, 'requested_revision') }
}

/** `hashes`, else the older `hash`, which is `algorithm=digest`. */
function readHashes(info: Fields, problems: Problems): readonly Digest[] {
  if (info.has('hashes')) return hashesOf(info.get('hashes'), () => true, problems)
  const old = info.get('hash')
  if (old === undefined) return []
  const [algorithm = '', value = ''] = typeof old === 'string' ? old.split('=', 2) : []
  return hashesOf({ [algorithm === '__proto__' ? '' : algorithm]: value }, (name) => name !== '', problems)
}
