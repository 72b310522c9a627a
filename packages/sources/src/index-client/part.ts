import { SourceError } from '../error.ts'
import { requestOnce } from '../http/client.ts'
import { statusError } from '../http/retry.ts'
import { type Asking, wholeBody, withinMinute } from './request.ts'

/** A part of a file, and how large the whole is. */
export interface FilePart {
  readonly bytes: Buffer
  readonly start: number
  readonly size: number
}

/** The last so many bytes, or so many from a position. */
export type PartAsked = { readonly last: number } | { readonly start: number; readonly length: number }

const contentRange = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/

/** A part of a remote file (RFC 9110 14); null where the server gives no parts, or has no such file. Throws `SourceError`. */
export async function requestPart(asking: Asking, url: URL, asked: PartAsked): Promise<FilePart | null> {
  const range = 'last' in asked ? `bytes=-${asked.last}` : `bytes=${asked.start}-${asked.start + asked.length - 1}`
  const most = 'last' in asked ? asked.last : asked.length
  return await withinMinute(asking, url, async (address, signal) => {
    const answer = await requestOnce(asking.http, { address, headers: { range }, signal })
    try {
      if ([200, 404, 410, 416].includes(answer.status)) return null
      if (answer.status !== 206) throw statusError(address.url, answer, asking.http.io.now())
      const [, first = '', , whole = ''] = contentRange.exec(answer.headers.get('content-range') ?? '') ?? []
      const bytes = first === '' ? null : await wholeBody(answer, most)
      const start = Number(first)
      const isAsked = 'last' in asked || start === asked.start
      if (bytes === null || !isAsked || start + bytes.length > Number(whole))
        throw new SourceError('BAD_DATA', `${address.url}: the server gave another part than was asked for.`)
      return { bytes, start, size: Number(whole) }
    } finally {
      answer.close()
    }
  })
}
