import { statSync } from 'node:fs'
import type { AdvisorySource } from './advisories/source.ts'
import { temporaryPath } from './disk.ts'
import { SourceError } from './error.ts'
import type { HttpClient } from './http/client.ts'
import { download } from './http/download.ts'
import { digestFile } from './local-file.ts'
import { type LocalPlace, type Place, readPlace, unreadable } from './place.ts'
import type { SourceStamp } from './state.ts'

export interface Wanted {
  readonly source: AdvisorySource<unknown>
  readonly place: Place
}

/** What was got of one source. */
export interface Acquired {
  readonly stamp: SourceStamp
  /** True when it is byte for byte what `known` stands for. */
  readonly unchanged: boolean
  /** Null when it is unchanged and was therefore not sent. */
  readonly local: LocalPlace | null
  /** ISO time that the server or the file system gives it. */
  readonly time: string | null
}

export interface Acquisition {
  readonly client: HttpClient
  readonly target: string
  readonly token: string
  onProgress(source: string, done: number, total: number | null): void
}

/** Reads where a source is to come from; throws `SourceError`. */
export function wantedFrom(source: AdvisorySource<unknown>, text: string, cwd: string): Wanted {
  const place = readPlace(text, cwd)
  if (place.kind === 'folder' && !source.folders)
    throw new SourceError('BAD_ADDRESS', `${place.label}: a folder. For ${source.title}, give a file or a URL.`)
  return { source, place }
}

/** What identifies a place in the state of a database. */
export function placeKey(place: Place): string {
  return place.kind === 'url' ? place.label : place.path
}

/** Gets one source, unless it is still what `known` says; throws `SourceError`. */
export async function acquire(by: Acquisition, wanted: Wanted, known: SourceStamp | null): Promise<Acquired> {
  const { place } = wanted
  if (place.kind === 'url') return fetchPlace(by, { ...wanted, place }, known)
  const stamp = { place: placeKey(place), sha256: null, etag: null, lastModified: null }
  // A folder has no digest that is cheaper than reading it.
  if (place.kind === 'folder') return { stamp, unchanged: false, local: place, time: null }
  const sha256 = digestFile(place)
  return { stamp: { ...stamp, sha256 }, unchanged: known?.sha256 === sha256, local: place, time: modifiedTime(place) }
}

type Remote = Extract<Place, { kind: 'url' }>

async function fetchPlace(
  by: Acquisition,
  { source, place }: { readonly source: AdvisorySource<unknown>; readonly place: Remote },
  known: SourceStamp | null,
): Promise<Acquired> {
  // One name per try: a second fetch after an answer of "unchanged" starts from nothing.
  const path = temporaryPath(by.target, by.token, known === null ? source.id : `${source.id}known`)
  const result = await download(by.client, {
    address: place.address,
    path,
    known,
    maxBytes: source.maxBytes,
    onProgress: (done, total) => by.onProgress(source.id, done, total),
  })
  if (result.kind === 'unchanged' && known !== null) return { stamp: known, unchanged: true, local: null, time: null }
  if (result.kind === 'unchanged')
    throw new SourceError('HTTP_STATUS', `${place.label}: the server answered 304 unasked.`)
  return {
    stamp: { place: place.label, sha256: result.sha256, ...result.validators },
    unchanged: known?.sha256 === result.sha256,
    local: { kind: 'file', label: place.label, path },
    time: isoTime(result.validators.lastModified),
  }
}

function isoTime(httpDate: string | null): string | null {
  const time = httpDate === null ? Number.NaN : Date.parse(httpDate)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}

function modifiedTime(place: LocalPlace): string {
  try {
    return statSync(place.path).mtime.toISOString()
  } catch (cause) {
    throw unreadable(place.label, cause)
  }
}
