/** What is known of files' content: bytes that were kept, and digests. */
import { createHash } from 'node:crypto'

const digestBytes = 32

/** By node. Digests stand side by side in one array, since there may be one for every file of an image. */
export class Contents {
  readonly #kept = new Map<number, Buffer>()
  readonly #digestOf = new Map<number, number>()
  #digests = Buffer.alloc(0)
  #digestCount = 0
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
    const at = this.#digestCount++
    if ((at + 1) * digestBytes > this.#digests.length) {
      const larger = Buffer.alloc(Math.max(32 * 1024, this.#digests.length * 2))
      this.#digests.copy(larger)
      this.#digests = larger
    }
    this.#digests.set(digest, at * digestBytes)
    this.#digestOf.set(node, at)
  }

  /** In hexadecimal; null when neither content nor digest was taken. */
  sha256(node: number): string | null {
    const kept = this.#kept.get(node)
    if (kept !== undefined) return createHash('sha256').update(kept).digest('hex')
    const at = this.#digestOf.get(node)
    return at === undefined ? null : this.#digests.toString('hex', at * digestBytes, (at + 1) * digestBytes)
  }

  /** Gives `to` what is known of `from`. */
  share(from: number, to: number): void {
    const kept = this.#kept.get(from)
    const digest = this.#digestOf.get(from)
    this.forget(to)
    if (kept !== undefined) {
      this.#kept.set(to, kept)
      this.#keptBytes += costOf(kept)
    }
    if (digest !== undefined) this.#digestOf.set(to, digest)
  }

  forget(node: number): void {
    const kept = this.#kept.get(node)
    if (kept !== undefined) {
      this.#kept.delete(node)
      this.#keptBytes -= costOf(kept)
    }
    this.#digestOf.delete(node)
  }
}

/** A file of one byte costs more than one byte. */
function costOf(bytes: Buffer): number {
  return bytes.length + 256
}
