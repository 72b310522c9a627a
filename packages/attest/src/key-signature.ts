/** Signatures by keys that somebody named: nothing but the key itself decides in which ways they may have been made. */
import { constants, createHash, type KeyObject, publicDecrypt, verify } from 'node:crypto'
import { verifyEcdsaDigest } from './ecdsa-digest.ts'
import { AttestError } from './error.ts'

/** One way to sign: a digest (null where the scheme has its own), and the padding of RSA. */
interface Way {
  readonly digest: string | null
  readonly padding?: number
}

const leastRsaBits = 2048
const { RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING } = constants
const digests = ['sha256', 'sha384', 'sha512'] as const

const curveDigests: ReadonlyMap<string, readonly string[]> = new Map([
  ['prime256v1', ['sha256']],
  // The digest of the curve's own strength, or SHA-256, which tools have long taken for every curve.
  ['secp384r1', ['sha384', 'sha256']],
  ['secp521r1', ['sha512', 'sha256']],
])

/** The ways in which keys of this kind sign; none for a kind that is not taken: too weak, or not known here. */
function waysOf(key: KeyObject): readonly Way[] {
  const { namedCurve = '', modulusLength = 0 } = key.asymmetricKeyDetails ?? {}
  const strong = modulusLength >= leastRsaBits
  if (key.asymmetricKeyType === 'ed25519') return [{ digest: null }]
  if (key.asymmetricKeyType === 'ec') return (curveDigests.get(namedCurve) ?? []).map((digest) => ({ digest }))
  if (key.asymmetricKeyType === 'rsa-pss' && strong)
    return digests.map((digest) => ({ digest, padding: RSA_PKCS1_PSS_PADDING }))
  if (key.asymmetricKeyType !== 'rsa' || !strong) return []
  return [RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING].flatMap((padding) => digests.map((digest) => ({ digest, padding })))
}

/** Whether keys of this kind are taken: P-256, P-384, P-521, Ed25519, and RSA of 2,048 bits and more. */
export function isSupportedKey(key: KeyObject): boolean {
  return waysOf(key).length > 0
}

/** How an ECDSA signature is written: in DER, or as its two numbers side by side (IEEE P1363). */
export type EcdsaForm = 'der' | 'ieee-p1363'

/** Whether a signature over bytes is by a key, in any way in which keys of its kind sign. Never throws. */
export function verifyBytes(
  bytes: Uint8Array,
  key: KeyObject,
  signature: Uint8Array,
  dsaEncoding: EcdsaForm = 'der',
): boolean {
  return waysOf(key).some(({ digest, padding }) => {
    try {
      return verify(digest, bytes, padding === undefined ? { key, dsaEncoding } : { key, padding }, signature)
    } catch {
      // A signature that is none; or RSA-PSS whose key allows another digest.
      return false
    }
  })
}

/** A file that was signed: its digest, and its bytes where they are at hand. */
export interface SignedFile {
  /** Lower-case hex. */
  readonly sha256: string
  /** Null where only the digest is known. */
  readonly bytes: Uint8Array | null
}

/**
 * Whether a signature over a file is by a key. With the digest alone that can be told for P-256 and P-384 (SHA-256) and RSA (PKCS #1 v1.5,
 * SHA-256); throws `unsupported-signature` for the rest.
 */
export function verifyFile({ sha256, bytes }: SignedFile, key: KeyObject, signature: Uint8Array): boolean {
  if (bytes !== null) return verifyBytes(bytes, key, signature)
  const digest = Buffer.from(sha256, 'hex')
  const answer = key.asymmetricKeyType === 'rsa' ? verifyRsaDigest : verifyEcdsaDigest
  const holds = isSupportedKey(key) ? answer(digest, key, signature) : null
  if (holds !== null) return holds
  throw new AttestError(
    'unsupported-signature',
    'Such a signature cannot be verified with the digest of the file alone; name the file itself.',
  )
}

/** `DigestInfo` of SHA-256 up to the digest (RFC 8017 §9.2, note 1). */
const sha256Info = Buffer.from('3031300d060960864801650304020105000420', 'hex')

/** RSASSA-PKCS1-v1_5 over a digest (RFC 8017 §8.2.2): what was signed is compared as a whole, nothing in it is parsed. */
function verifyRsaDigest(digest: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  try {
    const signed = publicDecrypt({ key, padding: RSA_PKCS1_PADDING }, signature)
    return signed.equals(Buffer.concat([sha256Info, digest]))
  } catch {
    return false
  }
}

/** Digest of a file by the name that Sigstore has for the algorithm; null where the bytes are needed for it and are not there. */
export function digestOfFile({ sha256, bytes }: SignedFile, algorithm: string): Buffer | null {
  if (algorithm === 'sha256') return Buffer.from(sha256, 'hex')
  return bytes === null ? null : createHash(algorithm).update(bytes).digest()
}
