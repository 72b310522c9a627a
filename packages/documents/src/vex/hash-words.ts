import type { Hash } from '@cordon/model'

/** Digits of the digests that products are told by. OpenVEX, CSAF and CycloneDX differ only in case and dashes. */
const digits: ReadonlyMap<string, number> = new Map([
  ['md5', 32],
  ['sha1', 40],
  ['sha224', 56],
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
  ['sha3_224', 56],
  ['sha3_256', 64],
  ['sha3_384', 96],
  ['sha3_512', 128],
  ['blake2s-256', 64],
  ['blake2b-256', 64],
  ['blake2b', 128],
])

/** The house's word for an algorithm: `SHA-256` → `sha256`. */
function algorithmOf(word: string): string {
  const plain = word.toLowerCase()
  if (plain === 'blake2b-512') return 'blake2b'
  if (plain.startsWith('sha3')) return plain.replace(/^sha3[-_]?/, 'sha3_')
  return plain.replace(/^sha-?/, 'sha')
}

/** OpenVEX's word for an algorithm. */
export function openvexWord(algorithm: string): string {
  if (algorithm === 'blake2b') return 'blake2b-512'
  if (algorithm.startsWith('sha3_')) return algorithm.replace('_', '-')
  return algorithm === 'sha1' ? algorithm : algorithm.replace(/^sha/, 'sha-')
}

/** CycloneDX's word for an algorithm; null where it has none. */
export function cyclonedxWord(algorithm: string): string | null {
  if (algorithm === 'md5') return 'MD5'
  if (algorithm === 'blake2b') return 'BLAKE2b-512'
  if (algorithm === 'blake2b-256') return 'BLAKE2b-256'
  if (/^sha3_(?:256|384|512)$/.test(algorithm)) return `SHA3-${algorithm.slice(5)}`
  return /^sha(?:1|256|384|512)$/.test(algorithm) ? `SHA-${algorithm.slice(3)}` : null
}

/** A digest of a known kind, in lower case; `unknown` for another kind, `broken` for what is no digest of its kind. */
export function readDigest(word: string, value: string): Hash | 'broken' | 'unknown' {
  const algorithm = algorithmOf(word)
  const length = digits.get(algorithm)
  if (length === undefined) return 'unknown'
  const digest = value.trim().toLowerCase()
  return digest.length === length && /^[0-9a-f]+$/.test(digest) ? { algorithm, value: digest } : 'broken'
}
