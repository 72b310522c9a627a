import { createHash, generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto'
import { algorithms, der, integer, sequence } from './der.ts'
import { IssueError } from './error.ts'
import { type SigningKey, signingKeyOf } from './key.ts'

/** A P-256 key for one signature, never written anywhere. */
export function ephemeralKey(): SigningKey {
  return signingKeyOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)
}

/**
 * A certificate request (PKCS #10, RFC 2986) for a P-256 key, in PEM. Its own signature is the proof that we have the key; who we are
 * says the identity token that goes with it, so the request names nobody.
 */
export function certificateRequest(key: SigningKey): string {
  const spki = key.publicKey.export({ type: 'spki', format: 'der' })
  const info = sequence(integer(Buffer.from([0])), sequence(), spki, der(0xa0))
  const signature = sign('sha256', info, key.privateKey)
  const request = sequence(info, algorithms.ecdsaWithSha256, der(0x03, Buffer.from([0]), signature))
  return toPem('CERTIFICATE REQUEST', request)
}

/** The certificate that came back is one of this key: nothing is logged under another. Throws `service-answer`. */
export function checkIssuedCertificate(der: Uint8Array, key: SigningKey): void {
  let isOurs: boolean
  try {
    isOurs = new X509Certificate(der).publicKey.equals(key.publicKey)
  } catch (cause) {
    throw new IssueError('service-answer', 'What the certificate authority gave cannot be read as a certificate.', {
      cause,
    })
  }
  if (!isOurs) throw new IssueError('service-answer', 'The certificate authority gave a certificate for another key.')
}

/** What a timestamp authority is asked (RFC 3161 §2.4.1), and the number that its answer must repeat. */
export interface TimestampQuery {
  readonly query: Buffer
  /** DER of the nonce: an answer without it was made for somebody else, or earlier. */
  readonly nonce: Buffer
}

/** Asks for a time for a signature, with the certificate of the authority in the answer. */
export function timestampQuery(signature: Uint8Array): TimestampQuery {
  const imprint = sequence(algorithms.sha256, der(0x04, createHash('sha256').update(signature).digest()))
  const nonce = integer(randomBytes(16))
  const query = sequence(integer(Buffer.from([1])), imprint, nonce, der(0x01, Buffer.from([0xff])))
  return { query, nonce }
}

/** DER in PEM (RFC 7468), lines of 64. */
export function toPem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
