import type { Distribution } from '@cordon/environments'
import type { Digest, RecordFile } from '@cordon/pypa'
import {
  type Candidate,
  type CandidateSource,
  candidateSources,
  type FileKind,
  fitsTags,
  isSameVersion,
  kindOf,
  type VersionedCandidate,
} from './candidate.ts'
import { isContentOf } from './record-match.ts'

/**
 * What settles it. `report`: pip's own report names the file. `only-file`: of the files that a lock pins, no other fits. `record`: the digests of
 * its content are those of what is installed.
 */
export type ArtifactProof = 'report' | 'only-file' | 'record'

/**
 * `AMBIGUOUS` several files may have been installed · `CONTRADICTED` the file that is named has another content · `DIRECT` installed by URL, which is
 * for `direct_url.json` to say · `NO_HASH`, `NO_URL` the file is known, and not its digest or address · `UNASKED` an index could not be asked · `UNKNOWN` nothing tells of it.
 */
export type UnresolvedCode = 'AMBIGUOUS' | 'CONTRADICTED' | 'DIRECT' | 'NO_HASH' | 'NO_URL' | 'UNASKED' | 'UNKNOWN'

export type Resolution =
  | {
      readonly kind: 'found'
      readonly filename: string | null
      readonly url: string
      readonly hashes: readonly Digest[]
      readonly proof: ArtifactProof
      readonly told: readonly string[]
    }
  | { readonly kind: 'unresolved'; readonly code: UnresolvedCode; readonly detail: string }

/** One file, by its digest, and everybody who tells of it. */
interface Claim {
  readonly kind: FileKind
  readonly candidates: readonly Candidate[]
  readonly isContent: boolean | null
}

export interface ResolveOptions {
  /** Nothing was built from source, so that no source distribution can have been installed. */
  readonly onlyBinary: boolean
  /** RECORD of a candidate; null where it cannot be read. */
  readonly readRecord: (candidate: Candidate) => Promise<RecordFile | null>
}

/** Which of the candidates a distribution was installed from. Never guesses: what does not follow is unresolved, with the reason. */
export async function resolveArtifact(
  distribution: Distribution,
  candidates: readonly VersionedCandidate[],
  options: ResolveOptions,
): Promise<Resolution> {
  const { version } = distribution
  if (version === null) return unresolved('UNKNOWN', 'its metadata does not say its version')
  const sameVersion = candidates.filter((each) => each.version === null || isSameVersion(each.version, version))
  if (sameVersion.length === 0) return unresolved('UNKNOWN', othersOf(candidates, version.raw))
  const direct = sameVersion.find(({ source, isDirect }) => source === 'report' && isDirect)
  if (direct !== undefined) return unresolved('DIRECT', `${direct.told} says that it was installed by its URL`)
  const fitting = sameVersion.filter((each) => fitsTags(distribution, each))
  if (fitting.length === 0)
    return unresolved('UNKNOWN', `no wheel of ${version.raw} that is named has the tags of what is installed`)
  const hashed = fitting.filter(({ hashes }) => hashes.length > 0)
  if (hashed.length === 0)
    return unresolved('NO_HASH', `no digest that PEP 710 allows is known of ${nameOf(fitting[0])}`)
  return decide(await claimsOf(hashed, distribution, options), options)
}

function decide(claims: readonly Claim[], { onlyBinary }: ResolveOptions): Resolution {
  const reported = claims.filter(isToldBy('report'))
  const [report] = reported
  if (report !== undefined && reported.length === 1 && report.isContent !== false) return foundAs(report, 'report')
  const only = onlyOf(claims.filter(isToldBy('lock')), onlyBinary)
  if (reported.length === 0 && only !== null && only.isContent !== false) return foundAs(only, 'only-file')
  const matching = claims.filter(({ isContent }) => isContent === true)
  const [match] = matching
  if (match !== undefined && matching.length === 1) return foundAs(match, 'record')
  if (matching.length > 1) return unresolved('AMBIGUOUS', `${list(matching)} have the same content, and other bytes`)
  const contradicted = report !== undefined && reported.length === 1 ? report : only
  if (contradicted !== null)
    return unresolved(
      'CONTRADICTED',
      `${contradicted.candidates[0]?.told ?? ''} names ${list([contradicted])}, whose content is not what is installed`,
    )
  const open = claims.filter(({ isContent }) => isContent === null)
  if (open.length === 0) return unresolved('UNKNOWN', `none of ${list(claims)} has the content of what is installed`)
  if (open.every(({ kind }) => kind === 'sdist'))
    return unresolved('AMBIGUOUS', `it may have been built from ${list(open)}, which nothing shows`)
  return unresolved('AMBIGUOUS', `${list(open)}: nothing tells which of them it was`)
}

