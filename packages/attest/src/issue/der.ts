/** The little DER (X.690) that is written here: a certificate request and a timestamp query. */

/** Tag, length, content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body])
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const octets: number[] = []
  for (let rest = length; rest > 0; rest >>>= 8) octets.unshift(rest & 0xff)
  return Buffer.from([0x80 | octets.length, ...octets])
}

export function sequence(...content: readonly Uint8Array[]): Buffer {
  return der(0x30, ...content)
}

/** INTEGER of unsigned bytes, shortest first. */
export function integer(bytes: Uint8Array): Buffer {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1
  const shortest = bytes.subarray(start)
  return ((shortest[0] ?? 0) & 0x80) === 0 ? der(0x02, shortest) : der(0x02, Buffer.from([0]), shortest)
}

export const algorithms = {
  /** AlgorithmIdentifier ecdsa-with-SHA256 (RFC 5758 §3.2), without parameters. */
  ecdsaWithSha256: sequence(Buffer.from('06082a8648ce3d040302', 'hex')),
  /** AlgorithmIdentifier SHA-256 (RFC 5754 §2.2); the parameters absent, as it asks. */
  sha256: sequence(Buffer.from('0609608648016503040201', 'hex')),
} as const
