/** The client workflow of TUF 1.0 (§5.3 to §5.7) for one target. What metadata must be is checked by `tuf-js`; files come and go here. */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { LengthOrHashMismatchError, UnsignedMetadataError } from '@tufjs/models/dist/error.js'
import { BadVersionError, EqualVersionError, ExpiredMetadataError } from 'tuf-js/dist/error.js'
import { TrustedMetadataStore } from 'tuf-js/dist/store.js'
import { SourceError, type SourceErrorCode } from '../error.ts'
import { parseJson } from '../local-file.ts'

/** Metadata of the last update, as it was signed; all but the root may be missing. */
export interface TufMetadata {
  readonly root: Buffer
  readonly timestamp: Buffer | null
  readonly snapshot: Buffer | null
  readonly targets: Buffer | null
}

/** A target whose bytes are those that the repository has signed. */
export interface FetchedTarget {
  readonly bytes: Buffer
  readonly metadata: Required<TufMetadata>
  readonly versions: TufVersions
  /** When the metadata must have been renewed, ISO 8601. */
  readonly expires: string
}

export interface TufVersions {
  readonly root: number
  readonly timestamp: number
  readonly snapshot: number
  readonly targets: number
}

export interface TufRepository {
  /** For people. */
  readonly label: string
  /** A file by its path in the repository, or null where it is not there. Throws `SourceError`. */
  read(path: string, maxBytes: number): Promise<Buffer | null>
}

const bounds = { rotations: 256, root: 512_000, timestamp: 65_536, snapshot: 2_000_000, targets: 5_000_000 }

interface Workflow {
  readonly store: TrustedMetadataStore
  readonly repository: TufRepository
}

/**
 * Fetches one target of the top-level role. `known`: what is trusted already; it is never replaced by anything older. Throws `SourceError`:
 * `UNSIGNED`, `EXPIRED`, `ROLLBACK`, `CHECKSUM`, `BAD_DATA`, and what the repository throws.
 */
export async function fetchTarget(
  repository: TufRepository,
  name: string,
  known: TufMetadata,
  now: Date,
): Promise<FetchedTarget> {
  const workflow = { store: openStore(known.root, now, repository.label), repository }
  const root = await newestRoot(workflow, known.root)
  const timestamp = await newestTimestamp(workflow, known.timestamp)
  const snapshot = await newestSnapshot(workflow, known.snapshot)
  const targets = await newestTargets(workflow, known.targets)
  return {
    bytes: await targetOf(workflow, name),
    metadata: { root, timestamp, snapshot, targets },
    ...stateOf(workflow.store),
  }
}

/** Version of a root, whoever signed it. Throws `BAD_DATA`. */
export function rootVersion(root: Buffer, label: string): number {
  return checked(label, 'root.json', () => new TrustedMetadataStore(root).root.signed.version)
}

/** SHA-256 of what a root says, whoever signed it and however it is written: keys sorted, no spaces. Throws `BAD_DATA`. */
export function signedDigest(root: Buffer, label: string): string {
  const { signed } = parseJson(root, label, 'a root of TUF') as { readonly signed?: unknown }
  return createHash('sha256').update(sorted(signed)).digest('hex')
}

