type Part = 'magic' | 'length' | 'descriptor' | 'header' | 'block' | 'data' | 'checksum'

const sizesOfDictionary = [0, 1, 2, 4]
const sizesOfContent = [0, 2, 4, 8]

/**
 * Cuts a Zstandard stream where its frames end (RFC 8878, 3.1). Node's decoder ends with a frame when the same piece goes on behind it, and
 * layers whose files can be fetched one by one have thousands of frames.
 */
export class ZstdFrames {
  #part: Part = 'magic'
  /** Bytes of the part that are still to come. */
  #left = 4
  /** Those of its bytes that say something, as a little-endian number. */
  #value = 0
  #shift = 0
  #isLastBlock = false
  #hasChecksum = false
  #isFrame = true

  /** The bytes of `piece`, in pieces of which none goes on behind the end of a frame. What is no frame is left to the decoder. */
  cut(piece: Uint8Array): readonly Uint8Array[] {
    const parts: Uint8Array[] = []
    let start = 0
    for (let at = 0; at < piece.length && this.#isFrame; ) {
      at += this.#take(piece, at)
      if (this.#left > 0 || this.#endPart()) continue
      parts.push(piece.subarray(start, at))
      start = at
    }
    if (start < piece.length) parts.push(piece.subarray(start))
    return parts
  }

  #take(piece: Uint8Array, at: number): number {
    if (this.#part === 'header' || this.#part === 'data' || this.#part === 'checksum') {
      const length = Math.min(this.#left, piece.length - at)
      this.#left -= length
      return length
    }
    this.#value += (piece[at] ?? 0) * 2 ** this.#shift
    this.#shift += 8
    this.#left--
    return 1
  }

  /** Goes to the next part; false at the end of a frame. */
  #endPart(): boolean {
    for (;;) {
      const goesOn = this.#nextPart()
      if (!goesOn || this.#left > 0) return goesOn
    }
  }

  #nextPart(): boolean {
    switch (this.#part) {
      case 'magic':
        return this.#endMagic()
      case 'length':
        this.#isLastBlock = true
        this.#hasChecksum = false
        return this.#start('data', this.#value)
      case 'descriptor':
        return this.#endDescriptor()
      case 'block':
        return this.#endBlock()
      case 'data':
        if (!this.#isLastBlock) return this.#start('block', 3)
        if (this.#hasChecksum) return this.#start('checksum', 4)
        break
      case 'header':
        return this.#start('block', 3)
    }
    this.#start('magic', 4)
    return false
  }

  #endMagic(): boolean {
    if (this.#value === 0xfd2fb528) return this.#start('descriptor', 1)
    if (Math.floor(this.#value / 16) === 0x184d2a5) return this.#start('length', 4)
    this.#isFrame = false
    return true
  }

  #endDescriptor(): boolean {
    const isSingle = (this.#value & 0x20) !== 0
    this.#hasChecksum = (this.#value & 4) !== 0
    const content = sizesOfContent[this.#value >>> 6] ?? 0
    const dictionary = sizesOfDictionary[this.#value & 3] ?? 0
    return this.#start('header', dictionary + (isSingle ? Math.max(1, content) : 1 + content))
  }

  #endBlock(): boolean {
    this.#isLastBlock = (this.#value & 1) === 1
    // A block of one repeated byte holds that byte alone.
    const isRepeated = ((this.#value >>> 1) & 3) === 1
    return this.#start('data', isRepeated ? 1 : this.#value >>> 3)
  }

  #start(part: Part, length: number): true {
    this.#part = part
    this.#left = length
    this.#value = 0
    this.#shift = 0
    return true
  }
}
