import type { HttpClient } from '../http/client.ts'
import { askService, garbage } from './exchange.ts'

export interface TimestampRequest {
  /** The whole address of the authority. */
  readonly url: string
  /** `TimeStampReq` of RFC 3161, DER. */
  readonly query: Uint8Array
  /** DER of the nonce in it. */
  readonly nonce: Buffer
}

const service = 'timestamp authority'

/** Asks a timestamp authority (RFC 3161 over HTTP, §3.4). Returns its whole answer, in which the nonce stands; otherwise unverified. Throws `SourceError`. */
export async function requestTimestamp(client: HttpClient, { url, query, nonce }: TimestampRequest): Promise<Buffer> {
  const headers = { accept: 'application/timestamp-reply', 'content-type': 'application/timestamp-query' }
  const { bytes } = await askService(client, { service, url, headers, body: query })
  if (bytes[0] !== 0x30) throw garbage(url, service, 'not with a timestamp')
  // RFC 3161 §2.4.2: without our nonce it was made for somebody else, or is a refusal.
  if (!bytes.includes(nonce)) throw garbage(url, service, 'with no timestamp for this request')
  return bytes
}
