import { join } from 'node:path'
import type { Distribution, Environment } from '@cordon/environments'
import { type Digest, type PackageName, provenanceUrlText, type RecordFile, validateProvenanceUrl } from '@cordon/pypa'
import { SourceError } from '@cordon/sources'
import { EngineError } from '../error.ts'
import type { Candidate, CandidateFinder, VersionedCandidate } from './candidate.ts'
import { type OpenedEnvironments, shownEnvironment } from './open-installed.ts'
import {
  isOurs,
  listOrigin,
  type OriginFiles,
  readOriginFiles,
  removeLeftovers,
  removeOrigin,
  writeOrigin,
} from './origin-files.ts'
import { type ArtifactProof, type Resolution, resolveArtifact, type UnresolvedCode } from './resolve.ts'
import { type LeftAloneCode, leftAlone } from './settle.ts'

/**
 * `FOREIGN` another tool wrote it, or it breaks its standard · `DIFFERS` RECORD lists other bytes than there are · `FAILED` the disk refused.
 */
export type RecordCode = UnresolvedCode | LeftAloneCode | 'FOREIGN' | 'DIFFERS' | 'FAILED'

/**
 * `written` (or would be) · `mended` what was half there is whole · `kept` it was there already · `removed` · `left` it is none of ours to say where it
 * came from · `unresolved` it should have been told, and could not.
 */
export type RecordAction = 'written' | 'mended' | 'kept' | 'removed' | 'left' | 'unresolved'

/** What was done, or would be, for one distribution. */
export interface RecordedDistribution {
  readonly name: PackageName
  readonly version: string | null
  /** Its metadata folder or file, as a person would write it. */
  readonly path: string
  readonly action: RecordAction
  readonly code: RecordCode | null
  readonly detail: string | null
  readonly url: string | null
  readonly hashes: readonly Digest[]
  readonly proof: ArtifactProof | null
  /** Reports, locks, folders and indexes that tell of the file. */
  readonly told: readonly string[]
}

export interface RecordedEnvironment {
  readonly path: string
  readonly distributions: readonly RecordedDistribution[]
}

export interface RecordRequest {
  /** Reports, locks, folders and caches: asked first. */
  readonly near: readonly CandidateFinder[]
  /** Indexes: asked only where the others do not settle it. */
  readonly far: readonly CandidateFinder[]
  readonly readRecord: (candidate: Candidate) => Promise<RecordFile | null>
  readonly onlyBinary: boolean
  /** Says what would be done, and writes nothing. */
  readonly dryRun: boolean
  readonly progress?: (done: number, total: number, name: string) => void
}

/** Finds for each distribution the file that it was installed from, and writes `provenance_url.json` (PEP 710) with its row of RECORD. */
export async function recordOrigins(
  opened: OpenedEnvironments,
  request: RecordRequest,
): Promise<readonly RecordedEnvironment[]> {
  return eachDistribution(opened, request.progress, (distribution) => recordOne(opened, distribution, request))
}

/** Takes away what `recordOrigins` has written, byte for byte. */
export async function undoOrigins(
  opened: OpenedEnvironments,
  { dryRun }: Pick<RecordRequest, 'dryRun'>,
): Promise<readonly RecordedEnvironment[]> {
  return eachDistribution(opened, undefined, async (distribution) => undoOne(opened, distribution, dryRun))
}

async function eachDistribution(
  opened: OpenedEnvironments,
  progress: RecordRequest['progress'],
  work: (distribution: Distribution) => Promise<Told>,
): Promise<readonly RecordedEnvironment[]> {
  const { environments } = opened.report
  const total = environments.reduce((sum, { distributions }) => sum + distributions.length, 0)
  const all: RecordedEnvironment[] = []
  let done = 0
  for (const environment of environments) {
    const distributions: RecordedDistribution[] = []
    for (const distribution of environment.distributions) {
      distributions.push(told(opened, environment, distribution, await work(distribution)))
      done += 1
      progress?.(done, total, distribution.name)
    }
    all.push({ path: shownEnvironment(opened, environment), distributions })
  }
  return all
}

type Told = Pick<RecordedDistribution, 'action'> & Partial<RecordedDistribution>

function told(
  { shown }: OpenedEnvironments,
  _: Environment,
  { name, version, path }: Distribution,
  what: Told,
): RecordedDistribution {
  return {
    name,
    version: version?.raw ?? null,
    path: join(shown, path),
    code: null,
    detail: null,
    url: null,
    hashes: [],
    proof: null,
    told: [],
    ...what,
  }
}

