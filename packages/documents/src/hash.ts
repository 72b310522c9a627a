import type { Hash } from '@cordon/model'

/** How each family writes an algorithm, and how long its digests are in hexadecimal digits. */
interface Algorithm {
  readonly name: string
  readonly digits: number | null
  readonly cyclonedx: string | null
  readonly spdx2: string | null
  readonly spdx3: string | null
}

const algorithms: readonly Algorithm[] = [
  { name: 'adler32', digits: 8, cyclonedx: null, spdx2: 'ADLER32', spdx3: 'adler32' },
  { name: 'md2', digits: 32, cyclonedx: null, spdx2: 'MD2', spdx3: 'md2' },
  { name: 'md4', digits: 32, cyclonedx: null, spdx2: 'MD4', spdx3: 'md4' },
  { name: 'md5', digits: 32, cyclonedx: 'MD5', spdx2: 'MD5', spdx3: 'md5' },
  { name: 'md6', digits: null, cyclonedx: null, spdx2: 'MD6', spdx3: 'md6' },
  { name: 'sha1', digits: 40, cyclonedx: 'SHA-1', spdx2: 'SHA1', spdx3: 'sha1' },
  { name: 'sha224', digits: 56, cyclonedx: null, spdx2: 'SHA224', spdx3: 'sha224' },
  { name: 'sha256', digits: 64, cyclonedx: 'SHA-256', spdx2: 'SHA256', spdx3: 'sha256' },
  { name: 'sha384', digits: 96, cyclonedx: 'SHA-384', spdx2: 'SHA384', spdx3: 'sha384' },
  { name: 'sha512', digits: 128, cyclonedx: 'SHA-512', spdx2: 'SHA512', spdx3: 'sha512' },
  { name: 'sha3_224', digits: 56, cyclonedx: null, spdx2: null, spdx3: 'sha3_224' },
  { name: 'sha3_256', digits: 64, cyclonedx: 'SHA3-256', spdx2: 'SHA3-256', spdx3: 'sha3_256' },
  { name: 'sha3_384', digits: 96, cyclonedx: 'SHA3-384', spdx2: 'SHA3-384', spdx3: 'sha3_384' },
  { name: 'sha3_512', digits: 128, cyclonedx: 'SHA3-512', spdx2: 'SHA3-512', spdx3: 'sha3_512' },
  { name: 'blake2b-256', digits: 64, cyclonedx: 'BLAKE2b-256', spdx2: 'BLAKE2b-256', spdx3: 'blake2b256' },
  { name: 'blake2b-384', digits: 96, cyclonedx: 'BLAKE2b-384', spdx2: 'BLAKE2b-384', spdx3: 'blake2b384' },
  { name: 'blake2b', digits: 128, cyclonedx: 'BLAKE2b-512', spdx2: 'BLAKE2b-512', spdx3: 'blake2b512' },
  { name: 'blake3', digits: 64, cyclonedx: 'BLAKE3', spdx2: 'BLAKE3', spdx3: 'blake3' },
  { name: 'streebog-256', digits: 64, cyclonedx: 'Streebog-256', spdx2: null, spdx3: null },
  { name: 'streebog-512', digits: 128, cyclonedx: 'Streebog-512', spdx2: null, spdx3: null },
]

/** A family whose words for algorithms are known. */
export type HashWords = 'cyclonedx' | 'spdx2' | 'spdx3'

const byName = new Map(algorithms.map((one) => [one.name, one]))
const byWord: Readonly<Record<HashWords, ReadonlyMap<string, Algorithm>>> = {
  cyclonedx: wordsOf('cyclonedx'),
  spdx2: wordsOf('spdx2'),
  spdx3: wordsOf('spdx3'),
}

function wordsOf(family: HashWords): ReadonlyMap<string, Algorithm> {
  return new Map(algorithms.flatMap((one) => (one[family] === null ? [] : [[one[family].toLowerCase(), one] as const])))
}

const hexadecimal = /^[0-9a-f]+$/

/** The family's word for an algorithm in our (hashlib's) words; null where it has none. */
export function hashWord(family: HashWords, algorithm: string): string | null {
  return byName.get(algorithm)?.[family] ?? null
}

/** A hash in a family's words, read; null for an unknown algorithm and for a digest that is none of it. */
export function readHash(family: HashWords, word: string, digest: string): Hash | null {
  const algorithm = byWord[family].get(word.trim().toLowerCase())
  return algorithm === undefined ? null : checked(algorithm, digest)
}

/** A hash in our own words, checked; null when it is none. */
export function knownHash(name: string, digest: string): Hash | null {
  const algorithm = byName.get(name)
  return algorithm === undefined ? null : checked(algorithm, digest)
}

function checked({ name, digits }: Algorithm, digest: string): Hash | null {
  const value = digest.trim().toLowerCase()
  const fits = digits === null ? value.length >= 1 && value.length <= 128 : value.length === digits
  return fits && hexadecimal.test(value) ? { algorithm: name, value } : null
}

/** Sorted by algorithm and digest, each once. */
export function sortedHashes(hashes: readonly Hash[]): readonly Hash[] {
  if (hashes.length < 2) return hashes
  const known = new Map(hashes.map((hash) => [`${hash.algorithm}:${hash.value}`, hash]))
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, hash]) => hash)
}
