/** Reads projects and files of package indexes. Nothing that is fetched is run, and nothing is trusted before its hash is right. */
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type PackageName, type ProjectPage, PypaError, parseProjectPage, type ReleaseFile } from '@cordon/pypa'
import { makeFolder, onDisk, systemCode } from '../disk.ts'
import { SourceError } from '../error.ts'
import { printable } from '../http/address.ts'
import type { HttpClient } from '../http/client.ts'
import { createDigester } from '../http/digest.ts'
import { download } from '../http/download.ts'
import { digestFile, readBytes } from '../local-file.ts'
import { fetchProvenance } from '../provenance/fetch.ts'
import { openFlatPlaces } from './flat-places.ts'
import { type FilePart, type PartAsked, requestPart } from './part.ts'
import { type Asking, addressOf, type IndexSettings, localPath, requestBytes, tooLarge } from './request.ts'

export type { IndexSettings } from './request.ts'

/** A page and the index that gave it. */
export interface FoundPage {
  readonly index: string
  readonly page: ProjectPage
}

/** A file that is there to be read. `release` removes it if it was fetched. */
export interface FetchedFile {
  readonly path: string
  readonly sha256: string
  release(): void
}

export interface IndexClient {
  /**
   * The project's page on each index that has it, in their order, asked only as far as they are wanted. An index that cannot be asked
   * is an error, since what it would have said is not known. With `at`, these indexes are asked and nothing else is.
   */
  findPages(name: PackageName, at?: readonly string[]): AsyncGenerator<FoundPage, void>
  /** One file of a page, its hashes verified: throws `CHECKSUM` for other bytes than the index promised. */
  fetchFile(file: Pick<ReleaseFile, 'filename' | 'url' | 'hashes'>): Promise<FetchedFile>
  /** A part of a remote file, its bytes not verified by anything; null where it cannot be had in parts. */
  fetchPart(file: Pick<ReleaseFile, 'url'>, part: PartAsked): Promise<FilePart | null>
  /** The metadata that the index serves beside a file (PEP 658, PEP 714), as it is served: its digest is the caller's to compare. */
  fetchMetadata(file: Pick<ReleaseFile, 'url'>): Promise<Uint8Array>
  /** The provenance of a file by the address that a page gives (PEP 740); `page`: an address that is as safe as the page's own. */
  fetchProvenance(url: string, page: string): Promise<Uint8Array>
}

const mostPageBytes = 64 * 1024 * 1024
// PEP 691: which forms of the page are understood, the best first.
const accept = 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1'

/** Made once per command. Errors are `SourceError`. */
export function createIndexClient(http: HttpClient, settings: IndexSettings): IndexClient {
  const flat = openFlatPlaces(settings.findLinks ?? [], (url) => readFlatPage({ http, settings }, url))
  return {
    async *findPages(name, at) {
      if (at === undefined) {
        for (const { place, page } of flat.folders(name)) yield { index: place, page }
        for await (const { place, page } of flat.pages(name)) yield { index: place, page }
      }
      for (const index of at ?? settings.indexes) {
        const page = await readPage({ http, settings, index }, name)
        if (page !== null) yield { index: printable(index), page }
      }
    },
    fetchFile: (file) =>
      file.url.startsWith('file:') ? localFile(file, settings) : remoteFile({ http, settings }, file),
    fetchPart: async ({ url }, part) =>
      /^https?:/i.test(url) ? await requestPart({ http, settings }, new URL(url), part) : null,
    fetchMetadata: ({ url }) => document(new URL(`${url}.metadata`), { http, settings }),
    fetchProvenance: (url, page) => fetchProvenance({ http, settings }, url, page),
  }
}

async function readPage(asking: Asking & { readonly index: string }, name: PackageName): Promise<ProjectPage | null> {
  const { index } = asking
  const root = index.endsWith('/') ? index : `${index}/`
  if (!URL.canParse(root))
    throw new SourceError('BAD_ADDRESS', `${printable(index)}: not the address of an index. Check --index-url.`)
  const url = new URL(`${name}/`, root)
  const served = url.protocol === 'file:' ? localPage(url) : await remotePage(asking, url)
  if (served === null) return null
  try {
    return parseProjectPage(served)
  } catch (cause) {
    if (!(cause instanceof PypaError)) throw cause
    throw new SourceError('BAD_DATA', `${printable(url.href)}: ${cause.message} Check the address of the index.`, {
      cause,
    })
  }
}

/** A page of links to files of any project: `--find-links`. */
async function readFlatPage(asking: Asking, text: string): Promise<ProjectPage | null> {
  const url = new URL(text)
  const served = url.protocol === 'file:' ? localFilePage(url) : await remotePage(asking, url)
  return served === null ? null : parseProjectPage(served)
}

