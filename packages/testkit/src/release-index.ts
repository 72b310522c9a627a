/** A package index on loopback: real HTTP, pages as PEP 503, 691 and 740 have them, files, provenance, and faults on demand. */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ReleasedFile } from './made-release.ts'
import type { Ending } from './temporary-folder.ts'

/** What goes wrong instead of an answer, so many times (always, when not given). */
export type IndexFault = { readonly times?: number } & (
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number }
  /** The connection breaks after half of the bytes. */
  | { readonly kind: 'cut' }
  /** A page of another content type than anybody asked for, with status 200. */
  | { readonly kind: 'wrong-type' }
  /** The answer comes whole, so many milliseconds late. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** The answer never comes. */
  | { readonly kind: 'silent' }
)

export interface IndexedFile extends ReleasedFile {
  /** What the index gives as provenance; null: its page says there is none. A text is sent as it is. */
  readonly provenance?: object | string | null
  /** What the page says that its address is, instead of where it is. */
  readonly provenanceAt?: string
  /** Whether it is yanked. */
  readonly yanked?: boolean
}

export interface ReleaseIndexOptions {
  /** `html`: the pages are PEP 503 only. JSON is given to who asks for it otherwise. */
  readonly form?: 'json' | 'html'
}

export interface ReleaseIndex {
  /** Address of the simple index, with its slash. */
  readonly url: string
  /** Paths, in the order in which they were asked for. */
  readonly requests: readonly string[]
  /** Where a file's provenance is served. */
  provenanceUrl(filename: string): string
  /** Puts files in place of those with their name, or beside them. */
  serve(...files: readonly IndexedFile[]): void
  /** What goes wrong from now on for one path: of a page (`/simple/demo/`), file or provenance; null: nothing any more. */
  fail(path: string, fault: IndexFault | null): void
}

interface State {
  readonly files: Map<string, IndexedFile>
  readonly faults: Map<string, { readonly fault: IndexFault; left: number }>
  readonly requests: string[]
  readonly form: 'json' | 'html'
  origin: string
}

interface Found {
  readonly type: string
  readonly body: Buffer
}

const jsonPage = 'application/vnd.pypi.simple.v1+json'

/** Path of a file's provenance on the index, as `fail` takes it. */
export function provenancePath(filename: string): string {
  return `/integrity/${filename}/provenance`
}

/** Starts the index; it goes when the test ends. */
export async function startReleaseIndex(
  t: Ending,
  files: readonly IndexedFile[] = [],
  { form = 'json' }: ReleaseIndexOptions = {},
): Promise<ReleaseIndex> {
  const state: State = { files: new Map(), faults: new Map(), requests: [], form, origin: '' }
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    state.requests.push(path)
    const json = state.form === 'json' && (request.headers.accept ?? '').includes(jsonPage)
    const found = find(state, path, json)
    const fault = takeFault(state, path)
    if (fault === null) give(response, found)
    else fail(response, found, fault)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  state.origin = origin
  const serve = (...more: readonly IndexedFile[]): void => {
    for (const file of more) state.files.set(file.filename, file)
  }
  serve(...files)
  return {
    url: `${origin}/simple/`,
    requests: state.requests,
    provenanceUrl: (filename) => `${origin}${provenancePath(filename)}`,
    serve,
    fail(path, fault) {
      if (fault === null) state.faults.delete(path)
      else state.faults.set(path, { fault, left: fault.times ?? Number.POSITIVE_INFINITY })
    },
  }
}

function takeFault({ faults }: State, path: string): IndexFault | null {
  const pending = faults.get(path)
  if (pending === undefined || pending.left <= 0) return null
  pending.left -= 1
  return pending.fault
}

function find(state: State, path: string, json: boolean): Found | null {
  const [, room = '', name = '', rest] = path.split('/')
  if (room === 'simple' && rest === '') return page(state, name, json)
  const file = state.files.get(decodeURIComponent(name))
  if (file === undefined) return null
  if (room === 'files') return { type: 'application/octet-stream', body: file.bytes }
  if (room !== 'integrity' || file.provenance === undefined || file.provenance === null) return null
  const text = typeof file.provenance === 'string' ? file.provenance : JSON.stringify(file.provenance)
  return { type: 'application/vnd.pypi.integrity.v1+json', body: Buffer.from(text) }
}

function page(state: State, name: string, json: boolean): Found | null {
  const files = [...state.files.values()].filter((file) => normalized(file.project) === name)
  if (files.length === 0) return null
  const listed = files.map((file) => ({ file, provenance: statedProvenance(state.origin, file) }))
  const body = Buffer.from(json ? pageJson(name, listed) : pageHtml(name, listed))
  return { type: json ? jsonPage : 'text/html', body }
}

function normalized(project: string): string {
  return project.toLowerCase().replaceAll(/[-_.]+/g, '-')
}

/** PEP 740: a whole address, or null. */
function statedProvenance(origin: string, { filename, provenance, provenanceAt }: IndexedFile): string | null {
  if (provenanceAt !== undefined) return provenanceAt
  return provenance === undefined || provenance === null ? null : `${origin}${provenancePath(filename)}`
}

interface ListedFile {
  readonly file: IndexedFile
  readonly provenance: string | null
}

function pageJson(name: string, files: readonly ListedFile[]): string {
  return JSON.stringify({
    meta: { 'api-version': '1.4' },
    name,
    versions: [],
    files: files.map(({ file, provenance }) => ({
      filename: file.filename,
      url: `../../files/${file.filename}`,
      hashes: { sha256: file.sha256 },
      size: file.bytes.length,
      yanked: file.yanked ?? false,
      provenance,
    })),
  })
}

function pageHtml(name: string, files: readonly ListedFile[]): string {
  const links = files.map(({ file, provenance }) => {
    const stated = provenance === null ? '' : ` data-provenance="${provenance}"`
    const yanked = file.yanked === true ? ' data-yanked=""' : ''
    return `<a href="../../files/${file.filename}#sha256=${file.sha256}"${stated}${yanked}>${file.filename}</a><br>`
  })
  return `<!DOCTYPE html><html><head><title>${name}</title></head><body>\n${links.join('\n')}\n</body></html>\n`
}

function give(response: ServerResponse, found: Found | null): void {
  if (found === null) response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not Found"}')
  else response.writeHead(200, { 'content-type': found.type, 'content-length': found.body.length }).end(found.body)
}

function fail(response: ServerResponse, found: Found | null, fault: IndexFault): void {
  if (fault.kind === 'silent') return
  if (fault.kind === 'slow') {
    const timer = setTimeout(() => give(response, found), fault.milliseconds)
    response.on('close', () => clearTimeout(timer))
    return
  }
  if (fault.kind === 'status') {
    const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }
    response.writeHead(fault.status, headers).end('not now')
    return
  }
  const body = found?.body ?? Buffer.from('nothing at all')
  if (fault.kind === 'wrong-type') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><p>Please log in.</p>')
    return
  }
  response.writeHead(200, { 'content-type': found?.type ?? 'text/plain', 'content-length': body.length })
  response.write(body.subarray(0, body.length >> 1), () => response.destroy())
}
