import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { SignerIdentity } from '@cordon/model'
import { type Bundle, isBundleWithDsseEnvelope } from '@sigstore/bundle'
import { HashAlgorithm } from '@sigstore/protobuf-specs'
import { type Signer, type TrustMaterial, toSignedEntity, VerificationError, Verifier } from '@sigstore/verify'
import { checkLeaf, identityOf } from './certificate.ts'
import { distinctKeys } from './envelope.ts'
import { AttestError, type AttestErrorCode, attestErrorCodes } from './error.ts'
import { preAuthEncoding } from './issue/dsse.ts'
import { digestOfFile, type SignedFile, verifyBytes, verifyFile } from './key-signature.ts'
import { checkLogBodies } from './log-body.ts'
import type { TrustedInstance } from './trusted-root.ts'

/** A file that somebody is to vouch for. */
export interface Subject {
  /** File name without a folder; null where only the digest is known. */
  readonly name: string | null
  /** Lower-case hex. */
  readonly sha256: string
  /** Its bytes, read only where the digest does not do: signatures over the file itself by Ed25519 keys, or with another digest. */
  readonly read?: () => Uint8Array
}

/**
 * What to trust: instances of Sigstore, each as a whole (what one vouches for no other helps to prove), and, for signatures without a
 * certificate, public keys. With keys, nothing else is taken.
 */
export interface Trust {
  readonly instances: readonly TrustedInstance[]
  readonly keys?: readonly KeyObject[]
  /** How many of the keys must have signed an envelope; 1 when not given. A bundle has one signature. */
  readonly threshold?: number
}

interface InstanceTrust {
  readonly instance: TrustedInstance
  readonly key: KeyObject | null
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
  /** Name of the instance that all of it is from. */
  readonly instance: string
}

type SignedEntity = ReturnType<typeof toSignedEntity>
type LogEntry = Bundle['verificationMaterial']['tlogEntries'][number]

/**
 * Verifies time, chain, certificate transparency, log inclusion, log body and signature of a bundle, without any connection: all against
 * one of the instances. Throws `AttestError` with the code of the first that fails, of the instance in which it comes furthest. What an
 * envelope says is left to the caller.
 */
export function verifyBundle(bundle: Bundle, subject: Subject, trust: Trust): VerifiedBundle {
  const keys = trust.keys === undefined ? [null] : distinctKeys(trust.keys)
  if ((trust.threshold ?? 1) !== 1)
    throw new AttestError('signature', `A bundle has one signature; ${trust.threshold} keys must have signed.`)
  let furthest: AttestError | null = null
  for (const instance of trust.instances)
    for (const key of keys) {
      try {
        return verifyWith(bundle, subject, { instance, key })
      } catch (error) {
        if (!(error instanceof AttestError)) throw error
        if (furthest === null || rank(error) > rank(furthest)) furthest = error
      }
    }
  throw furthest ?? new AttestError('bad-trusted-root', 'No instance of Sigstore and no key is trusted.')
}

/** What one key cannot tell is not known, whatever the others say. */
function rank({ code }: AttestError): number {
  return code === 'unsupported-signature' ? Number.POSITIVE_INFINITY : attestErrorCodes.indexOf(code)
}

function verifyWith(bundle: Bundle, subject: Subject, trust: InstanceTrust): VerifiedBundle {
  const { instance } = trust
  const file = fileOf(bundle, subject)
  const entity = entityOf(bundle, file)
  const signer = runVerifier(entity, materialFor(bundle, trust), instance)
  const leaf = leafOf(bundle)
  if (leaf !== null) checkLeaf(leaf, signer)
  const entries = bundle.verificationMaterial.tlogEntries
  checkLogBodies(entries, leaf ?? signer.key.export({ type: 'spki', format: 'der' }))
  checkMessageDigest(bundle, file)
  const times = timesOf(entity)
  checkLogPeriods(entries, instance, Date.parse(times[0] ?? ''))
  return {
    identity: leaf === null ? null : identityOf(signer),
    key: signer.key,
    times,
    payload: isBundleWithDsseEnvelope(bundle)
      ? { type: bundle.content.dsseEnvelope.payloadType, bytes: bundle.content.dsseEnvelope.payload }
      : null,
    logEntries: entries.length,
    instance: instance.name,
  }
}

