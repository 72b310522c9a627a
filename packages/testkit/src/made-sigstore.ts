/** A Sigstore instance for one test: an authority, a certificate log and a signature log with keys of their own, all in memory. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { der, oid, sequence, time, utf8 } from './der.ts'

/** What the next attestation is to be; each member may be what no honest instance makes. */
export interface MadeAttestation {
  readonly statement: object
  /** Numbers of Fulcio's extensions (8 and over) → texts. */
  readonly extensions?: Readonly<Record<number, string>>
  /** Subject alternative name, a URI. */
  readonly subject?: string
  /** Extended key usage; null for none. */
  readonly usage?: string | null
  /** Whether the leaf says it is an authority. */
  readonly authority?: boolean
  /** Whether the certificate log has it. */
  readonly logged?: boolean
  /** Whether the log entry names another certificate than the one that signs. */
  readonly otherInLog?: boolean
  /** Seconds after the certificate was issued. */
  readonly signedAfter?: number
}

export interface MadeSigstore {
  /** `trusted_root.json`. */
  readonly trustedRoot: string
  /** An attestation as in PEP 740. */
  attest(made: MadeAttestation): object
}

interface Keys {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

const issued = new Date('2026-01-02T03:04:05Z')
const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))
const authorityName = sequence(der(0x31, sequence(oid('2.5.4.3'), utf8('throw-away authority'))))
const codeSigning = '1.3.6.1.5.5.7.3.3'
const truth = der(0x01, Buffer.from([0xff]))

/** A new instance. Its times are fixed; its keys are not. */
export function madeSigstore(): MadeSigstore {
  const [authority, certificateLog, log] = [newKeys(), newKeys(), newKeys()]
  const root = certificate(authority, {
    subject: authorityName,
    key: authority.publicKey,
    days: 3650,
    extensions: [
      extension('2.5.29.19', sequence(truth), true),
      extension('2.5.29.15', der(0x03, Buffer.from([1, 0x06])), true),
      extension('2.5.29.14', der(0x04, keyId(authority.publicKey))),
    ],
  })
  return {
    trustedRoot: JSON.stringify({
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [logJson(log.publicKey, 'https://log.example.invalid')],
      ctlogs: [logJson(certificateLog.publicKey, 'https://ct.example.invalid')],
      certificateAuthorities: [
        {
          certChain: { certificates: [{ rawBytes: root.toString('base64') }] },
          validFor: { start: '2025-01-01T00:00:00Z' },
        },
      ],
      timestampAuthorities: [],
    }),
    attest(made) {
      const signer = newKeys()
      const leaf = leafOf(made, { authority, certificateLog, key: signer.publicKey })
      const other = made.otherInLog === true ? leafOf(made, { authority, certificateLog, key: signer.publicKey }) : leaf
      const statement = Buffer.from(JSON.stringify(made.statement), 'utf8')
      const type = 'application/vnd.in-toto+json'
      const head = `DSSEv1 ${type.length} ${type} ${statement.length} `
      const signature = sign('sha256', Buffer.concat([Buffer.from(head), statement]), signer.privateKey)
      const seconds = issued.getTime() / 1000 + (made.signedAfter ?? 60)
      return {
        version: 1,
        verification_material: {
          certificate: leaf.toString('base64'),
          transparency_entries: [logEntry(log, { statement, signature, certificate: other, seconds })],
        },
        envelope: { statement: statement.toString('base64'), signature: signature.toString('base64') },
      }
    },
  }
}

function newKeys(): Keys {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

function spki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' })
}

function sha256(...data: readonly Uint8Array[]): Buffer {
  return createHash('sha256').update(Buffer.concat(data)).digest()
}

function keyId(key: KeyObject): Buffer {
  return sha256(spki(key)).subarray(0, 20)
}

function logJson(key: KeyObject, baseUrl: string): object {
  return {
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: {
      rawBytes: spki(key).toString('base64'),
      keyDetails: 'PKIX_ECDSA_P256_SHA_256',
      validFor: { start: '2025-01-01T00:00:00Z' },
    },
    logId: { keyId: sha256(spki(key)).toString('base64') },
  }
}

function extension(id: string, value: Uint8Array, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [truth] : []), der(0x04, value))
}

interface CertificateParts {
  readonly subject: Uint8Array
  readonly key: KeyObject
  readonly days: number
  readonly extensions: readonly Uint8Array[]
}

let serial = 1

function tbsOf({ subject, key, days, extensions }: CertificateParts, number: number): Buffer {
  const end = new Date(issued.getTime() + days * 86_400_000)
  return sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1, (number >> 8) & 0xff, number & 0xff])),
    ecdsaWithSha256,
    authorityName,
    sequence(time(issued), time(end)),
    subject,
    spki(key),
    der(0xa3, sequence(...extensions)),
  )
}

