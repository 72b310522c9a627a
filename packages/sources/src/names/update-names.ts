import { createHash, randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import { CodedError } from '@cordon/model'
import { type Acquired, acquire, placeKey, type Wanted, wantedFrom } from '../acquire.ts'
import { loadDatabaseBytes } from '../cache.ts'
import { makeFolder, removeTemporaries, replaceFile, temporaryPath } from '../disk.ts'
import { SourceError } from '../error.ts'
import { createHttpClient } from '../http/client.ts'
import { takeLock } from '../lock.ts'
import { readState, type SourceStamp, writeState } from '../state.ts'
import type { UpdateIo } from '../update.ts'
import { popularNames } from './popular-names.ts'

export interface NamesRequest {
  /** The file to write, absolute: see `namesPath`. */
  readonly target: string
  /** FILE or URL. */
  readonly place: string
  readonly cwd: string
  readonly offline: boolean
  /** Builds even when nothing changed, and accepts a list that is older or much shorter than what is in use. */
  readonly force: boolean
}

/** What an index of names says of itself. */
export interface NamesStatus {
  readonly source: string
  readonly dataTime: string | null
  readonly builtTime: string
  readonly names: number
}

/** The room of names, handed in: this room moves bytes and knows nothing of what is in them. */
export interface NamesBuilder {
  build(names: readonly string[], meta: Omit<NamesStatus, 'names'>): Uint8Array
  /** Opens an index and says what it is; throws a `CodedError` for bytes that are none. */
  read(bytes: Uint8Array): NamesStatus
}

export interface NamesResult {
  readonly kind: 'unchanged' | 'built'
  readonly path: string
  readonly status: NamesStatus
  readonly bytes: number
}

/** Where the popular names lie that belong to a database. */
export function namesPath(database: string): string {
  return `${database}.names`
}

interface Update {
  readonly request: NamesRequest
  readonly builder: NamesBuilder
  readonly io: UpdateIo
  readonly token: string
  readonly wanted: Wanted
}

/**
 * Brings the popular names up to date as `updateDatabase` does the advisories: fetched if they changed, built, checked, and swapped in
 * at once. Throws `SourceError`, or what the builder throws.
 */
export async function updateNames(request: NamesRequest, builder: NamesBuilder, io: UpdateIo): Promise<NamesResult> {
  const { target } = request
  const token = randomUUID()
  const wanted = wantedFrom(popularNames, request.place, request.cwd)
  makeFolder(dirname(target))
  const release = takeLock({ path: `${target}.lock`, self: io.self, token, now: io.now() })
  try {
    removeTemporaries(target)
    return await run({ request, builder, io, token, wanted })
  } finally {
    try {
      removeTemporaries(target)
    } finally {
      release()
    }
  }
}

interface Current {
  readonly status: NamesStatus
  readonly bytes: number
  readonly stamp: SourceStamp | null
}

async function run(update: Update): Promise<NamesResult> {
  const { request, io, token, wanted } = update
  const current = readCurrent(update)
  const by = {
    client: createHttpClient(io, { ...io.http, offline: request.offline }),
    target: request.target,
    token,
    onProgress: (source: string, done: number, total: number | null) =>
      io.onEvent?.({ phase: 'fetch', source, done, total }),
  }
  const known = request.force || current?.stamp?.place !== placeKey(wanted.place) ? null : current.stamp
  const acquired = await acquire(by, wanted, known)
  if (acquired.unchanged && current !== null && !request.force)
    return { kind: 'unchanged', path: request.target, status: current.status, bytes: current.bytes }
  return build(update, acquired, current)
}

/** The names in use; a file that no update wrote, for there is no state beside it, is not replaced unasked. */
function readCurrent({ request, builder }: Update): Current | null {
  const state = readState(request.target)
  try {
    const bytes = loadDatabaseBytes(request.target)
    const stamp = state?.database === sha256Of(bytes) ? (state.sources.get(popularNames.id) ?? null) : null
    return { status: builder.read(bytes), bytes: bytes.length, stamp }
  } catch (cause) {
    if (!(cause instanceof CodedError) || cause.code === 'UNREADABLE') throw cause
    if (cause.code === 'NO_DATABASE' || state !== null || request.force) return null
    const text = `${request.target}: is not an index of names, and an update would overwrite it. Choose another --database, or pass --force.`
    throw new SourceError('OCCUPIED', text, { cause })
  }
}

function build(
  { request, builder, io, token, wanted }: Update,
  acquired: Acquired,
  current: Current | null,
): NamesResult {
  if (acquired.local === null) throw new SourceError('HTTP_STATUS', `${wanted.place.label}: nothing came.`)
  io.onEvent?.({ phase: 'build', source: popularNames.id, done: 0, total: null })
  const list = popularNames.read(acquired.local, { onProblem: () => {}, onProgress: () => {} })
  const { label: source } = wanted.place
  const bytes = builder.build(list.names, {
    source,
    dataTime: list.time ?? acquired.time,
    builtTime: io.now().toISOString(),
  })
  const status = builder.read(bytes)
  const refusal = refused(status, current?.status ?? null, request.force)
  if (refusal !== null) throw refusal
  const { target } = request
  replaceFile({ target, temporary: temporaryPath(target, token, 'database') }, bytes)
  writeState(target, token, { database: sha256Of(bytes), sources: new Map([[popularNames.id, acquired.stamp]]) })
  return { kind: 'built', path: target, status, bytes: bytes.length }
}

/** Whoever can feed an old or a thinned-out list could take a name out of it that an impostor has. */
function refused(next: NamesStatus, current: NamesStatus | null, force: boolean): SourceError | null {
  const kept = current === null ? 'No names were written.' : 'The names in use were kept.'
  if (next.names === 0)
    return new SourceError('BAD_DATA', `${next.source}: holds no names of projects. Check the address. ${kept}`)
  if (force || current === null) return null
  if (next.dataTime !== null && current.dataTime !== null && next.dataTime < current.dataTime) {
    const [after, before] = [next.dataTime.slice(0, 10), current.dataTime.slice(0, 10)]
    const text = `${next.source}: a list of ${after}, older than the one of ${before} in use. Take a fresher one, or pass --force. ${kept}`
    return new SourceError('ROLLBACK', text)
  }
  if (next.names * 2 < current.names) {
    const text = `${next.source}: ${next.names} names, less than half of the ${current.names} in use. Check the address, or pass --force. ${kept}`
    return new SourceError('SHRUNK', text)
  }
  return null
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