/** The bytes of the file only where a signature is over them, and they are at hand. Throws `subject-digest`. */
function fileOf(bundle: Bundle, { sha256, read }: Subject): SignedFile {
  if (isBundleWithDsseEnvelope(bundle) || read === undefined) return { sha256, bytes: null }
  const bytes = read()
  if (sha256Hex(bytes) !== sha256)
    throw new AttestError('subject-digest', 'The file is not the one that was asked about: it has changed meanwhile.')
  return { sha256, bytes }
}

function entityOf(bundle: Bundle, file: SignedFile): SignedEntity {
  let entity: SignedEntity
  try {
    entity = toSignedEntity(bundle)
  } catch (cause) {
    throw new AttestError('bad-bundle', 'A certificate or timestamp of the bundle cannot be read.', { cause })
  }
  const { signature } = entity
  const signed = isBundleWithDsseEnvelope(bundle)
    ? preAuthEncoding(bundle.content.dsseEnvelope.payloadType, bundle.content.dsseEnvelope.payload)
    : null
  const verifySignature = (key: KeyObject): boolean =>
    signed === null ? verifyFile(file, key, signature.signature) : verifyBytes(signed, key, signature.signature)
  return { ...entity, signature: verifiedBy(signature, verifySignature) }
}

/** The content of a signature, verified in our way: over a digest, and with keys of every kind that is taken. */
function verifiedBy(
  content: SignedEntity['signature'],
  verifySignature: (key: KeyObject) => boolean,
): SignedEntity['signature'] {
  return {
    signature: content.signature,
    compareSignature: (signature) => content.compareSignature(signature),
    compareDigest: (other) => content.compareDigest(other),
    compareSignedDigest: (other) => content.compareSignedDigest(other),
    verifySignature,
  }
}

function materialFor(bundle: Bundle, { instance, key }: InstanceTrust): TrustMaterial {
  const usesKey = bundle.verificationMaterial.content.$case === 'publicKey'
  if (usesKey && key === null) throw new AttestError('signature', 'The bundle is signed by a key; name it.')
  // A key that was given is what must have signed: a certificate by somebody else is no answer to it.
  if (!usesKey && key !== null)
    throw new AttestError('signature', 'The bundle is signed by a certificate, and a key was named.')
  if (key === null) return instance.material
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

function runVerifier(entity: SignedEntity, material: TrustMaterial, instance: TrustedInstance): Signer {
  const tlogThreshold = instance.hasLogs ? 1 : 0
  const ctlogThreshold = instance.hasCertificateLogs ? 1 : 0
  try {
    return new Verifier(material, { tlogThreshold, ctlogThreshold, timestampThreshold: 1 }).verify(entity)
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

/**
 * No log had been closed when it was signed: the library asks that of a log's promise, and not of its checkpoint, which is all that logs
 * of the second kind give. Throws `tlog-inclusion`.
 */
function checkLogPeriods(entries: readonly LogEntry[], { material }: TrustedInstance, signed: number): void {
  for (const { logId } of entries) {
    const logs = material.tlogs.filter((log) => log.logID.equals(logId.keyId))
    if (!logs.some(({ validFor }) => signed <= validFor.end.getTime()))
      throw new AttestError('tlog-inclusion', 'The log had been closed when this was signed.')
  }
}

const digestNames: ReadonlyMap<HashAlgorithm, string> = new Map([
  [HashAlgorithm.SHA2_256, 'sha256'],
  [HashAlgorithm.SHA2_384, 'sha384'],
  [HashAlgorithm.SHA2_512, 'sha512'],
])

function checkMessageDigest(bundle: Bundle, file: SignedFile): void {
  if (bundle.content.$case !== 'messageSignature') return
  const { algorithm, digest } = bundle.content.messageSignature.messageDigest
  const name = digestNames.get(algorithm)
  const expected = name === undefined ? null : digestOfFile(file, name)
  if (expected === null)
    throw new AttestError('unsupported-signature', 'The bundle names the file by a digest that is not known of it.')
  if (!expected.equals(Buffer.from(digest)))
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

const publicKeyForm = /^-----BEGIN (?:RSA )?PUBLIC KEY-----/m

/** A public key in PEM, and no private key or certificate, of which Node would take the public half. Throws `malformed`. */
export function parsePublicKey(pem: string): KeyObject {
  try {
    if (!publicKeyForm.test(pem) || /PRIVATE KEY|CERTIFICATE/.test(pem))
      throw new AttestError('malformed', 'This is not a public key in PEM, or not that alone.')
    return createPublicKey(pem)
  } catch (cause) {
    if (cause instanceof AttestError) throw cause
    throw new AttestError('malformed', 'This is not a public key in PEM.', { cause })
  }
}

/** SHA-256 of bytes, lower-case hex. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
