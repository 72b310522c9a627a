import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SourceError } from '../error.ts'
import type { readHttpAddress } from '../http/address.ts'
import { type HttpAnswer, type HttpClient, requestOnce } from '../http/client.ts'
import { retry, statusError } from '../http/retry.ts'
import { readBytes } from '../local-file.ts'
import type { Place } from '../place.ts'
import type { TufRepository } from './tuf.ts'

/** A TUF repository at an address, or in a folder that is laid out like one. Throws `BAD_ADDRESS` for a file. */
export function openTufRepository(place: Place, http: HttpClient): TufRepository {
  if (place.kind === 'file')
    throw new SourceError('BAD_ADDRESS', `${place.label}: a file. Give the folder or the address of a TUF repository.`)
  if (place.kind === 'url') {
    const base = place.address.url.endsWith('/') ? place.address.url : `${place.address.url}/`
    return {
      label: place.label,
      read: (path, maxBytes) => readRemote(http, { ...place.address, url: `${base}${path}` }, maxBytes),
    }
  }
  return {
    label: place.label,
    read: async (path, maxBytes) => {
      const file = { kind: 'file', label: join(place.label, path), path: join(place.path, path) } as const
      return existsSync(file.path) ? readBytes(file, maxBytes) : null
    },
  }
}

type Address = ReturnType<typeof readHttpAddress>

async function readRemote(http: HttpClient, address: Address, maxBytes: number): Promise<Buffer | null> {
  const limit = new AbortController()
  const slow = new SourceError('TIMEOUT', `${address.url}: not there after a minute. Try again later.`)
  const timer = setTimeout(() => limit.abort(slow), 60_000)
  const attempt = () => readOnce(http, { address, maxBytes, signal: limit.signal })
  try {
    return await retry(http, { signal: limit.signal, progress: () => 0, attempt })
  } finally {
    clearTimeout(timer)
  }
}

interface Reading {
  readonly address: Address
  readonly maxBytes: number
  readonly signal: AbortSignal
}

async function readOnce(http: HttpClient, { address, maxBytes, signal }: Reading): Promise<Buffer | null> {
  const answer = await requestOnce(http, { address, headers: {}, signal })
  try {
    // Buckets say 403 for what is not there.
    if (answer.status === 404 || answer.status === 403) return null
    if (answer.status !== 200) throw statusError(address.url, answer, http.io.now())
    return await bodyOf(answer, maxBytes)
  } finally {
    answer.close()
  }
}

async function bodyOf({ body, address, headers }: HttpAnswer, maxBytes: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of body) {
    length += piece.length
    if (length > maxBytes)
      throw new SourceError('TOO_LARGE', `${address.url}: larger than ${maxBytes} bytes, which it may have. Check it.`)
    pieces.push(piece)
  }
  const announced = headers.get('content-length')
  if (announced !== null && Number(announced) !== length)
    throw new SourceError('TRUNCATED', `${address.url}: the connection broke in the middle. Try again.`)
  return Buffer.concat(pieces)
}
