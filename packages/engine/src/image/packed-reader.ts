/** A run of bytes of an archive, as it is unpacked. */
export interface Place {
  readonly offset: number
  readonly length: number
}

/**
 * Parts of a packed stream, which can only be read from its start: a part that lies behind the last one goes on from there, and only one before it
 * starts anew. The layers of an archive mostly lie in the order in which they are applied, so that all of them cost one pass.
 */
export class PackedReader {
  readonly #open: () => AsyncIterable<Buffer>
  #pieces: AsyncIterator<Buffer> | null = null
  /** What was unpacked and not asked for yet, and where it begins. */
  #rest: Buffer = Buffer.alloc(0)
  #at = 0
  #isBusy = false

  constructor(open: () => AsyncIterable<Buffer>) {
    this.#open = open
  }

  /** A piece holds until the next is asked for. Who reads two parts at once has a pass for each. */
  async *read({ offset, length }: Place): AsyncGenerator<Buffer> {
    if (this.#isBusy) {
      yield* new PackedReader(this.#open).read({ offset, length })
      return
    }
    this.#isBusy = true
    let isWhole = false
    try {
      if (this.#pieces === null || offset < this.#at) await this.#restart()
      for (let left = length; left > 0; ) {
        const piece = await this.#next(offset + length - left, left)
        if (piece === null) break
        left -= piece.length
        yield piece
      }
      isWhole = true
    } finally {
      this.#isBusy = false
      // Where a part was left or a stream broke, nobody knows how far it is.
      if (!isWhole) await this.#stop()
    }
  }

  async #restart(): Promise<void> {
    await this.#stop()
    this.#pieces = this.#open()[Symbol.asyncIterator]()
  }

  async #stop(): Promise<void> {
    const pieces = this.#pieces
    this.#pieces = null
    this.#rest = Buffer.alloc(0)
    this.#at = 0
    await pieces?.return?.()
  }

  /** Bytes from `position` on, at most so many; null at the end of the stream. */
  async #next(position: number, most: number): Promise<Buffer | null> {
    while (this.#at + this.#rest.length <= position) {
      this.#at += this.#rest.length
      this.#rest = Buffer.alloc(0)
      const next = await this.#pieces?.next()
      if (next === undefined || next.done === true) return null
      this.#rest = next.value
    }
    const from = position - this.#at
    const piece = this.#rest.subarray(from, from + most)
    this.#rest = this.#rest.subarray(from + piece.length)
    this.#at = position + piece.length
    return piece
  }
}
