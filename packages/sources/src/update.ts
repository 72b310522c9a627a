import { createHash, randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import { CodedError } from '@cordon/model'
import { type Acquired, type Acquisition, acquire, placeKey, type Wanted, wantedFrom } from './acquire.ts'
import { epss } from './advisories/epss.ts'
import { kev } from './advisories/kev.ts'
import { osv } from './advisories/osv.ts'
import type { Reading, SourceProblem } from './advisories/source.ts'
import type { BuildOutput, DatabaseBuilder } from './builder.ts'
import { type DatabaseMeta, loadDatabaseBytes } from './cache.ts'
import { makeFolder, removeTemporaries, replaceFile, temporaryPath } from './disk.ts'
import { SourceError } from './error.ts'
import { createHttpClient, type HttpIo, type HttpSettings } from './http/client.ts'
import { type Self, takeLock } from './lock.ts'
import type { Place } from './place.ts'
import { lossNotices, refuseReplacement } from './replacement.ts'
import { readState, type SourceStamp, type UpdateState, writeState } from './state.ts'

export interface UpdateRequest {
  /** The database file, absolute. */
  readonly target: string
  /** FILE, DIR or URL of OSV records; the public archive when null. */
  readonly osv: string | null
  /** FILE or URL; null leaves the data out. */
  readonly kev: string | null
  readonly epss: string | null
  /** SHA-256 in hex that the OSV file must have (`sha256:` may stand before it), or null. */
  readonly sha256: string | null
  /** Relative paths start here. */
  readonly cwd: string
  readonly offline: boolean
  /** Builds even when nothing changed, and accepts data that is older or much less than what is in use. */
  readonly force: boolean
}

export interface UpdateIo extends HttpIo {
  readonly self: Self
  readonly http?: Partial<HttpSettings>
  readonly onEvent?: (event: UpdateEvent) => void
}

/** How far it is. `total` is null while nobody knows. */
export interface UpdateEvent {
  readonly phase: 'lock' | 'fetch' | 'build' | 'write' | 'state' | 'done'
  /** Id of the source that is fetched or read; null otherwise. */
  readonly source: string | null
  readonly done: number
  readonly total: number | null
}

export type UpdateResult =
  | { readonly kind: 'unchanged'; readonly path: string; readonly meta: DatabaseMeta }
  | {
      readonly kind: 'built'
      readonly path: string
      readonly meta: DatabaseMeta
      readonly bytes: number
      readonly problems: readonly SourceProblem[]
      /** What a person should know although all went well. */
      readonly notices: readonly string[]
    }

interface Update {
  readonly request: UpdateRequest
  readonly builder: DatabaseBuilder
  readonly io: UpdateIo
  readonly token: string
  readonly wanted: readonly Wanted[]
  readonly notices: string[]
}

/**
 * Brings the advisory database up to date: fetches what changed, builds, checks, and swaps the file in at once. Killed or failed
 * at any moment, the database that was in use is still there, whole. Throws `SourceError`, or what the builder throws.
 */
export async function updateDatabase(
  request: UpdateRequest,
  builder: DatabaseBuilder,
  io: UpdateIo,
): Promise<UpdateResult> {
  const token = randomUUID()
  const wanted = wantedOf(request)
  makeFolder(dirname(request.target))
  const release = takeLock({ path: `${request.target}.lock`, self: io.self, token, now: io.now() })
  try {
    tell(io, 'lock')
    removeTemporaries(request.target)
    return await run({ request, builder, io, token, wanted, notices: unsafeNotices(wanted, request) })
  } finally {
    try {
      removeTemporaries(request.target)
    } finally {
      release()
    }
  }
}

const sha256Text = /^(?:sha256:)?([0-9a-f]{64})$/i

function wantedOf(request: UpdateRequest): Wanted[] {
  if (request.sha256 !== null && !sha256Text.test(request.sha256))
    throw new SourceError('CHECKSUM', `${request.sha256.slice(0, 80)}: not a SHA-256, which has 64 hex digits.`)
  const wanted = [wantedFrom(osv, request.osv ?? osv.defaultUrl, request.cwd)]
  if (request.kev !== null) wanted.push(wantedFrom(kev, request.kev, request.cwd))
  if (request.epss !== null) wanted.push(wantedFrom(epss, request.epss, request.cwd))
  if (request.sha256 !== null && wanted[0]?.place.kind === 'folder')
    throw new SourceError('BAD_ADDRESS', `${wanted[0].place.label}: a folder has no SHA-256. Give a file or a URL.`)
  return wanted
}

function unsafeNotices(wanted: readonly Wanted[], request: UpdateRequest): string[] {
  return wanted.flatMap(({ source, place }) =>
    place.kind !== 'url' || !isOpenHttp(place.address.url) || (source.id === 'osv' && request.sha256 !== null)
      ? []
      : [`${place.label} came over plain http, where anyone on the way can change it: use https, or a checksum`],
  )
}

function isOpenHttp(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !/^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

async function run(update: Update): Promise<UpdateResult> {
  const { request, io } = update
  const current = readCurrent(update)
  const acquired = await acquireAll(update, request.force ? null : (current?.state ?? null))
  checkDigest(request, acquired.get('osv'))
  if (current !== null && acquired.values().every(({ local }) => local === null)) {
    tell(io, 'done')
    return { kind: 'unchanged', path: request.target, meta: current.meta }
  }
  return build(update, acquired, current?.meta ?? null)
}

interface Current {
  readonly meta: DatabaseMeta
  /** What it was built from; null when that is not known for certain. */
  readonly state: UpdateState | null
}

/**
 * The database in use. One that does not open is as good as none: it is replaced, with a notice. A file that no update wrote,
 * for there is no state beside it, is not replaced unasked.
 */
function readCurrent({ request, builder, notices }: Update): Current | null {
  const state = readState(request.target)
  let bytes: Uint8Array = new Uint8Array()
  try {
    bytes = loadDatabaseBytes(request.target)
    return { meta: builder.read(bytes), state: state?.database === sha256Of(bytes) ? state : null }
  } catch (error) {
    if (!(error instanceof CodedError) || error.code === 'UNREADABLE') throw error
    if (error.code === 'NO_DATABASE' || bytes.length === 0) return null
    if (state === null && !request.force) throw occupied(request.target, error)
    notices.push(`the database before did not open (${error.code}) and was replaced`)
    return null
  }
}

function occupied(target: string, cause: Error): SourceError {
  const text = `${target}: is not an advisory database, and an update would overwrite it. Choose another --database, or pass --force.`
  return new SourceError('OCCUPIED', text, { cause })
}

/** All sources, or all of them with `local: null` when nothing at all has changed since `state`. */
async function acquireAll(update: Update, state: UpdateState | null): Promise<Map<string, Acquired>> {
  const { request, io, token, wanted } = update
  const by: Acquisition = {
    client: createHttpClient(io, { ...io.http, offline: request.offline }),
    target: request.target,
    token,
    onProgress: (source, done, total) => io.onEvent?.({ phase: 'fetch', source, done, total }),
  }
  const acquired = new Map<string, Acquired>()
  for (const each of wanted) acquired.set(each.source.id, await acquire(by, each, knownStamp(state, each)))
  const sameSources = state?.sources.size === wanted.length
  if (sameSources && acquired.values().every(({ unchanged }) => unchanged))
    return new Map(acquired.entries().map(([id, each]) => [id, { ...each, local: null }]))
  // A database is built from all of its sources: what was not sent because it is known has to be sent after all.
  for (const each of wanted)
    if (acquired.get(each.source.id)?.local === null) acquired.set(each.source.id, await acquire(by, each, null))
  return acquired
}

function knownStamp(state: UpdateState | null, { source, place }: Wanted): SourceStamp | null {
  const stamp = state?.sources.get(source.id)
  return stamp?.place === placeKey(place) ? stamp : null
}

function checkDigest({ sha256 }: UpdateRequest, acquired: Acquired | undefined): void {
  if (sha256 === null || acquired?.stamp.sha256 === sha256Text.exec(sha256)?.[1]?.toLowerCase()) return
  const text = `${acquired?.stamp.place ?? ''}: has the SHA-256 ${acquired?.stamp.sha256 ?? ''}, not ${sha256}. Fetch it again, or check the checksum.`
  throw new SourceError('CHECKSUM', text)
}

function build(update: Update, acquired: ReadonlyMap<string, Acquired>, current: DatabaseMeta | null): UpdateResult {
  const { request, builder, io, token, notices } = update
  const problems: SourceProblem[] = []
  const output = runBuilder(update, acquired, problems)
  problems.push(...output.problems)
  const meta = builder.read(output.bytes)
  // What could not be decoded never reached the builder.
  const refused = output.stats.refused + problems.length - output.problems.length
  const refusal = refuseReplacement({ next: meta, refused, current, now: io.now(), force: request.force })
  if (refusal !== null) throw refusal
  const temporary = temporaryPath(request.target, token, 'database')
  const onStep = (done: number): void => tell(io, 'write', done, output.bytes.length)
  replaceFile({ target: request.target, temporary, onStep }, output.bytes)
  tell(io, 'state')
  writeState(request.target, token, {
    database: sha256Of(output.bytes),
    sources: new Map(acquired.entries().map(([id, { stamp }]) => [id, stamp])),
  })
  tell(io, 'done')
  const all = [...notices, ...lossNotices(meta, current)]
  return { kind: 'built', path: request.target, meta, bytes: output.bytes.length, problems, notices: all }
}

function runBuilder(
  { builder, io, wanted }: Update,
  acquired: ReadonlyMap<string, Acquired>,
  problems: SourceProblem[],
): BuildOutput {
  const reading = (source: string): Reading => ({
    onProblem: (problem) => void problems.push(problem),
    onProgress: (done, total) => io.onEvent?.({ phase: 'build', source, done, total }),
  })
  const of = (id: string): Acquired | undefined => acquired.get(id)
  const [osvLocal, kevLocal, epssLocal] = [of('osv')?.local, of('kev')?.local, of('epss')?.local]
  const place: Place | undefined = wanted.find(({ source }) => source.id === 'osv')?.place
  return builder.build({
    records: osvLocal ? osv.read(osvLocal, reading('osv')) : [],
    ...(kevLocal ? { kev: kev.read(kevLocal, reading('kev')) } : {}),
    ...(epssLocal ? { epss: epss.read(epssLocal, reading('epss')) } : {}),
    source: place?.label ?? '',
    sourceTime: of('osv')?.time ?? null,
    builtTime: io.now().toISOString(),
  })
}

function tell(io: UpdateIo, phase: UpdateEvent['phase'], done = 0, total: number | null = null): void {
  io.onEvent?.({ phase, source: null, done, total })
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
