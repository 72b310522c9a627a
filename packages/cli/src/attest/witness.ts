import { createHash, type KeyObject } from 'node:crypto'
import {
  type Envelope,
  IssueError,
  type LogService,
  preAuthEncoding,
  type SignedStatement,
  type SigningServices,
  suiteOf,
  timestampQuery,
  toPem,
} from '@cordon/attest'
import { enterDigest, enterEnvelope, type HttpClient, type LogEntryJson, requestTimestamp } from '@cordon/sources'

/** Who signed an envelope, as a log names it. */
export interface Verifier {
  readonly label: 'CERTIFICATE' | 'PUBLIC KEY'
  readonly der: Buffer
  readonly key: KeyObject
}

/** Has logs and timestamp authorities witness a signature. Throws `SourceError`, `key-unsupported`. */
export async function witnessed(
  envelope: Envelope,
  verifier: Verifier,
  { logs, timestamps }: Pick<SigningServices, 'logs' | 'timestamps'>,
  http: HttpClient,
): Promise<Pick<SignedStatement, 'entries' | 'timestamps'>> {
  const signature = Buffer.from(envelope.signatures[0].sig, 'base64')
  const times: Buffer[] = []
  for (const url of timestamps) times.push(await requestTimestamp(http, { url, ...timestampQuery(signature) }))
  const entries: LogEntryJson[] = []
  for (const log of logs) entries.push(await enter(log, envelope, verifier, http))
  return { entries, timestamps: times }
}

function enter(log: LogService, envelope: Envelope, verifier: Verifier, http: HttpClient): Promise<LogEntryJson> {
  const { url, version } = log
  if (version === 1) {
    const pem = toPem(verifier.label, verifier.der)
    return enterEnvelope(http, { url, envelope: JSON.stringify(envelope), verifier: pem })
  }
  if (suiteOf(verifier.key) !== 'ecdsa-p256-sha256')
    throw new IssueError(
      'key-unsupported',
      `${url}: a log of Rekor 2 is given P-256 signatures here. Take such a key, or a log of Rekor 1.`,
    )
  const signed = preAuthEncoding(envelope.payloadType, Buffer.from(envelope.payload, 'base64'))
  return enterDigest(http, {
    url,
    digest: createHash('sha256').update(signed).digest(),
    signature: Buffer.from(envelope.signatures[0].sig, 'base64'),
    verifier: { kind: verifier.label === 'CERTIFICATE' ? 'x509Certificate' : 'publicKey', der: verifier.der },
    keyDetails: 'PKIX_ECDSA_P256_SHA_256',
  })
}
