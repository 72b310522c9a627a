/** Columns of a token: three numbers each. */
const stride = 3

/**
 * The tokens of a source while they are read. `data` holds three numbers for each: kind with value (`kind | value << 8`), start
 * and end. The value of a name is its symbol, of a string or a template's parts the `StringFlag` bits. Offsets count bytes.
 */
export class TokenBuffer {
  data: Int32Array
  /** Numbers in use of `data`. */
  end = 0

  constructor(capacity: number) {
    this.data = new Int32Array(capacity * stride)
  }

  get count(): number {
    return this.end / stride
  }

  push(kindAndValue: number, start: number, end: number): void {
    const at = this.end
    if (at + stride > this.data.length) this.grow()
    const { data } = this
    data[at] = kindAndValue
    data[at + 1] = start
    data[at + 2] = end
    this.end = at + stride
  }

  /** The last token's kind with value; 0 when there is none. */
  get last(): number {
    return this.end === 0 ? 0 : (this.data[this.end - stride] ?? 0)
  }

  private grow(): void {
    const wider = new Int32Array(this.data.length * 2)
    wider.set(this.data)
    this.data = wider
  }
}