function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, each]) => `${JSON.stringify(key)}:${sorted(each)}`).join(',')}}`
}

function openStore(root: Buffer, now: Date, label: string): TrustedMetadataStore {
  const store = checked(label, 'root.json', () => new TrustedMetadataStore(root))
  // §5.1: one time for the whole update. The library reads the clock of the machine for it; here it is handed in.
  Object.defineProperty(store, 'referenceTime', { value: now })
  return store
}

async function newestRoot({ store, repository }: Workflow, known: Buffer): Promise<Buffer> {
  let newest = known
  for (let count = 0; count < bounds.rotations; count += 1) {
    const path = `${store.root.signed.version + 1}.root.json`
    const bytes = await repository.read(path, bounds.root)
    if (bytes === null) return newest
    checked(repository.label, path, () => store.updateRoot(bytes))
    newest = bytes
  }
  throw new SourceError('BAD_DATA', `${repository.label}: has more than ${bounds.rotations} roots to go through.`)
}

async function newestTimestamp({ store, repository }: Workflow, known: Buffer | null): Promise<Buffer> {
  if (known !== null) attempt(() => store.updateTimestamp(known))
  const bytes = await need(repository, 'timestamp.json', bounds.timestamp)
  try {
    store.updateTimestamp(bytes)
    return bytes
  } catch (cause) {
    // Nothing new: what is known is as good.
    if (cause instanceof EqualVersionError && known !== null) return known
    throw coded(repository.label, 'timestamp.json', cause)
  }
}

async function newestSnapshot({ store, repository }: Workflow, known: Buffer | null): Promise<Buffer> {
  if (known !== null && attempt(() => store.updateSnapshot(known, true))) return known
  const { version, length } = store.timestamp?.signed.snapshotMeta ?? { version: 0, length: undefined }
  const path = metadataPath(store, 'snapshot', version)
  const bytes = await need(repository, path, length ?? bounds.snapshot)
  checked(repository.label, path, () => store.updateSnapshot(bytes))
  return bytes
}

async function newestTargets({ store, repository }: Workflow, known: Buffer | null): Promise<Buffer> {
  if (known !== null && attempt(() => store.updateDelegatedTargets(known, 'targets', 'root'))) return known
  const meta = store.snapshot?.signed.meta['targets.json']
  if (meta === undefined) throw new SourceError('BAD_DATA', `${repository.label}: its snapshot names no targets.`)
  const path = metadataPath(store, 'targets', meta.version)
  const bytes = await need(repository, path, meta.length ?? bounds.targets)
  checked(repository.label, path, () => store.updateDelegatedTargets(bytes, 'targets', 'root'))
  return bytes
}

function metadataPath(store: TrustedMetadataStore, role: string, version: number): string {
  return store.root.signed.consistentSnapshot ? `${version}.${role}.json` : `${role}.json`
}

async function targetOf({ store, repository }: Workflow, name: string): Promise<Buffer> {
  const targets = store.targets?.signed.targets ?? {}
  const file = Object.hasOwn(targets, name) ? targets[name] : undefined
  if (file === undefined) throw new SourceError('BAD_DATA', `${repository.label}: has no target ${name}.`)
  const digest = file.hashes.sha256 ?? file.hashes.sha512 ?? ''
  if (!/^[0-9a-f]{64,128}$/.test(digest))
    throw new SourceError('BAD_DATA', `${repository.label}: its target ${name} has no digest that is known here.`)
  const path = store.root.signed.consistentSnapshot ? `targets/${digest}.${name}` : `targets/${name}`
  const bytes = await need(repository, path, file.length)
  try {
    await file.verify(Readable.from([bytes]))
  } catch (cause) {
    throw coded(repository.label, path, cause)
  }
  return bytes
}

async function need(repository: TufRepository, path: string, maxBytes: number): Promise<Buffer> {
  const bytes = await repository.read(path, maxBytes)
  if (bytes !== null) return bytes
  const text = `${repository.label}: does not have ${path}. Check that this is the address of a TUF repository.`
  throw new SourceError('BAD_DATA', text)
}

function stateOf(store: TrustedMetadataStore): Pick<FetchedTarget, 'versions' | 'expires'> {
  const { root, timestamp, snapshot, targets } = store
  const signed = [root, timestamp, snapshot, targets].flatMap((each) => (each === undefined ? [] : [each.signed]))
  const earliest = Math.min(...signed.map(({ expires }) => Date.parse(expires)))
  return {
    versions: {
      root: root.signed.version,
      timestamp: timestamp?.signed.version ?? 0,
      snapshot: snapshot?.signed.version ?? 0,
      targets: targets?.signed.version ?? 0,
    },
    expires: new Date(earliest).toISOString(),
  }
}

/** What was kept may be of no use any more: signed by keys that have gone, expired. Then it is fetched again. */
function attempt(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}

function checked<T>(label: string, path: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw coded(label, path, cause)
  }
}

const meanings: readonly (readonly [abstract new (...args: never[]) => Error, SourceErrorCode, string])[] = [
  [UnsignedMetadataError, 'UNSIGNED', 'is not signed by those who must sign it'],
  [ExpiredMetadataError, 'EXPIRED', 'or the root it goes by has expired: an old state is served, or nobody renews it'],
  [BadVersionError, 'ROLLBACK', 'is older than what is in use, or than what the repository says itself'],
  [LengthOrHashMismatchError, 'CHECKSUM', 'is not what the repository has signed'],
]

function coded(label: string, path: string, cause: unknown): SourceError {
  const found = meanings.find(([kind]) => cause instanceof kind)
  const [, code, text] = found ?? [null, 'BAD_DATA' as const, 'is no TUF metadata']
  return new SourceError(code, `${label}: ${path} ${text}.`, { cause })
}
