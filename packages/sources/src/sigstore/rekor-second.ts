import type { HttpClient } from '../http/client.ts'
import { askService, garbage, isRecord, jsonBody, jsonHeaders, readObject, under } from './exchange.ts'
import type { LogEntryJson, LogEntryValue } from './rekor.ts'

export interface DigestEntry {
  /** Address of the log, without a path of its API. */
  readonly url: string
  /** SHA-256 of what is signed; of an envelope, of its pre-authentication encoding. */
  readonly digest: Uint8Array
  readonly signature: Uint8Array
  readonly verifier: { readonly kind: 'x509Certificate' | 'publicKey'; readonly der: Uint8Array }
  /** Name of the key's suite in Sigstore's protobuf-specs: `PKIX_ECDSA_P256_SHA_256`. */
  readonly keyDetails: string
}

const service = 'log'
/** A log of the second version answers when the entry is in its tree, which takes seconds. */
const mostDepth = 8
const mostMembers = 64
const members = ['logIndex', 'logId', 'kindVersion', 'inclusionProof', 'canonicalizedBody']

/**
 * Enters a digest in a log of Rekor v2 (kind `hashedrekord` 0.0.2, the one kind it takes for envelopes too). It promises no time.
 * Throws `SourceError`.
 */
export async function enterDigest(client: HttpClient, entry: DigestEntry): Promise<LogEntryJson> {
  const { url, digest, signature, verifier, keyDetails } = entry
  const place = under(url, '/api/v2/log/entries')
  const body = jsonBody({
    hashedRekordRequestV002: {
      digest: base64(digest),
      signature: {
        content: base64(signature),
        verifier: { [verifier.kind]: { rawBytes: base64(verifier.der) }, keyDetails },
      },
    },
  })
  const { bytes } = await askService(client, { service, url: place, headers: jsonHeaders, body })
  const answer = readObject(bytes)
  if (answer === null || !members.every((name) => Object.hasOwn(answer, name)))
    throw garbage(place, service, 'not with an entry')
  const read = entryValue(answer, 0)
  if (!isRecord(read)) throw garbage(place, service, 'with what no entry holds')
  return read as LogEntryJson
}

/** Texts, lists and objects, of which an entry consists; integers are texts in protobuf's JSON, and numbers are taken too. */
function entryValue(value: unknown, depth: number): LogEntryValue | null {
  if (depth > mostDepth) return null
  if (typeof value === 'string') return value
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null
  const entries = Array.isArray(value) ? [...value.entries()] : isRecord(value) ? Object.entries(value) : null
  if (entries === null || entries.length > mostMembers) return null
  // Protobuf writes what is not there as null, or leaves it out.
  const read = entries.flatMap(([key, each]: [string | number, unknown]) =>
    each === null ? [] : [[key, entryValue(each, depth + 1)] as const],
  )
  if (read.some(([, each]) => each === null)) return null
  if (Array.isArray(value)) return read.flatMap(([, each]) => (each === null ? [] : [each]))
  return Object.fromEntries(read.flatMap(([key, each]) => (each === null ? [] : [[String(key), each]])))
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
