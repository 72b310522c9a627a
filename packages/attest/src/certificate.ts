import { X509Certificate } from 'node:crypto'
import type { SignerFact, SignerIdentity } from '@cordon/model'
import type { Signer } from '@sigstore/verify'
import { decodeUtf8 } from './base64.ts'
import { AttestError } from './error.ts'
import { fulcioArc, fulcioExtensions } from './fulcio-extensions.ts'

const codeSigning = '1.3.6.1.5.5.7.3.3'
const keyUsage = '2.5.29.15'
const basicConstraints = '2.5.29.19'

const noAuthority = Buffer.from([0x30, 0x00])

/** The facts of a certificate that has been verified. */
export function identityOf(signer: Signer): SignerIdentity {
  const extensions = extensionsOf(signer)
  const facts: Partial<Record<SignerFact, string>> = {}
  for (const [name, number] of Object.entries(fulcioExtensions) as [SignerFact, number][]) {
    const text = utf8String(extensions.get(`${fulcioArc}${number}`))
    if (text !== null) facts[name] = text
  }
  const legacyIssuer = extensions.get(`${fulcioArc}1`)
  const issuer = facts.issuer ?? (legacyIssuer === undefined ? null : decodeUtf8(legacyIssuer))
  return { subject: signer.identity?.subjectAlternativeName ?? null, issuer, facts }
}

/** A leaf may sign code, and nothing says that it is an authority (RFC 5280 §4.2.1.3, §4.2.1.9, §4.2.1.12). Throws `cert-eku`. */
export function checkLeaf(der: Uint8Array, signer: Signer): void {
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(der)
  } catch (cause) {
    throw new AttestError('cert-chain', 'The certificate cannot be read.', { cause })
  }
  // Node's `ca` asks for the key usage too; who only claims to be an authority is no signer either.
  if (certificate.ca || claimsAuthority(extensionsOf(signer).get(basicConstraints)))
    throw new AttestError('cert-eku', 'The certificate is one of an authority, not of a signer.')
  // Node types the extended usages as always there; a certificate may have none.
  const usages: readonly string[] | undefined = certificate.keyUsage
  if (usages?.includes(codeSigning) !== true)
    throw new AttestError('cert-eku', 'The certificate was not issued to sign code.')
  const bits = extensionsOf(signer).get(keyUsage)
  // BIT STRING: tag, length, unused bits, bits; the first is digitalSignature.
  if (bits === undefined || bits[0] !== 0x03 || ((bits[3] ?? 0) & 0x80) === 0)
    throw new AttestError('cert-eku', 'The key of the certificate is not for signatures.')
}

/** `SEQUENCE { cA BOOLEAN DEFAULT FALSE, … }`; whatever else is there is taken for a claim. */
function claimsAuthority(constraints: Buffer | undefined): boolean {
  return constraints !== undefined && !constraints.equals(noAuthority)
}

function extensionsOf(signer: Signer): ReadonlyMap<string, Buffer> {
  const pairs = signer.identity?.oids ?? []
  return new Map(pairs.map((pair) => [pair.oid?.id.join('.') ?? '', Buffer.from(pair.value)]))
}

/** The text of a DER UTF8String of less than 65,536 bytes with nothing behind it, or null. */
function utf8String(der: Buffer | undefined): string | null {
  if (der === undefined || der[0] !== 0x0c || der.length < 2) return null
  const first = der.readUInt8(1)
  const octets = first < 0x80 ? 0 : first - 0x80
  if (first === 0x80 || octets > 2 || der.length < 2 + octets) return null
  const length = octets === 0 ? first : der.readUIntBE(2, octets)
  return der.length === 2 + octets + length ? decodeUtf8(der.subarray(2 + octets)) : null
}
