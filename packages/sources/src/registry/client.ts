/** Reads images from registries (OCI distribution-spec). Nothing is pushed, and nothing that comes is trusted before its digest is right. */
import { createHash } from 'node:crypto'
import { SourceError } from '../error.ts'
import { readHttpAddress } from '../http/address.ts'
import { type HttpAnswer, type HttpClient, requestOnce } from '../http/client.ts'
import { retry, statusError } from '../http/retry.ts'
import { authorizationFor, withoutCredentials } from './authorize.ts'
import type { FoundCredentials } from './docker-config.ts'

export interface RegistrySettings {
  /** Host and port; `docker.io` is Docker's own. */
  readonly registry: string
  readonly repository: string
  readonly credentials: FoundCredentials
  /** Media types of manifests and indexes that are understood. */
  readonly accept: readonly string[]
  /** Whether the registry may be spoken to without TLS; one on this machine always may. */
  readonly plain: boolean
}

/** A manifest or an index as the registry holds it. */
export interface RegistryDocument {
  /** `sha256:…` of the bytes. */
  readonly digest: string
  /** As the server says, without parameters. */
  readonly mediaType: string
  readonly bytes: Buffer
}

export interface RegistryRepository {
  /** By tag or digest; throws `CHECKSUM` when the bytes have another digest than was asked for or announced. */
  document(reference: string, limit: number): Promise<RegistryDocument>
  /** A small blob, whole; its digest is the caller's to check. */
  blob(digest: string, limit: number): Promise<Buffer>
  /** The bytes of a blob. A transfer that breaks goes on where it broke. Its digest is the caller's to check. */
  stream(digest: string): AsyncIterable<Uint8Array>
}

/** One repository of a registry; connects when something is first read. Errors are `SourceError`. */
export function openRepository(http: HttpClient, settings: RegistrySettings): RegistryRepository {
  const session = new Session(http, settings)
  return {
    document: async (reference, limit) => await readDocument(session, reference, limit),
    blob: async (digest, limit) => await readWhole(session, { path: `blobs/${digest}`, accept: '*/*', limit }),
    stream: (digest) => streamBlob(session, digest),
  }
}

/** Where the registry answers, and what it wants to hear. */
class Session {
  readonly http: HttpClient
  readonly settings: RegistrySettings
  #root: Promise<string> | null = null
  #authorization: string | null = null

  constructor(http: HttpClient, settings: RegistrySettings) {
    this.http = http
    this.settings = settings
  }

  /** GET below the repository; a challenge is answered once, and again when what was answered has expired. */
  async get(path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HttpAnswer> {
    const root = await this.#findRoot(signal)
    const url = `${root}${this.settings.repository}/${path}`
    for (let tries = 0; ; tries++) {
      const address = { ...readHttpAddress(url), authorization: this.#authorization }
      const answer = await requestOnce(this.http, { address, headers, signal })
      if (answer.status !== 401) return answer
      answer.close()
      const { repository, credentials } = this.settings
      const request = { url, repository, found: credentials, signal }
      if (tries > 0) throw withoutCredentials(request)
      this.#authorization = await authorizationFor(this.http, answer.headers.get('www-authenticate'), request)
    }
  }

  /** Asked once; again when that failed. */
  #findRoot(signal: AbortSignal): Promise<string> {
    this.#root ??= this.#connect(signal).catch((error: unknown) => {
      this.#root = null
      throw error
    })
    return this.#root
  }

  /** `https`; for a registry on this machine, or where it was allowed, `http` when nothing there speaks TLS. */
  async #connect(signal: AbortSignal): Promise<string> {
    const host = this.settings.registry === 'docker.io' ? 'registry-1.docker.io' : this.settings.registry
    const secure = `https://${host}/v2/`
    if (!this.settings.plain && !isThisMachine(host)) return secure
    const plain = `http://${host}/v2/`
    try {
      const answer = await requestOnce(this.http, { address: readHttpAddress(secure), headers: {}, signal })
      answer.close()
      return secure
    } catch (error) {
      if (error instanceof SourceError && error.code === 'CONNECT') return plain
      throw error
    }
  }
}

function isThisMachine(host: string): boolean {
  const name = URL.parse(`http://${host}/`)?.hostname ?? ''
  return name === 'localhost' || name === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
}

async function readDocument(session: Session, reference: string, limit: number): Promise<RegistryDocument> {
  const { accept } = session.settings
  let found = { mediaType: '', announced: '' }
  const bytes = await readWhole(session, {
    path: `manifests/${reference}`,
    accept: accept.join(', '),
    limit,
    onHeaders(headers, url) {
      const mediaType = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
      // A page of a proxy or a login is no manifest, whatever it says.
      if (mediaType.startsWith('text/html'))
        throw new SourceError(
          'BAD_DATA',
          `${url}: answered with a web page. Check the name of the registry, and proxies on the way.`,
        )
      found = { mediaType, announced: headers.get('docker-content-digest') ?? '' }
    },
  })
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  const asked = reference.startsWith('sha256:') ? reference : found.announced
  if (asked.startsWith('sha256:') && asked !== digest)
    throw new SourceError(
      'CHECKSUM',
      `${reference}: the registry gave a manifest with the digest ${digest}, not ${asked.slice(0, 100)}. Do not use it; tell whoever runs the registry.`,
    )
  // Types that the caller does not know are told by the document itself, or not at all.
  return { digest, bytes, mediaType: accept.includes(found.mediaType) ? found.mediaType : '' }
}