/** The one file of a lock that can have been installed; null where there are several. */
function onlyOf(locked: readonly Claim[], onlyBinary: boolean): Claim | null {
  const possible = onlyBinary ? locked.filter(({ kind }) => kind !== 'sdist') : locked
  const [first] = possible
  return first !== undefined && possible.length === 1 ? first : null
}

async function claimsOf(
  candidates: readonly Candidate[],
  { record }: Distribution,
  { readRecord }: ResolveOptions,
): Promise<readonly Claim[]> {
  const claims: Claim[] = []
  for (const same of byDigest(candidates)) {
    const named = same.find((each) => kindOf(each) !== 'unknown')
    const kind = named === undefined ? 'unknown' : kindOf(named)
    let content: RecordFile | null = null
    // Of a source distribution only a wheel that was built from it has content to compare.
    for (const each of same)
      if (record !== null && (kindOf(each) !== 'sdist' || each.path !== null)) content ??= await readRecord(each)
    const isSame = record === null || content === null ? null : isContentOf(record, content)
    // Another build of the same source may have come out otherwise.
    claims.push({ kind, candidates: same, isContent: kind === 'sdist' && isSame === false ? null : isSame })
  }
  return claims
}

/** Candidates that are the same file, since one of their digests is the same. */
function byDigest(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const groups: Candidate[][] = []
  for (const candidate of candidates) {
    const known = groups.find((group) => group.some((other) => isSameFile(other, candidate)))
    if (known === undefined) groups.push([candidate])
    else known.push(candidate)
  }
  return groups
}

function isSameFile(a: Candidate, b: Candidate): boolean {
  return a.hashes.some(({ algorithm, value }) =>
    b.hashes.some((other) => other.algorithm === algorithm && other.value === value),
  )
}

function isToldBy(source: CandidateSource): (claim: Claim) => boolean {
  return ({ candidates }) => candidates.some((each) => each.source === source)
}

function foundAs({ candidates }: Claim, proof: ArtifactProof): Resolution {
  const ordered = [...candidates].sort(
    (a, b) => candidateSources.indexOf(a.source) - candidateSources.indexOf(b.source),
  )
  const placed = ordered.find(({ url }) => url !== null)
  const filename = ordered.find((each) => each.filename !== null)?.filename ?? null
  if (placed === undefined || placed.url === null)
    return unresolved('NO_URL', `${filename ?? 'the file'} is known by its digest, and nothing says its address`)
  const hashes = new Map(
    ordered.flatMap((each) => each.hashes.map(({ algorithm, value }) => [algorithm, value] as const)),
  )
  return {
    kind: 'found',
    filename,
    url: placed.url,
    hashes: [...hashes].map(([algorithm, value]) => ({ algorithm, value })),
    proof,
    told: [...new Set(ordered.map(({ told }) => told))],
  }
}

function unresolved(code: UnresolvedCode, detail: string): Resolution {
  return { kind: 'unresolved', code, detail }
}

function othersOf(candidates: readonly VersionedCandidate[], version: string): string {
  const others = [...new Set(candidates.flatMap((each) => (each.version === null ? [] : [each.version.raw])))]
  if (others.length === 0) return 'nothing that was asked names it'
  return `${version} is installed, and only ${others.slice(0, 5).join(', ')} ${others.length === 1 ? 'is' : 'are'} named`
}

function nameOf(candidate: Candidate | undefined): string {
  return candidate?.filename ?? 'the file'
}

function list(claims: readonly Claim[]): string {
  const names = claims.map(({ candidates }) => nameOf(candidates.find(({ filename }) => filename !== null)))
  const shown = [...new Set(names)].slice(0, 4)
  return names.length > shown.length
    ? `${shown.join(', ')} and ${names.length - shown.length} more`
    : shown.join(' and ')
}
