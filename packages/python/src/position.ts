const lineFeed = 10
const carriageReturn = 13

/** Where the lines of a source begin; line ends are `\n`, `\r\n` and `\r`, as Python reads them. */
export class Lines {
  private readonly starts: Uint32Array

  constructor(source: Uint8Array) {
    const starts = [0]
    if (source.includes(carriageReturn)) {
      for (let index = 0; index < source.length; index += 1) if (endsLine(source, index)) starts.push(index + 1)
    } else
      for (let index = source.indexOf(lineFeed); index >= 0; index = source.indexOf(lineFeed, index + 1))
        starts.push(index + 1)
    this.starts = new Uint32Array(starts)
  }

  /** The line of an offset, counted from 1. */
  line(offset: number): number {
    let low = 0
    let high = this.starts.length
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if ((this.starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }

  /** How many bytes of its line stand before an offset. */
  column(offset: number): number {
    return offset - (this.starts[this.line(offset) - 1] ?? 0)
  }
}

function endsLine(source: Uint8Array, index: number): boolean {
  const byte = source[index]
  return byte === lineFeed || (byte === carriageReturn && source[index + 1] !== lineFeed)
}