interface WholeRequest {
  readonly path: string
  readonly accept: string
  readonly limit: number
  readonly onHeaders?: (headers: Headers, url: string) => void
}

const wholeMilliseconds = 120_000

async function readWhole(session: Session, request: WholeRequest): Promise<Buffer> {
  return await withLimit(wholeMilliseconds, request.path, async (signal) => {
    return await retry(session.http, {
      signal,
      progress: () => 0,
      attempt: () => attemptWhole(session, request, signal),
    })
  })
}

async function attemptWhole(session: Session, request: WholeRequest, signal: AbortSignal): Promise<Buffer> {
  const answer = await session.get(request.path, { accept: request.accept }, signal)
  const { url } = answer.address
  try {
    if (answer.status !== 200) throw refusal(session, answer)
    request.onHeaders?.(answer.headers, url)
    const pieces: Uint8Array[] = []
    let length = 0
    for await (const piece of answer.body) {
      length += piece.length
      if (length > request.limit) throw new SourceError('TOO_LARGE', `${url}: larger than ${request.limit} bytes.`)
      pieces.push(piece)
    }
    const announced = announcedLength(answer.headers)
    if (announced !== null && announced !== length)
      throw new SourceError('TRUNCATED', `${url}: ${length} of ${announced} bytes arrived. Try again.`)
    return Buffer.concat(pieces)
  } finally {
    answer.close()
  }
}

function announcedLength(headers: Headers): number | null {
  const length = headers.get('content-length') ?? ''
  const isCoded = !['', 'identity'].includes(headers.get('content-encoding') ?? '')
  return !isCoded && /^\d{1,15}$/.test(length) ? Number(length) : null
}

function refusal({ http, settings }: Session, answer: HttpAnswer): Error {
  const { url } = answer.address
  const name = `${settings.registry}/${settings.repository}`
  if (answer.status === 404)
    return new SourceError(
      'HTTP_STATUS',
      `${url}: the registry has no such image (404). Check ${name}, and its tag or digest.`,
    )
  if (answer.status === 403) return withoutCredentials({ url, found: settings.credentials })
  return statusError(url, answer, http.io.now())
}

const streamMilliseconds = 2 * 60 * 60_000

async function withLimit<T>(milliseconds: number, what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController()
  const text = `${what}: not there after ${milliseconds / 1000} s. Try again later.`
  const timer = setTimeout(() => limit.abort(new SourceError('TIMEOUT', text)), milliseconds)
  try {
    return await work(limit.signal)
  } finally {
    clearTimeout(timer)
  }
}

/** Pieces of a blob over as many connections as it takes: each goes on behind what the one before brought. */
async function* streamBlob(session: Session, digest: string): AsyncGenerator<Uint8Array> {
  const limit = new AbortController()
  const timer = setTimeout(
    () => limit.abort(new SourceError('TIMEOUT', `${digest}: not complete after two hours. Try again later.`)),
    streamMilliseconds,
  )
  let received = 0
  let end: number | null = null
  let open: HttpAnswer | null = null
  try {
    for (;;) {
      // Only the opening is retried here; what breaks in the body comes back to this loop.
      const before = received
      open = await retry(session.http, {
        signal: limit.signal,
        progress: () => 0,
        attempt: () => openBlob(session, { digest, received, signal: limit.signal }),
      })
      end = open.status === 200 ? announcedLength(open.headers) : end
      try {
        for await (const piece of open.body) {
          received += piece.length
          yield piece
        }
        if (end === null || received >= end) return
      } catch (error) {
        if (!isBroken(error) || received === before) throw error
      }
      open.close()
      if (received === before)
        throw new SourceError('TRUNCATED', `${digest}: ${received} of ${end ?? 0} bytes arrived. Try again.`)
    }
  } finally {
    open?.close()
    clearTimeout(timer)
  }
}

function isBroken(error: unknown): boolean {
  return error instanceof SourceError && (error.code === 'TRUNCATED' || error.code === 'TIMEOUT')
}

interface BlobRequest {
  readonly digest: string
  readonly received: number
  readonly signal: AbortSignal
}

/** An answer whose body is the blob from `received` on: blobs never change, so that a range of one always fits. */
async function openBlob(session: Session, { digest, received, signal }: BlobRequest): Promise<HttpAnswer> {
  const range: Readonly<Record<string, string>> = received === 0 ? {} : { range: `bytes=${received}-` }
  const answer = await session.get(`blobs/${digest}`, range, signal)
  if (received === 0 && answer.status === 200) return answer
  const start = /^bytes (\d{1,15})-/.exec(answer.headers.get('content-range') ?? '')
  if (received > 0 && answer.status === 206 && Number(start?.[1]) === received) return answer
  if (received > 0 && answer.status === 200) return { ...answer, body: without(answer.body, received) }
  const error = refusal(session, answer)
  answer.close()
  throw error
}

/** A server that knows no ranges sends all of it again. */
async function* without(body: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let left = length
  for await (const piece of body) {
    if (piece.length > left) yield piece.subarray(left)
    left = Math.max(0, left - piece.length)
  }
}
