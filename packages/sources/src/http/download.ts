import { closeFile, openNewFile, truncateFile, writeAt } from '../disk.ts'
import { SourceError } from '../error.ts'
import type { HttpAddress } from './address.ts'
import { type HttpAnswer, type HttpClient, requestOnce } from './client.ts'
import { announcedDigests, createDigester, type Digester } from './digest.ts'
import { retry, statusError } from './retry.ts'

/** What tells one version of a file from the next (RFC 9110 8.8). */
export interface Validators {
  readonly etag: string | null
  readonly lastModified: string | null
}

export interface DownloadRequest {
  readonly address: HttpAddress
  /** A file that does not exist yet. Its folder does. The caller removes it, after a failure too. */
  readonly path: string
  /** Validators of the version that the caller has: the same one is not sent again. */
  readonly known: Validators | null
  readonly maxBytes: number
  readonly onProgress: (done: number, total: number | null) => void
}

export type Download =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'changed'; readonly bytes: number; readonly sha256: string; readonly validators: Validators }

/** What has arrived so far, over all tries. */
interface Transfer {
  readonly client: HttpClient
  readonly request: DownloadRequest
  readonly descriptor: number
  readonly signal: AbortSignal
  received: number
  /** The most that was ever received: growth here is what counts as progress. */
  furthest: number
  /** Announced size of the whole, or null. */
  total: number | null
  validators: Validators
  /** What If-Range may ask for; null when a broken transfer must start again. */
  condition: string | null
  digester: Digester
}

/**
 * Fetches a file to disk. A transfer that breaks goes on where it broke (Range with If-Range) while the server holds the same
 * version, and starts again otherwise. Length and announced checksums are verified. Throws `SourceError`.
 */
export async function download(client: HttpClient, request: DownloadRequest): Promise<Download> {
  const limit = new AbortController()
  const seconds = client.settings.totalMilliseconds / 1000
  const text = `${request.address.url}: not complete after ${seconds} s. Try again later, or take a mirror with --from.`
  const timer = setTimeout(() => limit.abort(new SourceError('TIMEOUT', text)), client.settings.totalMilliseconds)
  const transfer: Transfer = {
    client,
    request,
    descriptor: openNewFile(request.path),
    signal: limit.signal,
    received: 0,
    furthest: 0,
    total: null,
    validators: { etag: null, lastModified: null },
    condition: null,
    digester: createDigester([]),
  }
  try {
    return await retry(client, {
      signal: limit.signal,
      attempt: () => attempt(transfer),
      progress: () => transfer.furthest,
    })
  } finally {
    clearTimeout(timer)
    closeFile(transfer.descriptor, request.path)
  }
}

async function attempt(transfer: Transfer): Promise<Download> {
  const { client, request, signal } = transfer
  const answer = await requestOnce(client, { address: request.address, headers: headersFor(transfer), signal })
  try {
    if (answer.status === 304 && request.known !== null && transfer.received === 0) return { kind: 'unchanged' }
    if (answer.status === 200) startAgain(transfer, answer)
    else if (!goesOn(transfer, answer)) throw refusal(transfer, answer)
    await receive(transfer, answer)
    return finish(transfer)
  } finally {
    answer.close()
  }
}

function headersFor({ request, received, condition }: Transfer): Record<string, string> {
  if (received > 0) return condition === null ? {} : { range: `bytes=${received}-`, 'if-range': condition }
  const { etag = null, lastModified = null } = request.known ?? {}
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  }
}

function startAgain(transfer: Transfer, { headers }: HttpAnswer): void {
  truncateFile(transfer.descriptor, transfer.request.path)
  // A content coding is undone on the way: length, ranges and checksums then speak of other bytes than arrive here.
  const coded = !['', 'identity'].includes(headers.get('content-encoding') ?? '')
  const length = headers.get('content-length') ?? ''
  const etag = headers.get('etag')
  const lastModified = headers.get('last-modified')
  transfer.received = 0
  transfer.total = !coded && /^\d{1,15}$/.test(length) ? Number(length) : null
  transfer.validators = { etag, lastModified }
  // RFC 9110 13.1.5: only a strong validator may join two parts.
  transfer.condition = coded ? null : etag === null ? lastModified : etag.startsWith('W/') ? null : etag
  transfer.digester = createDigester(coded ? [] : announcedDigests(headers))
}

/** True when the answer is exactly the part that is missing. */
function goesOn(transfer: Transfer, { status, headers }: HttpAnswer): boolean {
  const range = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(headers.get('content-range') ?? '')
  if (status !== 206 || range === null || transfer.received === 0 || Number(range[1]) !== transfer.received)
    return false
  const etag = headers.get('etag')
  if (etag !== null && etag !== transfer.validators.etag) return false
  if (range[2] === '*') return true
  transfer.total ??= Number(range[2])
  return transfer.total === Number(range[2])
}

function refusal(transfer: Transfer, answer: HttpAnswer): Error {
  const { url } = answer.address
  if (transfer.received === 0 || (answer.status !== 206 && answer.status !== 416))
    return statusError(url, answer, transfer.client.io.now())
  transfer.received = 0
  return new SourceError('TRUNCATED', `${url}: the server would not go on where the transfer broke. Try again.`)
}

async function receive(transfer: Transfer, answer: HttpAnswer): Promise<void> {
  const { request, descriptor } = transfer
  const { url } = answer.address
  const refuseOver = (bytes: number): void => {
    if (bytes <= request.maxBytes) return
    const text = `${url}: larger than ${request.maxBytes} bytes, which is the bound for this source. Check the address.`
    throw new SourceError('TOO_LARGE', text)
  }
  refuseOver(transfer.total ?? 0)
  for await (const piece of answer.body) {
    refuseOver(transfer.received + piece.length)
    writeAt({ descriptor, path: request.path }, piece, transfer.received)
    transfer.digester.update(piece)
    transfer.received += piece.length
    transfer.furthest = Math.max(transfer.furthest, transfer.received)
    request.onProgress(transfer.received, transfer.total)
  }
  if (transfer.total !== null && transfer.received !== transfer.total)
    throw new SourceError('TRUNCATED', `${url}: ${transfer.received} of ${transfer.total} bytes arrived. Try again.`)
}

function finish(transfer: Transfer): Download {
  const { sha256, missed } = transfer.digester.finish()
  const bytes = transfer.received
  if (missed === null) return { kind: 'changed', bytes, sha256, validators: transfer.validators }
  transfer.received = 0
  const text = `${transfer.request.address.url}: what arrived does not have the ${missed.algorithm} checksum ${missed.hex} that the server announced. Try again, or take another mirror.`
  throw new SourceError('CHECKSUM', text)
}
