import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import { makeFolder, removeTemporaries, replaceFile, temporaryPath } from '../disk.ts'
import { SourceError } from '../error.ts'
import { createHttpClient } from '../http/client.ts'
import { decodeText, readBytes } from '../local-file.ts'
import { takeLock } from '../lock.ts'
import { readPlace } from '../place.ts'
import type { UpdateIo } from '../update.ts'
import { knownInstances, type TrustAnchor } from './instances.ts'
import { type KeptTrust, keptText, keptTrustPath, readKeptTrust } from './kept.ts'
import { openTufRepository } from './repository.ts'
import { fetchTarget, rootVersion, signedDigest, type TufMetadata, type TufRepository } from './tuf.ts'

export interface TrustRequest {
  /** `production`, `staging`, `github`, or a name of one's own. */
  readonly instance: string
  /** URL or DIR of its TUF repository, or a mirror of it; null: where it is known to be, or where it last came from. */
  readonly from: string | null
  /** The first `root.json` of an instance that is not known: a file. Null where trust has begun. */
  readonly root: string | null
  /** The state folder: a root in a cache could have been put there by whoever filled it. */
  readonly folder: string
  readonly cwd: string
  readonly offline: boolean
}

export interface TrustResult {
  readonly kind: 'unchanged' | 'updated'
  readonly path: string
  readonly kept: KeptTrust
  /** When what was replaced or confirmed had last been updated; null: nothing was kept before. */
  readonly before: string | null
}

/** Says that a trusted root can be used: throws where it cannot. This room moves bytes and knows nothing of what is in them. */
export type TrustCheck = (text: string) => void

const targetName = 'trusted_root.json'
const mostRootBytes = 512_000

/**
 * Brings the trusted root of an instance up to date by TUF, and keeps it with the metadata that proves it, replaced at once or not at
 * all. Whatever fails, what was kept stays. Throws `SourceError`, or what `check` throws.
 */
export async function updateTrust(request: TrustRequest, check: TrustCheck, io: UpdateIo): Promise<TrustResult> {
  const target = keptTrustPath(request.folder, request.instance)
  const token = randomUUID()
  makeFolder(dirname(target))
  const release = takeLock({ path: `${target}.lock`, self: io.self, token, now: io.now() })
  try {
    removeTemporaries(target)
    const before = readKeptTrust(request.folder, request.instance)
    const kept = await fetchTrust(request, before, io)
    check(kept.trustedRoot)
    replaceFile({ target, temporary: temporaryPath(target, token, 'trust') }, Buffer.from(keptText(kept)))
    const kind = before?.trustedRoot === kept.trustedRoot ? 'unchanged' : 'updated'
    return { kind, path: target, kept, before: before?.updated ?? null }
  } finally {
    release()
  }
}

async function fetchTrust(request: TrustRequest, before: KeptTrust | null, io: UpdateIo): Promise<KeptTrust> {
  const known = knownInstances.find(({ name }) => name === request.instance)
  if (known !== undefined && request.root !== null)
    throw new SourceError(
      'BAD_ADDRESS',
      `--root: trust in ${known.name} begins with a root that is known. Leave it out.`,
    )
  const from = request.from ?? known?.url ?? before?.from ?? null
  if (from === null)
    throw new SourceError('BAD_ADDRESS', `${request.instance}: not an instance that is known. Give --from and --root.`)
  const http = createHttpClient(io, { ...io.http, offline: request.offline })
  const repository = openTufRepository(readPlace(from, request.cwd), http)
  const anchor = known?.anchor ?? namedAnchor(request)
  const metadata = await begin(repository, before, anchor)
  const found = await fetchTarget(repository, targetName, metadata, io.now())
  const trustedRoot = decodeText(found.bytes)
  if (trustedRoot === null) throw new SourceError('BAD_DATA', `${repository.label}: its ${targetName} is not UTF-8.`)
  const { versions, expires } = found
  const { label } = repository
  const updated = io.now().toISOString()
  return { instance: request.instance, from: label, updated, expires, versions, trustedRoot, metadata: found.metadata }
}

function namedAnchor({ root, cwd, instance }: TrustRequest): TrustAnchor | null {
  if (root === null) return null
  const place = readPlace(root, cwd)
  if (place.kind !== 'file') throw new SourceError('BAD_ADDRESS', `${instance}: --root is a file, a root.json.`)
  return { kind: 'embedded', root: readBytes(place, mostRootBytes) }
}

/** What trust begins with: what is kept, unless a newer root is embedded here. */
async function begin(
  repository: TufRepository,
  before: KeptTrust | null,
  anchor: TrustAnchor | null,
): Promise<TufMetadata> {
  if (before !== null && !isNewer(anchor, before)) return before.metadata
  if (anchor === null)
    throw new SourceError('BAD_ADDRESS', 'Trust in an instance begins with its first root.json. Name it with --root.')
  const root = anchor.kind === 'embedded' ? anchor.root : await firstRoot(repository, anchor)
  // What is kept still guards against anything older, as far as the newer root has the same keys.
  return { ...(before?.metadata ?? { timestamp: null, snapshot: null, targets: null }), root }
}

function isNewer(anchor: TrustAnchor | null, before: KeptTrust): boolean {
  return anchor?.kind === 'embedded' && rootVersion(anchor.root, 'The root that is named') > before.versions.root
}

async function firstRoot(
  repository: TufRepository,
  { version, sha256 }: Extract<TrustAnchor, { kind: 'digest' }>,
): Promise<Buffer> {
  const path = `${version}.root.json`
  const bytes = await repository.read(path, mostRootBytes)
  if (bytes === null)
    throw new SourceError('BAD_DATA', `${repository.label}: does not have ${path}, where trust begins.`)
  if (signedDigest(bytes, repository.label) !== sha256)
    throw new SourceError('CHECKSUM', `${repository.label}: ${path} is not the root with which trust begins.`)
  return bytes
}
