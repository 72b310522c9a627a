import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { SignerIdentity } from '@cordon/model'
import { type Bundle, isBundleWithDsseEnvelope } from '@sigstore/bundle'
import { type Signer, type TrustMaterial, toSignedEntity, VerificationError, Verifier } from '@sigstore/verify'
import { checkLeaf, identityOf } from './certificate.ts'
import { verifyEcdsaDigest } from './ecdsa-digest.ts'
import { AttestError, type AttestErrorCode } from './error.ts'
import { checkLogBodies } from './log-body.ts'
import type { TrustedInstance } from './trusted-root.ts'

/** A file that somebody is to vouch for. */
export interface Subject {
  /** File name without a folder; null where only the digest is known. */
  readonly name: string | null
  /** Lower-case hex. */
  readonly sha256: string
}

/** What to trust: an instance of Sigstore, and, for signatures without a certificate, one public key. */
export interface Trust {
  readonly instance: TrustedInstance
  readonly key?: KeyObject
}

/** What a verified bundle says. */
export interface VerifiedBundle {
  /** Null for a signature by a key. */
  readonly identity: SignerIdentity | null
  readonly key: KeyObject
  /** Times that a log or a timestamp authority signed, ISO 8601. */
  readonly times: readonly string[]
  /** Type and bytes of what an envelope holds; null where the file itself is signed. */
  readonly payload: { readonly type: string; readonly bytes: Buffer } | null
  readonly logEntries: number
}

type SignedEntity = ReturnType<typeof toSignedEntity>

/**
 * Verifies time, chain, certificate transparency, log inclusion, log body and signature of a bundle, without any connection.
 * Throws `AttestError` with the code of the first of them that fails. What an envelope says is left to the caller.
 */
export function verifyBundle(bundle: Bundle, subject: Subject, trust: Trust): VerifiedBundle {
  const entity = entityOf(bundle, subject)
  const signer = runVerifier(entity, materialFor(bundle, trust))
  const leaf = leafOf(bundle)
  if (leaf !== null) checkLeaf(leaf, signer)
  const entries = bundle.verificationMaterial.tlogEntries
  checkLogBodies(entries, leaf ?? signer.key.export({ type: 'spki', format: 'der' }))
  checkMessageDigest(bundle, subject)
  return {
    identity: leaf === null ? null : identityOf(signer),
    key: signer.key,
    times: timesOf(entity),
    payload: isBundleWithDsseEnvelope(bundle)
      ? { type: bundle.content.dsseEnvelope.payloadType, bytes: bundle.content.dsseEnvelope.payload }
      : null,
    logEntries: entries.length,
  }
}

function entityOf(bundle: Bundle, subject: Subject): SignedEntity {
  let entity: SignedEntity
  try {
    entity = toSignedEntity(bundle)
  } catch (cause) {
    throw new AttestError('bad-bundle', 'A certificate or timestamp of the bundle cannot be read.', { cause })
  }
  if (isBundleWithDsseEnvelope(bundle)) return entity
  return { ...entity, signature: overDigest(entity.signature, Buffer.from(subject.sha256, 'hex')) }
}

/** The signature over a file of which only the digest is at hand. */
function overDigest(content: SignedEntity['signature'], digest: Buffer): SignedEntity['signature'] {
  return {
    signature: content.signature,
    compareSignature: (signature) => content.compareSignature(signature),
    compareDigest: (other) => content.compareDigest(other),
    compareSignedDigest: (other) => content.compareSignedDigest(other),
    verifySignature(key) {
      const answer = verifyEcdsaDigest(digest, key, content.signature)
      if (answer === null)
        throw new AttestError('unsupported-signature', 'Signatures over a file are verified for P-256 and P-384 keys.')
      return answer
    },
  }
}

function materialFor(bundle: Bundle, { instance, key }: Trust): TrustMaterial {
  const usesKey = bundle.verificationMaterial.content.$case === 'publicKey'
  if (usesKey && key === undefined) throw new AttestError('signature', 'The bundle is signed by a key; name it.')
  // A key that was given is what must have signed: a certificate by somebody else is no answer to it.
  if (!usesKey && key !== undefined)
    throw new AttestError('signature', 'The bundle is signed by a certificate, and a key was named.')
  if (key === undefined) return instance.material
  return { ...instance.material, publicKey: () => ({ publicKey: key, validFor: () => true }) }
}