function signed(tbs: Buffer, by: Keys): Buffer {
  return sequence(tbs, ecdsaWithSha256, der(0x03, Buffer.from([0]), sign('sha256', tbs, by.privateKey)))
}

function certificate(by: Keys, parts: CertificateParts): Buffer {
  serial += 1
  return signed(tbsOf(parts, serial), by)
}

interface Instance {
  readonly authority: Keys
  readonly certificateLog: Keys
  readonly key: KeyObject
}

function leafOf(made: MadeAttestation, { authority, certificateLog, key }: Instance): Buffer {
  const usage = made.usage === undefined ? codeSigning : made.usage
  const name = der(0x86, Buffer.from(made.subject ?? 'https://example.invalid/workflow', 'latin1'))
  const extensions = [
    extension('2.5.29.15', der(0x03, Buffer.from([7, 0x80])), true),
    ...(usage === null ? [] : [extension('2.5.29.37', sequence(oid(usage)))]),
    ...(made.authority === true ? [extension('2.5.29.19', sequence(truth), true)] : []),
    extension('2.5.29.14', der(0x04, keyId(key))),
    extension('2.5.29.35', sequence(der(0x80, keyId(authority.publicKey)))),
    extension('2.5.29.17', sequence(name), true),
    ...Object.entries(made.extensions ?? {}).map(([number, text]) =>
      extension(`1.3.6.1.4.1.57264.1.${number}`, utf8(text)),
    ),
  ]
  // Ten minutes, as Fulcio gives.
  const parts = { subject: sequence(), key, days: 10 / 1440, extensions }
  serial += 1
  if (made.logged === false) return signed(tbsOf(parts, serial), authority)
  const promise = certificatePromise(tbsOf(parts, serial), certificateLog, authority.publicKey)
  return signed(tbsOf({ ...parts, extensions: [...extensions, promise] }, serial), authority)
}

/** The extension with one signed certificate timestamp (RFC 6962 §3.2, §3.3). */
function certificatePromise(tbs: Buffer, log: Keys, issuer: KeyObject): Buffer {
  const at = Buffer.alloc(8)
  at.writeBigUInt64BE(BigInt(issued.getTime()))
  const length = Buffer.from([tbs.length >> 16, (tbs.length >> 8) & 0xff, tbs.length & 0xff])
  const none = Buffer.from([0, 0])
  const data = Buffer.concat([Buffer.from([0, 0]), at, Buffer.from([0, 1]), sha256(spki(issuer)), length, tbs, none])
  const signature = sign('sha256', data, log.privateKey)
  const one = Buffer.concat([
    Buffer.from([0]),
    sha256(spki(log.publicKey)),
    at,
    none,
    Buffer.from([4, 3]),
    sized(signature),
  ])
  return extension('1.3.6.1.4.1.11129.2.4.2', der(0x04, sized(sized(one))))
}

function sized(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes])
}

interface Signing {
  readonly statement: Buffer
  readonly signature: Buffer
  readonly certificate: Buffer
  readonly seconds: number
}

/** The entry of a log that holds nothing else: its root is the hash of the leaf. */
function logEntry(log: Keys, { statement, signature, certificate: leaf, seconds }: Signing): object {
  const pem = `-----BEGIN CERTIFICATE-----\n${leaf.toString('base64').replaceAll(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`
  const payloadHash = { algorithm: 'sha256', value: sha256(statement).toString('hex') }
  const verifier = Buffer.from(pem).toString('base64')
  const spec = { payloadHash, signatures: [{ signature: signature.toString('base64'), verifier }] }
  const body = Buffer.from(JSON.stringify({ apiVersion: '0.0.1', kind: 'dsse', spec }), 'utf8')
  const id = sha256(spki(log.publicKey))
  const root = sha256(Buffer.from([0]), body)
  const note = `log.example.invalid\n1\n${root.toString('base64')}\n`
  const noteSignature = Buffer.concat([id.subarray(0, 4), sign('sha256', Buffer.from(note), log.privateKey)])
  const promise = `{"body":"${body.toString('base64')}","integratedTime":${seconds},"logID":"${id.toString('hex')}","logIndex":0}`
  return {
    logIndex: '0',
    logId: { keyId: id.toString('base64') },
    kindVersion: { kind: 'dsse', version: '0.0.1' },
    integratedTime: String(seconds),
    inclusionPromise: { signedEntryTimestamp: sign('sha256', Buffer.from(promise), log.privateKey).toString('base64') },
    inclusionProof: {
      logIndex: '0',
      rootHash: root.toString('base64'),
      treeSize: '1',
      hashes: [],
      checkpoint: { envelope: `${note}\n— log.example.invalid ${noteSignature.toString('base64')}\n` },
    },
    canonicalizedBody: body.toString('base64'),
  }
}
