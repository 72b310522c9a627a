/** What the services of a throw-away instance answer: certificate authority, logs of both versions, clock, and CI's token service. */
import { createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto'
import { type MadeBuild, signingOf } from '../made-release.ts'
import { type Authority, issued, issueLeaf } from './certificate.ts'
import { type Keys, newKeys, pem, sha256 } from './keys.ts'
import type { Log } from './log.ts'
import { keyOfRequest, readTimestampQuery } from './requests.ts'
import type { TimeAuthority } from './timestamp.ts'
import { buildOfClaims, claimsOfBuild, readToken, signToken } from './token.ts'

export interface Parts {
  readonly root: Authority
  readonly authority: Authority
  readonly certificateLog: Keys
  readonly first: Log
  readonly second: Log
  readonly clock: TimeAuthority
  readonly issuer: Keys
  readonly build: MadeBuild
  /** What the first log holds, by digest of its body. */
  readonly entered: Map<string, string>
}

export interface Reply {
  readonly status: number
  readonly body: Buffer
  readonly headers?: Readonly<Record<string, string>>
}

export interface Asked {
  readonly path: string
  readonly authorization: string | undefined
  readonly body: Buffer
}

/** Ways to answer that look right and are not. */
export type ServiceLie = 'other-key' | 'other-signature' | 'other-nonce'

/** When everything is signed here: a minute after certificates are issued. */
const signedAt = new Date(issued.getTime() + 60_000)
const far = new Date('2100-01-01T00:00:00Z')

export const bearer = 'token-of-the-request'

function json(status: number, value: unknown, headers: Reply['headers'] = {}): Reply {
  return {
    status,
    body: Buffer.from(JSON.stringify(value)),
    headers: { 'content-type': 'application/json', ...headers },
  }
}

/** GitHub's token service: the token of the job to whoever has the bearer. */
export function giveToken({ issuer, build }: Parts, { path, authorization }: Asked): Reply {
  if (authorization !== `Bearer ${bearer}`) return json(401, { message: 'no such request' })
  const audience = new URL(path, 'http://localhost').searchParams.get('audience') ?? ''
  return json(200, { value: signToken(claimsOfBuild(build, audience, far), issuer) })
}

/** Fulcio v2: a certificate for whoever the token names, and whose request proves to have the key. */
export function giveCertificate(parts: Parts, { body }: Asked, lie?: ServiceLie): Reply {
  const { credentials, certificateSigningRequest } = JSON.parse(body.toString('utf8')) as {
    readonly credentials?: { readonly oidcIdentityToken?: string }
    readonly certificateSigningRequest?: string
  }
  const claims = readToken(credentials?.oidcIdentityToken ?? '', parts.issuer)
  if (claims === null) return json(401, { code: 16, message: 'There was an error processing the identity token' })
  const asked = keyOfRequest(Buffer.from(certificateSigningRequest ?? '', 'base64').toString('utf8'))
  const { subject, extensions } = signingOf(buildOfClaims(claims))
  const key = lie === 'other-key' ? newKeys().publicKey : asked
  const usage = '1.3.6.1.5.5.7.3.3'
  const leaf = issueLeaf(
    parts.authority,
    { key, subject, facts: extensions, usage, authority: false },
    parts.certificateLog,
  )
  const chain = [leaf, parts.authority.certificate, parts.root.certificate].map((each) => pem('CERTIFICATE', each))
  return json(200, { signedCertificateEmbeddedSct: { chain: { certificates: chain } } })
}

interface Proposed {
  readonly envelope: string
  readonly verifiers: readonly string[]
}

/** Rekor v1: enters an envelope whose signature holds, once. */
export function enterFirst(parts: Parts, { body }: Asked, lie?: ServiceLie): Reply {
  const entry = JSON.parse(body.toString('utf8')) as {
    readonly kind?: string
    readonly spec?: { readonly proposedContent?: Proposed }
  }
  const { envelope = '{}', verifiers = [] } = entry.spec?.proposedContent ?? {}
  const { payload, payloadType, signatures } = JSON.parse(envelope) as {
    readonly payload: string
    readonly payloadType: string
    readonly signatures: readonly { readonly sig: string; readonly keyid?: string }[]
  }
  const verifier = readVerifier(Buffer.from(verifiers[0] ?? '', 'base64').toString('utf8'))
  const bytes = Buffer.from(payload, 'base64')
  const signed = Buffer.concat([Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${bytes.length} `), bytes])
  const signature = Buffer.from(signatures[0]?.sig ?? '', 'base64')
  const algorithm = verifier.key.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  // A key id that is none of its own fingerprints hides the signature from Rekor.
  if ((signatures[0]?.keyid ?? '') !== '') return json(400, { code: 400, message: 'no signature by the verifier' })
  if (entry.kind !== 'dsse' || !verify(algorithm, signed, verifier.key, signature))
    return json(400, { code: 400, message: 'the signature does not hold' })
  const logged = parts.first.enter({
    payload: bytes,
    signedDigest: sha256(signed),
    signature: lie === 'other-signature' ? Buffer.from('another') : signature,
    verifier,
    seconds: signedAt.getTime() / 1000,
    promised: true,
  })
  const id = sha256(body).toString('hex')
  const known = parts.entered.has(id)
  const text = parts.entered.get(id) ?? JSON.stringify({ [id]: ownForm(logged as EntryJson) })
  parts.entered.set(id, text)
  if (known)
    return json(
      409,
      { code: 409, message: 'an equivalent entry already exists' },
      { location: `/api/v1/log/entries/${id}` },
    )
  return { status: 201, body: Buffer.from(text) }
}

/** What the first log has entered, by its id. */
export function findFirst(parts: Parts, { path }: Asked): Reply {
  const text = parts.entered.get(path.split('/').at(-1) ?? '')
  return text === undefined ? json(404, { message: 'no such entry' }) : { status: 200, body: Buffer.from(text) }
}

/** Rekor v2: enters a digest. */
export function enterSecond(parts: Parts, { body }: Asked, lie?: ServiceLie): Reply {
  const { hashedRekordRequestV002: request } = JSON.parse(body.toString('utf8')) as {
    readonly hashedRekordRequestV002?: {
      readonly digest: string
      readonly signature: {
        readonly content: string
        readonly verifier: Readonly<Record<string, { readonly rawBytes: string }>>
      }
    }
  }
  const verifier = request?.signature.verifier
  const raw = verifier?.x509Certificate ?? verifier?.publicKey
  if (request === undefined || raw === undefined) return json(400, { message: 'missing a verifier' })
  const entry = parts.second.enter({
    payload: null,
    signedDigest: Buffer.from(request.digest, 'base64'),
    signature: lie === 'other-signature' ? Buffer.from('another') : Buffer.from(request.signature.content, 'base64'),
    verifier: {
      label: verifier?.publicKey === undefined ? 'CERTIFICATE' : 'PUBLIC KEY',
      der: Buffer.from(raw.rawBytes, 'base64'),
    },
    seconds: 0,
    promised: false,
  })
  return json(201, { integratedTime: '0', inclusionPromise: null, ...entry })
}

/** A timestamp authority over HTTP. */
export function giveTimestamp({ clock }: Parts, { body }: Asked, lie?: ServiceLie): Reply {
  const { digest, nonce } = readTimestampQuery(body)
  const answer = clock.stampDigest(digest, signedAt, lie === 'other-nonce' ? Buffer.from([0x02, 0x01, 0x07]) : nonce)
  return { status: 201, body: answer, headers: { 'content-type': 'application/timestamp-reply' } }
}

interface EntryJson {
  readonly logIndex: string
  readonly logId: { readonly keyId: string }
  readonly integratedTime: string
  readonly inclusionPromise: { readonly signedEntryTimestamp: string }
  readonly inclusionProof: {
    readonly logIndex: string
    readonly rootHash: string
    readonly treeSize: string
    readonly hashes: readonly string[]
    readonly checkpoint: { readonly envelope: string }
  }
  readonly canonicalizedBody: string
}

/** An entry as Rekor v1 itself writes it: numbers, and hashes in hex. */
function ownForm(entry: EntryJson): object {
  const hex = (text: string): string => Buffer.from(text, 'base64').toString('hex')
  const { logIndex, rootHash, treeSize, hashes, checkpoint } = entry.inclusionProof
  return {
    body: entry.canonicalizedBody,
    integratedTime: Number(entry.integratedTime),
    logID: hex(entry.logId.keyId),
    logIndex: Number(entry.logIndex),
    verification: {
      inclusionProof: {
        checkpoint: checkpoint.envelope,
        hashes: hashes.map(hex),
        logIndex: Number(logIndex),
        rootHash: hex(rootHash),
        treeSize: Number(treeSize),
      },
      signedEntryTimestamp: entry.inclusionPromise.signedEntryTimestamp,
    },
  }
}

function readVerifier(text: string): {
  readonly label: 'CERTIFICATE' | 'PUBLIC KEY'
  readonly der: Buffer
  readonly key: KeyObject
} {
  if (text.startsWith('-----BEGIN CERTIFICATE')) {
    const certificate = new X509Certificate(text)
    return { label: 'CERTIFICATE', der: certificate.raw, key: certificate.publicKey }
  }
  const key = createPublicKey(text)
  return { label: 'PUBLIC KEY', der: key.export({ type: 'spki', format: 'der' }), key }
}
