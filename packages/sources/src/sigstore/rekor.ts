import { SourceError } from '../error.ts'
import type { HttpClient } from '../http/client.ts'
import {
  askService,
  garbage,
  isRecord,
  jsonBody,
  jsonHeaders,
  memberOf,
  readObject,
  type ServiceAnswer,
  under,
} from './exchange.ts'

/** An entry as a bundle holds it: `TransparencyLogEntry` of Sigstore's protobuf-specs, in JSON. Unverified. */
export type LogEntryJson = Readonly<Record<string, LogEntryValue>>
export type LogEntryValue = string | readonly LogEntryValue[] | { readonly [key: string]: LogEntryValue }

export interface EnvelopeEntry {
  /** Address of the log, without a path of its API. */
  readonly url: string
  /** JSON of the DSSE envelope. */
  readonly envelope: string
  /** The certificate or public key that signed it, in PEM. */
  readonly verifier: string
}

const service = 'log'
const mostHashes = 64

/** Enters an envelope in a log of Rekor v1 (kind `dsse` 0.0.1). Throws `SourceError`. */
export async function enterEnvelope(
  client: HttpClient,
  { url, envelope, verifier }: EnvelopeEntry,
): Promise<LogEntryJson> {
  const verifiers = [Buffer.from(verifier, 'utf8').toString('base64')]
  const entry = { apiVersion: '0.0.1', kind: 'dsse', spec: { proposedContent: { envelope, verifiers } } }
  const place = under(url, '/api/v1/log/entries')
  const question = { service, url: place, headers: jsonHeaders, body: jsonBody(entry), expected: [409] }
  const answer = await askService(client, question)
  // An earlier try of ours got through, and its answer did not: the log says where the entry is.
  if (answer.status === 409) return readEntry(await fetchExisting(client, answer, place), place)
  return readEntry(answer, place)
}

async function fetchExisting(client: HttpClient, { headers }: ServiceAnswer, place: string): Promise<ServiceAnswer> {
  const told = headers.get('location')
  const location = told === null ? null : URL.parse(told, place)
  if (location === null || location.origin !== new URL(place).origin)
    throw new SourceError(
      'HTTP_STATUS',
      `${place}: the log has this entry already, and does not say where. Sign again.`,
    )
  return askService(client, { service, url: location.href, headers: { accept: 'application/json' } })
}

const hex = /^(?:[0-9a-f]{2}){1,128}$/

/** From Rekor's own JSON to that of a bundle. */
function readEntry({ bytes }: ServiceAnswer, place: string): LogEntryJson {
  const answer = readObject(bytes)
  const [entry, ...more] = answer === null ? [] : Object.values(answer)
  if (!isRecord(entry) || more.length > 0) throw garbage(place, service, 'not with one entry')
  const need = reader(entry, place)
  const body = need.text('body')
  const proof = ['verification', 'inclusionProof']
  const hashes = memberOf(entry, ...proof, 'hashes')
  if (!Array.isArray(hashes) || hashes.length > mostHashes) throw garbage(place, service, 'without an inclusion proof')
  return {
    logIndex: need.count('logIndex'),
    logId: { keyId: need.bytes('logID') },
    kindVersion: kindOf(body, place),
    integratedTime: need.count('integratedTime'),
    inclusionPromise: { signedEntryTimestamp: need.text('verification', 'signedEntryTimestamp') },
    inclusionProof: {
      logIndex: need.count(...proof, 'logIndex'),
      rootHash: need.bytes(...proof, 'rootHash'),
      treeSize: need.count(...proof, 'treeSize'),
      hashes: hashes.map((each) => bytesOf(each, place)),
      checkpoint: { envelope: need.text(...proof, 'checkpoint') },
    },
    canonicalizedBody: body,
  }
}

interface Reader {
  text(...path: readonly string[]): string
  count(...path: readonly string[]): string
  /** Hex as base64. */
  bytes(...path: readonly string[]): string
}

function reader(entry: unknown, place: string): Reader {
  const lacking = (path: readonly string[]): SourceError =>
    garbage(place, service, `without a usable \`${path.join('.')}\``)
  return {
    text(...path) {
      const value = memberOf(entry, ...path)
      if (typeof value !== 'string' || value === '') throw lacking(path)
      return value
    },
    count(...path) {
      const value = memberOf(entry, ...path)
      if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw lacking(path)
      return String(value)
    },
    bytes: (...path) => bytesOf(memberOf(entry, ...path), place),
  }
}

function bytesOf(value: unknown, place: string): string {
  if (typeof value !== 'string' || !hex.test(value)) throw garbage(place, service, 'with a hash that is no hex')
  return Buffer.from(value, 'hex').toString('base64')
}

function kindOf(body: string, place: string): LogEntryJson {
  const read = readObject(Buffer.from(body, 'base64'))
  const [kind, version] = [memberOf(read, 'kind'), memberOf(read, 'apiVersion')]
  if (typeof kind !== 'string' || typeof version !== 'string') throw garbage(place, service, 'with a body of no kind')
  return { kind, version }
}
