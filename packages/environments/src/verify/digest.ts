import { hash } from 'node:crypto'
import type { FileTree } from '@cordon/model'
import type { RecordEntry } from '@cordon/pypa'

/** Algorithms that RECORD may use, as OpenSSL calls them; MD5 and SHA-1 prove nothing. */
const algorithms: ReadonlyMap<string, string> = new Map([
  ['sha256', 'sha256'],
  ['sha384', 'sha384'],
  ['sha512', 'sha512'],
  ['sha3_256', 'sha3-256'],
  ['sha3_384', 'sha3-384'],
  ['sha3_512', 'sha3-512'],
  ['blake2b', 'blake2b512'],
  ['blake2s', 'blake2s256'],
])
const largest = 256 * 1024 * 1024

/** Whether a file is what RECORD says; null where that cannot be said. */
export function isAsRecorded(tree: FileTree, path: string, { hash: told }: RecordEntry): boolean | null {
  const algorithm = told === null ? undefined : algorithms.get(told.algorithm)
  if (told === null || algorithm === undefined) return null
  const hex = digestOf(tree, path, algorithm)
  if (hex === null) return null
  const written = told.digest.replace(/={1,2}$/, '')
  // Some tools write the digest in hexadecimal.
  return written === Buffer.from(hex, 'hex').toString('base64url') || written.toLowerCase() === hex
}

/** In lower-case hexadecimal, by OpenSSL's name of the algorithm; null where the content cannot be had. */
export function digestOf(tree: FileTree, path: string, algorithm: string): string | null {
  if (algorithm === 'sha256') return tree.sha256(path)
  const taken = algorithm === 'md5' || algorithm === 'sha1' ? (tree.taken?.(path, algorithm) ?? null) : null
  if (taken !== null) return taken
  const bytes = tree.read(path, largest)
  return bytes === null ? null : hash(algorithm, bytes, 'hex')
}
