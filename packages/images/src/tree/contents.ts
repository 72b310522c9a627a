/** What is known of files' content: bytes that were kept, and digests. */
import { createHash } from 'node:crypto'
import type { SecondAlgorithm } from './sinks.ts'

const sha256Bytes = 32
const sha1Bytes = 20
const md5Bytes = 16

/** Digests of one length side by side in one array, since there may be one for every file of an image. */
class DigestTable {
  readonly #bytes: number
  readonly #placeOf = new Map<number, number>()
  #digests = Buffer.alloc(0)
  #count = 0

  constructor(bytes: number) {
    this.#bytes = bytes
  }

  set(node: number, digest: Uint8Array): void {
    const at = this.#count++
    if ((at + 1) * this.#bytes > this.#digests.length) {
      const larger = Buffer.alloc(Math.max(1024 * this.#bytes, this.#digests.length * 2))
      this.#digests.copy(larger)
      this.#digests = larger
    }
    this.#digests.set(digest, at * this.#bytes)
    this.#placeOf.set(node, at)
  }

  /** In hexadecimal. */
  get(node: number): string | null {
    const at = this.#placeOf.get(node)
    return at === undefined ? null : this.#digests.toString('hex', at * this.#bytes, (at + 1) * this.#bytes)
  }

  share(from: number, to: number): void {
    const at = this.#placeOf.get(from)
    if (at !== undefined) this.#placeOf.set(to, at)
  }

  forget(node: number): void {
    this.#placeOf.delete(node)
  }
}

/** By node. */
export class Contents {
  readonly #kept = new Map<number, Buffer>()
  readonly #sha256 = new DigestTable(sha256Bytes)
  readonly #md5 = new DigestTable(md5Bytes)
  readonly #sha1 = new DigestTable(sha1Bytes)
  #keptBytes = 0

  /** Bytes that are kept, each file with what it costs to keep it. */
  get keptBytes(): number {
    return this.#keptBytes
  }

  kept(node: number): Buffer | null {
    return this.#kept.get(node) ?? null
  }

  keep(node: number, bytes: Buffer): void {
    this.forget(node)
    this.#kept.set(node, bytes)
    this.#keptBytes += costOf(bytes)
  }

  setDigest(node: number, digest: Uint8Array): void {
    this.#sha256.set(node, digest)
  }

  setSecond(node: number, algorithm: SecondAlgorithm, digest: Uint8Array): void {
    this.#second(algorithm).set(node, digest)
  }

  #second(algorithm: SecondAlgorithm): DigestTable {
    return algorithm === 'md5' ? this.#md5 : this.#sha1
  }

  /** In hexadecimal; null when neither content nor digest was taken. */
  sha256(node: number): string | null {
    const kept = this.#kept.get(node)
    return kept === undefined ? this.#sha256.get(node) : createHash('sha256').update(kept).digest('hex')
  }

  /** In hexadecimal; null when it was not taken. */
  second(node: number, algorithm: SecondAlgorithm): string | null {
    return this.#second(algorithm).get(node)
  }

  /** Gives `to` what is known of `from`. */
  share(from: number, to: number): void {
    const kept = this.#kept.get(from)
    this.forget(to)
    if (kept !== undefined) {
      this.#kept.set(to, kept)
      this.#keptBytes += costOf(kept)
    }
    for (const table of [this.#sha256, this.#md5, this.#sha1]) table.share(from, to)
  }

  forget(node: number): void {
    const kept = this.#kept.get(node)
    if (kept !== undefined) {
      this.#kept.delete(node)
      this.#keptBytes -= costOf(kept)
    }
    for (const table of [this.#sha256, this.#md5, this.#sha1]) table.forget(node)
  }
}

/** A file of one byte costs more than one byte. */
function costOf(bytes: Buffer): number {
  return bytes.length + 256
}
