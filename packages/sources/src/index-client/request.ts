/** Requests that an index client and what reads its documents have in common: credentials, time and size. */
import { fileURLToPath } from 'node:url'
import { SourceError } from '../error.ts'
import { type HttpAddress, printable, readHttpAddress } from '../http/address.ts'
import { type HttpAnswer, type HttpClient, requestOnce } from '../http/client.ts'
import { retry, statusError } from '../http/retry.ts'
import { credentialsIn } from './netrc.ts'

export interface IndexSettings {
  /** Addresses of simple indexes, `http(s):` or `file:`, in the order in which they are asked. */
  readonly indexes: readonly string[]
  /** Folders (absolute), and pages by their address, that list files of any project: read before the indexes, folders first. */
  readonly findLinks?: readonly string[]
  /** Text of a netrc file, or null. */
  readonly netrc: string | null
  /** Folder for what is downloaded; made when it is first needed. */
  readonly folder: string
  /** The most bytes of one file. */
  readonly maxFileBytes: number
}

/** Whom to ask, and with what. */
export interface Asking {
  readonly http: HttpClient
  readonly settings: IndexSettings
}

/** What may be answered. */
export interface Bounds {
  /** The `Accept` header. */
  readonly accept: string
  readonly mostBytes: number
}

/** The path of a `file:` address; throws `BAD_ADDRESS`. */
export function localPath(url: URL): string {
  try {
    return fileURLToPath(url)
  } catch (cause) {
    throw new SourceError('BAD_ADDRESS', `${printable(url.href)}: not a file of this machine.`, { cause })
  }
}

export function tooLarge(what: string, bound: number): SourceError {
  return new SourceError('TOO_LARGE', `${what}: larger than ${bound} bytes, the bound for it. Check the address.`)
}

/** A whole document, asked again where that may help; null where there is none (404, 410). Throws `SourceError`. */
export async function requestBytes(asking: Asking, url: URL, bounds: Bounds): Promise<ServedBytes | null> {
  return await withinMinute(asking, url, (address, signal) =>
    requestOnceBytes(asking.http, { address, signal, bounds }),
  )
}

/** Asks again as long as that may help, for a minute. Throws `SourceError`. */
export async function withinMinute<T>(
  { http, settings }: Asking,
  url: URL,
  attempt: (address: HttpAddress, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const address = addressOf(url, settings)
  const limit = new AbortController()
  const timer = setTimeout(
    () => limit.abort(new SourceError('TIMEOUT', `${address.url}: not there after a minute. Try again later.`)),
    60_000,
  )
  try {
    return await retry(http, {
      signal: limit.signal,
      progress: () => 0,
      attempt: () => attempt(address, limit.signal),
    })
  } finally {
    clearTimeout(timer)
  }
}

/** What a server answered. */
export interface ServedBytes {
  readonly bytes: Buffer
  readonly url: string
  readonly contentType: string | null
}

interface Once {
  readonly address: HttpAddress
  readonly signal: AbortSignal
  readonly bounds: Bounds
}

async function requestOnceBytes(http: HttpClient, { address, signal, bounds }: Once): Promise<ServedBytes | null> {
  const answer = await requestOnce(http, { address, headers: { accept: bounds.accept }, signal })
  try {
    // PEP 503: a project that the index does not have.
    if (answer.status === 404 || answer.status === 410) return null
    if (answer.status !== 200) throw statusError(address.url, answer, http.io.now())
    const bytes = await wholeBody(answer, bounds.mostBytes)
    return { bytes, url: answer.address.url, contentType: answer.headers.get('content-type') }
  } finally {
    answer.close()
  }
}

/** The body of an answer; throws `TOO_LARGE` above so many bytes. */
export async function wholeBody(answer: HttpAnswer, mostBytes: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of answer.body) {
    length += piece.length
    if (length > mostBytes) throw tooLarge(answer.address.url, mostBytes)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** Credentials of the address itself; else those of the index, on its own host only; else those of the netrc file. */
export function addressOf(url: URL, settings: IndexSettings): HttpAddress {
  const address = readHttpAddress(url.href)
  if (address.authorization !== null) return address
  for (const index of settings.indexes) {
    if (!/^https?:/i.test(index) || URL.parse(index)?.origin !== url.origin) continue
    const { authorization } = readHttpAddress(index)
    if (authorization !== null) return { ...address, authorization }
  }
  const found = settings.netrc === null ? null : credentialsIn(settings.netrc, url.hostname)
  if (found === null) return address
  const pair = Buffer.from(`${found.login}:${found.password}`).toString('base64')
  return { ...address, authorization: `Basic ${pair}` }
}