async function recordOne(
  opened: OpenedEnvironments,
  distribution: Distribution,
  request: RecordRequest,
): Promise<Told> {
  const left = leftAlone(distribution, opened.tree, opened.root)
  if (left !== null) return { action: 'left', ...left }
  try {
    const files = readOriginFiles(join(opened.root, distribution.path))
    if (files.text !== null) return whatIsThere(files, distribution, request.dryRun)
    const found = await find(distribution, request)
    return found.kind === 'found' ? write(files, found, request.dryRun) : unresolved(files, found, request.dryRun)
  } catch (error) {
    return failed(error)
  }
}

function failed(error: unknown): Told {
  if (error instanceof EngineError) return { action: 'unresolved', code: 'FAILED', detail: error.message }
  if (error instanceof SourceError) return { action: 'unresolved', code: 'UNASKED', detail: error.message }
  throw error
}

/** A file that is there is believed as far as it holds; only its row is mended. */
function whatIsThere(files: OriginFiles, { provenanceUrl }: Distribution, dryRun: boolean): Told {
  const broken = validateProvenanceUrl(files.text ?? '').find(({ level }) => level === 'must')
  if (broken !== undefined)
    return { action: 'unresolved', code: 'FOREIGN', detail: `its provenance_url.json does not hold: ${broken.detail}` }
  const said = { url: provenanceUrl?.url ?? null, hashes: provenanceUrl?.hashes ?? [] }
  if (files.state === 'differs')
    return {
      action: 'unresolved',
      code: 'DIFFERS',
      detail: 'RECORD lists other bytes of its provenance_url.json',
      ...said,
    }
  if (files.state === 'recorded') {
    if (!dryRun) removeLeftovers(files.folder)
    return { action: 'kept', ...said }
  }
  if (!dryRun) listOrigin(files)
  return { action: 'mended', detail: 'RECORD lists its provenance_url.json now', ...said }
}

async function find(distribution: Distribution, request: RecordRequest): Promise<Resolution> {
  const { near, far, readRecord, onlyBinary } = request
  const candidates: VersionedCandidate[] = []
  for (const finder of near) candidates.push(...(await finder.find(distribution.name)))
  const first = await resolveArtifact(distribution, candidates, { readRecord, onlyBinary })
  if (first.kind === 'found' || first.code === 'DIRECT' || far.length === 0) return first
  for (const finder of far) candidates.push(...(await finder.find(distribution.name)))
  return resolveArtifact(distribution, candidates, { readRecord, onlyBinary })
}

function write(files: OriginFiles, found: Resolution & { readonly kind: 'found' }, dryRun: boolean): Told {
  const { url, hashes, proof, told: sources } = found
  const text = provenanceUrlText({ url, hashes })
  if (text === null)
    return { action: 'unresolved', code: 'NO_HASH', detail: 'no digest that PEP 710 allows is known of it' }
  if (!dryRun) writeOrigin(files, text)
  return { action: files.state === 'row-only' ? 'mended' : 'written', url, hashes, proof, told: sources }
}

/** A row without its file is what a run that was cut off has left: without knowing the file, the row goes. */
function unresolved(
  files: OriginFiles,
  { code, detail }: Resolution & { readonly kind: 'unresolved' },
  dryRun: boolean,
): Told {
  if (!dryRun && files.state === 'row-only') removeOrigin(files)
  else if (!dryRun) removeLeftovers(files.folder)
  return { action: 'unresolved', code, detail }
}

function undoOne(opened: OpenedEnvironments, distribution: Distribution, dryRun: boolean): Told {
  const left = leftAlone(distribution, opened.tree, opened.root)
  if (left !== null) return { action: 'left', ...left }
  try {
    const files = readOriginFiles(join(opened.root, distribution.path))
    if (files.state === 'absent') {
      if (!dryRun) removeLeftovers(files.folder)
      return { action: 'kept' }
    }
    if (files.state !== 'row-only' && (files.state !== 'recorded' || !isOurs(files.text ?? '')))
      return {
        action: 'left',
        code: 'FOREIGN',
        detail: 'its provenance_url.json was written, or changed, by something else',
      }
    if (!dryRun) removeOrigin(files)
    return { action: 'removed', url: distribution.provenanceUrl?.url ?? null }
  } catch (error) {
    return failed(error)
  }
}
