/** What services of Sigstore are asked, read back: certificate requests (RFC 2986) and timestamp queries (RFC 3161). */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'

interface Value {
  readonly tag: number
  /** Tag, length and content. */
  readonly whole: Buffer
  readonly content: Buffer
}

/** The DER values that lie one behind the other. Throws for what is none. */
function valuesIn(bytes: Buffer): readonly Value[] {
  const values: Value[] = []
  for (let at = 0; at < bytes.length; ) {
    const first = bytes.readUInt8(at + 1)
    const octets = first < 0x80 ? 0 : first - 0x80
    const length = octets === 0 ? first : bytes.readUIntBE(at + 2, octets)
    const start = at + 2 + octets
    const whole = bytes.subarray(at, start + length)
    if (whole.length !== 2 + octets + length) throw new Error('DER that ends too early')
    values.push({ tag: bytes.readUInt8(at), whole, content: bytes.subarray(start, start + length) })
    at = start + length
  }
  return values
}

/** The public key of a certificate request whose own signature holds. Throws. */
export function keyOfRequest(pem: string): KeyObject {
  const base64 = /^-----BEGIN CERTIFICATE REQUEST-----\n([A-Za-z0-9+/=\n]+)-----END CERTIFICATE REQUEST-----\n$/.exec(
    pem,
  )
  const [request] = valuesIn(Buffer.from(base64?.[1] ?? '', 'base64'))
  const [info, , signature] = valuesIn(request?.content ?? Buffer.alloc(0))
  const [version, , spki, attributes] = valuesIn(info?.content ?? Buffer.alloc(0))
  if (info === undefined || signature === undefined || spki === undefined) throw new Error('no certificate request')
  if (version?.content.toString('hex') !== '00' || attributes?.tag !== 0xa0)
    throw new Error('another version of request')
  const key = createPublicKey({ key: spki.whole, format: 'der', type: 'spki' })
  if (!verify('sha256', info.whole, key, signature.content.subarray(1)))
    throw new Error('the request is not by its own key')
  return key
}

/** Digest and nonce (INTEGER, DER) of a timestamp query for SHA-256 that asks for the certificate. Throws. */
export function readTimestampQuery(bytes: Buffer): { readonly digest: Buffer; readonly nonce: Buffer } {
  const [query] = valuesIn(bytes)
  const [version, imprint, nonce, certificate] = valuesIn(query?.content ?? Buffer.alloc(0))
  const [algorithm, digest] = valuesIn(imprint?.content ?? Buffer.alloc(0))
  if (version?.content.toString('hex') !== '01' || digest?.content.length !== 32) throw new Error('no timestamp query')
  if (algorithm?.content.toString('hex') !== '0609608648016503040201') throw new Error('another digest than SHA-256')
  if (nonce?.tag !== 0x02 || certificate?.content.toString('hex') !== 'ff')
    throw new Error('no nonce, or no certificate')
  return { digest: digest.content, nonce: nonce.whole }
}
