import type { Distribution } from '@cordon/environments'
import {
  type AnyVersion,
  type Digest,
  distributionOf,
  lastSegment,
  type PackageName,
  parseWheelFilename,
} from '@cordon/pypa'

/** Who tells of a file, in the order in which they are believed. */
export const candidateSources = ['report', 'lock', 'index', 'wheels', 'cache'] as const
export type CandidateSource = (typeof candidateSources)[number]

/** A file that a distribution may have been installed from. */
export interface Candidate {
  readonly source: CandidateSource
  /** The report, lock, folder, cache or index that tells of it, as a person would write it. */
  readonly told: string
  readonly filename: string | null
  /** Free of secrets and fragments; null where nothing says from where it was fetched. */
  readonly url: string | null
  /** Of algorithms that PEP 710 allows. */
  readonly hashes: readonly Digest[]
  /** Asked for by its URL rather than by its name. */
  readonly isDirect: boolean
  /** Where it lies on this disk: a file, or its content in a folder; of a source distribution, a wheel that was built from it. */
  readonly path: string | null
}

/** What one source knows of a release. */
export interface CandidateFinder {
  readonly source: CandidateSource
  /** Every file of the project, whatever its version. Throws what its source throws. */
  find(name: PackageName): Promise<readonly VersionedCandidate[]> | readonly VersionedCandidate[]
}

export interface VersionedCandidate extends Candidate {
  /** Null where the source does not tell: then it may be any. */
  readonly version: AnyVersion | null
}

export function isSameVersion(a: AnyVersion, b: AnyVersion): boolean {
  return a.kind === 'legacy' || b.kind === 'legacy' ? a.raw === b.raw : a.key === b.key
}

export type FileKind = 'wheel' | 'sdist' | 'unknown'

export function kindOf({ filename }: Pick<Candidate, 'filename'>): FileKind {
  return filename === null ? 'unknown' : (distributionOf(filename)?.kind ?? 'unknown')
}

/** The file name at the end of an address; null where it is none of a distribution. */
export function filenameOf(address: string): string | null {
  const name = lastSegment(address)
  return name === null || distributionOf(name) === null ? null : name
}

/** Whether an installed distribution may be of a wheel, by the tags that both carry; what has no tags may be of any. */
export function fitsTags({ tags }: Pick<Distribution, 'tags'>, candidate: Pick<Candidate, 'filename'>): boolean {
  if (tags.length === 0 || kindOf(candidate) !== 'wheel') return true
  const { python, abi, platform } = parseWheelFilename(candidate.filename ?? '')
  const own = new Set(tags.flatMap(expanded))
  return combined(python, abi, platform).some((tag) => own.has(tag))
}

const mostTags = 10_000

function combined(python: readonly string[], abi: readonly string[], platform: readonly string[]): readonly string[] {
  if (python.length * abi.length * platform.length > mostTags) return []
  return python.flatMap((a) => abi.flatMap((b) => platform.map((c) => `${a}-${b}-${c}`.toLowerCase())))
}

/** WHEEL has each tag on its own; older tools wrote them as the file name does. */
function expanded(tag: string): readonly string[] {
  const [python = '', abi = '', platform = '', more] = tag.trim().split('-')
  return more === undefined ? combined(python.split('.'), abi.split('.'), platform.split('.')) : []
}
