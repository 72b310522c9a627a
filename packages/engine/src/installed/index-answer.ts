import type { Distribution } from '@cordon/environments'
import type { ProjectStatus, ReleaseFile } from '@cordon/pypa'
import { type FoundPage, SourceError } from '@cordon/sources'
import type { AuditedOrigin } from './audited-origin.ts'
import { isSameVersion } from './candidate.ts'

/**
 * `listed` the very file is there · `release` its release is there, and nothing says which file it was · `other-hash` a file of that name is there, and it
 * is another · `gone` the project is there, and the file or release is not · `absent` no index that was asked has the project · `unknown` one could not be asked.
 */
export type IndexState = 'listed' | 'release' | 'other-hash' | 'gone' | 'absent' | 'unknown'

/** What indexes say today of something that was installed. */
export interface IndexAnswer {
  readonly state: IndexState
  /** The one that has it, without credentials. */
  readonly index: string | null
  /** PEP 592: the file, or every file of its release, was taken back; with the reason, as far as there is one. */
  readonly yanked: { readonly reason: string | null } | null
  /** PEP 792. */
  readonly project: ProjectStatus | null
  readonly detail: string | null
}

const nowhere: IndexAnswer = { state: 'absent', index: null, yanked: null, project: null, detail: null }

export async function indexAnswer(
  distribution: Distribution,
  origin: AuditedOrigin,
  pages: (name: Distribution['name']) => Promise<readonly FoundPage[]>,
): Promise<IndexAnswer> {
  try {
    const found = await pages(distribution.name)
    const answers = found.map((page) => answerOf(distribution, origin, page))
    const order: readonly IndexState[] = ['listed', 'release', 'other-hash', 'gone']
    return order.flatMap((state) => answers.filter((each) => each.state === state))[0] ?? nowhere
  } catch (error) {
    if (error instanceof SourceError) return { ...nowhere, state: 'unknown', detail: error.message }
    throw error
  }
}

function answerOf(
  { version }: Distribution,
  { filename, hashes }: AuditedOrigin,
  { index, page }: FoundPage,
): IndexAnswer {
  const { files, status: project } = page
  const told = (state: IndexState, of: readonly ReleaseFile[]): IndexAnswer => {
    const yanked = of.length > 0 && of.every((file) => file.yanked !== null) ? (of[0]?.yanked ?? null) : null
    return { state, index, yanked, project, detail: null }
  }
  if (hashes.length > 0) {
    const same = files.find((file) => hashes.some(({ algorithm, value }) => file.hashes.get(algorithm) === value))
    if (same !== undefined) return told('listed', [same])
    const named = files.find((file) => file.filename === filename)
    if (named === undefined) return told('gone', [])
    const isComparable = hashes.some(({ algorithm }) => named.hashes.has(algorithm))
    return told(isComparable ? 'other-hash' : 'release', [named])
  }
  const release = files.filter(
    ({ distribution }) => distribution !== null && version !== null && isSameVersion(distribution.version, version),
  )
  return told(release.length === 0 ? 'gone' : 'release', release)
}