interface Served {
  readonly text: string
  readonly url: string
  readonly contentType: string | null
}

/** A folder as a static index lays it out: `<name>/index.html`, or `<name>/index.json`. */
function localPage(url: URL): Served | null {
  return localFilePage(new URL('index.html', url)) ?? localFilePage(new URL('index.json', url))
}

function localFilePage(page: URL): Served | null {
  const path = localPath(page)
  try {
    if (statSync(path).size > mostPageBytes) throw tooLarge(path, mostPageBytes)
    return { text: readFileSync(path, 'utf8'), url: page.href, contentType: null }
  } catch (cause) {
    if (cause instanceof SourceError) throw cause
    const code = systemCode(cause)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw new SourceError('UNREADABLE', `${path}: cannot be read (${code}). Check its permissions.`, { cause })
  }
}

/** A document that a page promises. */
async function document(url: URL, asking: Asking): Promise<Uint8Array> {
  if (url.protocol === 'file:') {
    const path = localPath(url)
    return readBytes({ kind: 'file', label: path, path }, mostPageBytes)
  }
  const found = await requestBytes(asking, url, { accept, mostBytes: mostPageBytes })
  if (found === null)
    throw new SourceError('HTTP_STATUS', `${printable(url.href)}: the index promises this and does not have it.`)
  return found.bytes
}

async function remotePage(asking: Asking, url: URL): Promise<Served | null> {
  const found = await requestBytes(asking, url, { accept, mostBytes: mostPageBytes })
  return found === null ? null : { ...found, text: found.bytes.toString('utf8') }
}

type Wanted = Pick<ReleaseFile, 'filename' | 'url' | 'hashes'>

async function localFile(file: Wanted, settings: IndexSettings): Promise<FetchedFile> {
  const path = localPath(new URL(file.url))
  const place = { kind: 'file', label: path, path } as const
  const sha256 = digestFile(place)
  // Read whole only where the index promises another digest than the one that is at hand anyway.
  if (!isPromised(file, { sha256 })) verify(file, readBytes(place, settings.maxFileBytes))
  return { path, sha256, release: () => undefined }
}

async function remoteFile({ http, settings }: Asking, file: Wanted): Promise<FetchedFile> {
  makeFolder(settings.folder)
  removeLeftovers(settings.folder, http.io.now())
  const path = join(settings.folder, `${randomUUID()}.part`)
  const release = (): void => rmSync(path, { force: true })
  try {
    const result = await download(http, {
      address: addressOf(new URL(file.url), settings),
      path,
      known: null,
      maxBytes: settings.maxFileBytes,
      onProgress: () => undefined,
    })
    if (result.kind === 'unchanged')
      throw new SourceError('HTTP_STATUS', `${printable(file.url)}: the server answered 304 unasked.`)
    const { sha256 } = result
    if (!isPromised(file, { sha256 }))
      verify(file, readBytes({ kind: 'file', label: printable(file.url), path }, settings.maxFileBytes))
    return { path, sha256, release }
  } catch (error) {
    release()
    throw error
  }
}

const leftoverMilliseconds = 86_400_000

/** What runs that were killed have left half way. */
function removeLeftovers(folder: string, now: Date): void {
  onDisk(folder, () => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name)
      const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now.getTime()
      if (/^[0-9a-f-]{36}\.part$/.test(name) && now.getTime() - written > leftoverMilliseconds)
        rmSync(path, { force: true })
    }
  })
}

/** True where a SHA-256 was promised and is the one; throws `CHECKSUM` where it is not. */
function isPromised(file: Wanted, { sha256 }: { readonly sha256: string }): boolean {
  const promised = file.hashes.get('sha256')
  if (promised === undefined) return false
  if (promised !== sha256) throw otherBytes(file, 'sha256')
  return true
}

const otherAlgorithms = ['sha512', 'md5'] as const

/** Other digests that an index may promise; an index that promises none is taken at its word, as installers do. */
function verify(file: Wanted, bytes: Uint8Array): void {
  for (const algorithm of otherAlgorithms) {
    const hex = file.hashes.get(algorithm)
    if (hex === undefined) continue
    const digester = createDigester([{ algorithm, hex }])
    digester.update(bytes)
    if (digester.finish().missed !== null) throw otherBytes(file, algorithm)
    return
  }
}

function otherBytes(file: Wanted, algorithm: string): SourceError {
  return new SourceError(
    'CHECKSUM',
    `${printable(file.url)}: its bytes do not have the ${algorithm} that the index promises. Do not use it; tell whoever runs the index.`,
  )
}