const codes: Readonly<Record<VerificationError['code'], AttestErrorCode>> = {
  CERTIFICATE_ERROR: 'cert-chain',
  NOT_IMPLEMENTED_ERROR: 'unsupported-signature',
  PUBLIC_KEY_ERROR: 'signature',
  SIGNATURE_ERROR: 'signature',
  TIMESTAMP_ERROR: 'no-signed-time',
  TLOG_BODY_ERROR: 'tlog-body-mismatch',
  TLOG_ERROR: 'tlog-inclusion',
  TLOG_INCLUSION_PROMISE_ERROR: 'tlog-inclusion',
  TLOG_INCLUSION_PROOF_ERROR: 'tlog-inclusion',
  TLOG_MISSING_INCLUSION_ERROR: 'tlog-inclusion',
}

const said: Readonly<Partial<Record<AttestErrorCode, string>>> = {
  'cert-chain': 'The certificate leads to no authority of the trusted root that was valid when it was used.',
  sct: 'No trusted certificate log promises to have the certificate.',
  'no-signed-time': 'No trusted log or timestamp authority says when it was signed.',
  'tlog-inclusion': 'No trusted log proves to hold the signature.',
  'tlog-body-mismatch': 'The log entry is about another signature than this one.',
  signature: 'The signature does not match what it signs.',
}

function runVerifier(entity: SignedEntity, material: TrustMaterial): Signer {
  try {
    return new Verifier(material, { tlogThreshold: 1, ctlogThreshold: 1, timestampThreshold: 1 }).verify(entity)
  } catch (cause) {
    if (cause instanceof AttestError) throw cause
    if (!(cause instanceof VerificationError))
      throw new AttestError('bad-bundle', 'Something in the bundle cannot be read.', { cause })
    const code = codes[cause.code] === 'cert-chain' && failsBySct(entity, material) ? 'sct' : codes[cause.code]
    throw new AttestError(code, said[code] ?? 'The bundle uses what is not supported.', { cause })
  }
}

/** The library has one code for the chain and for certificate transparency: without the latter, is the former in order? */
function failsBySct(entity: SignedEntity, material: TrustMaterial): boolean {
  if (entity.key.$case !== 'certificate') return false
  const certificate = Object.create(entity.key.certificate, { clone: { value: () => ({ extensions: [] }) } }) as never
  try {
    const verifier = new Verifier(material, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 1 })
    verifier.verify({ ...entity, key: { $case: 'certificate', certificate } })
    return true
  } catch (cause) {
    return !(cause instanceof VerificationError) || cause.code !== 'CERTIFICATE_ERROR'
  }
}

function leafOf(bundle: Bundle): Buffer | null {
  const content = bundle.verificationMaterial.content
  if (content.$case === 'publicKey') return null
  if (content.$case === 'certificate') return Buffer.from(content.certificate.rawBytes)
  const [leaf, ...rest] = content.x509CertificateChain.certificates
  if (leaf === undefined) throw new AttestError('bad-bundle', 'The bundle has no certificate.')
  // Bundle 0.2, "MUST NOT contain the root": a root that comes with what it vouches for would vouch for itself.
  for (const each of rest)
    if (isSelfSigned(each.rawBytes)) throw new AttestError('bad-bundle', 'The bundle brings a root.')
  return Buffer.from(leaf.rawBytes)
}

function isSelfSigned(der: Uint8Array): boolean {
  try {
    const certificate = new X509Certificate(der)
    return certificate.checkIssued(certificate)
  } catch (cause) {
    throw new AttestError('bad-bundle', 'A certificate of the bundle cannot be read.', { cause })
  }
}

function checkMessageDigest(bundle: Bundle, subject: Subject): void {
  if (bundle.content.$case !== 'messageSignature') return
  const { digest } = bundle.content.messageSignature.messageDigest
  if (!Buffer.from(digest).equals(Buffer.from(subject.sha256, 'hex')))
    throw new AttestError('subject-digest', 'The signature is over another file.')
}

function timesOf(entity: SignedEntity): readonly string[] {
  const times = entity.timestamps.flatMap((each) => {
    if (each.$case === 'timestamp-authority') return [each.timestamp.signingTime.getTime()]
    const { integratedTime, inclusionPromise } = each.tlogEntry
    return inclusionPromise === undefined ? [] : [Number(integratedTime) * 1000]
  })
  return times.sort((a, b) => a - b).map((time) => new Date(time).toISOString())
}

/** A public key in PEM. Throws `malformed`. */
export function parsePublicKey(pem: string): KeyObject {
  try {
    return createPublicKey(pem)
  } catch (cause) {
    throw new AttestError('malformed', 'This is not a public key in PEM.', { cause })
  }
}

/** SHA-256 of bytes, lower-case hex. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
