/** A package index on loopback: real HTTP, pages as PEP 503, 691 and 740 have them, files, provenance, and faults on demand. */
import { type FaultyServer, type ServedBody, startFaultyServer } from './faulty-server.ts'
import type { ReleasedFile } from './made-release.ts'
import type { Ending } from './temporary-folder.ts'

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

/** `fail` takes the path of a page (`/simple/demo/`), of a file (`/files/…`) or of provenance (`provenancePath`). */
export interface ReleaseIndex extends Pick<FaultyServer, 'requests' | 'fail'> {
  /** Address of the simple index, with its slash. */
  readonly url: string
  /** Where a file's provenance is served. */
  provenanceUrl(filename: string): string
  /** Puts files in place of those with their name, or beside them. */
  serve(...files: readonly IndexedFile[]): void
}

interface State {
  readonly files: Map<string, IndexedFile>
  readonly form: 'json' | 'html'
  origin: string
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
  const state: State = { files: new Map(), form, origin: '' }
  const server = await startFaultyServer(t, (path, { headers }) =>
    find(state, path, state.form === 'json' && (headers.accept ?? '').includes(jsonPage)),
  )
  state.origin = server.origin
  const serve = (...more: readonly IndexedFile[]): void => {
    for (const file of more) state.files.set(file.filename, file)
  }
  serve(...files)
  return {
    url: `${server.origin}/simple/`,
    requests: server.requests,
    fail: server.fail,
    provenanceUrl: (filename) => `${server.origin}${provenancePath(filename)}`,
    serve,
  }
}

function find(state: State, path: string, json: boolean): ServedBody | null {
  const [, room = '', name = '', rest] = path.split('/')
  if (room === 'simple' && rest === '') return page(state, name, json)
  const file = state.files.get(decodeURIComponent(name))
  if (file === undefined) return null
  if (room === 'files') return { type: 'application/octet-stream', body: file.bytes }
  if (room !== 'integrity' || file.provenance === undefined || file.provenance === null) return null
  const text = typeof file.provenance === 'string' ? file.provenance : JSON.stringify(file.provenance)
  return { type: 'application/vnd.pypi.integrity.v1+json', body: Buffer.from(text) }
}

function page(state: State, name: string, json: boolean): ServedBody | null {
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
