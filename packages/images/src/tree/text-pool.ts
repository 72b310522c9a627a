/** Many short texts side by side as UTF-16 units, so that a million of them are no million objects. Nothing is ever taken out. */
export class TextPool {
  readonly #chunks: Uint16Array[] = []
  /** Units that are in use of the last chunk. */
  #used = chunkUnits

  /** Bytes that are taken. */
  get bytes(): number {
    return this.#chunks.length * chunkUnits * 2
  }

  /** Where `text` from `from` to `to` stands now; at most `chunkUnits` units. */
  add(text: string, from = 0, to = text.length): number {
    const length = to - from
    if (this.#used + length > chunkUnits) {
      this.#chunks.push(new Uint16Array(chunkUnits))
      this.#used = 0
    }
    const chunk = this.#chunks.length - 1
    const units = this.#chunks[chunk]
    if (units === undefined) return 0
    for (let index = 0; index < length; index++) units[this.#used + index] = text.charCodeAt(from + index)
    const at = chunk * chunkUnits + this.#used
    this.#used += length
    return at
  }

  get(at: number, length: number): string {
    const units = this.#chunks[Math.floor(at / chunkUnits)]
    if (units === undefined || length === 0) return ''
    const start = at % chunkUnits
    return String.fromCharCode(...units.subarray(start, start + length))
  }

  /** Takes the text at `at` into a hash, unit by unit. */
  hash(at: number, length: number, start: number, factor: number): number {
    const units = this.#chunks[Math.floor(at / chunkUnits)]
    const from = at % chunkUnits
    let hash = start
    for (let index = from; index < from + length; index++) hash = Math.imul(hash ^ (units?.[index] ?? 0), factor) + 1
    return hash
  }

  /** True when the text at `at` is `text` from `from` on, over `length` units. */
  holds(at: number, length: number, text: string, from: number): boolean {
    const units = this.#chunks[Math.floor(at / chunkUnits)]
    const start = at % chunkUnits
    for (let index = 0; index < length; index++)
      if (units?.[start + index] !== text.charCodeAt(from + index)) return false
    return true
  }
}

/** Of one chunk: 1 MiB. */
export const chunkUnits = 512 * 1024
