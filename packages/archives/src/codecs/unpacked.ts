/** `corrupt` not the format from here on · `truncated` the input ends early · `limit` there is more than was asked for. */
export type UnpackFault = 'corrupt' | 'truncated' | 'limit'

export interface Unpacked {
  /** All of it, or what came before the fault. */
  readonly bytes: Uint8Array
  /** Input bytes that were read; those behind belong to something else. */
  readonly consumed: number
  readonly fault: UnpackFault | null
}

/** Ends a decoder in the middle of its work; it never leaves the decoder's own function. */
export class Stop extends Error {
  readonly fault: UnpackFault
  constructor(fault: UnpackFault) {
    super(fault)
    this.fault = fault
  }
}

/** What a decoder wrote into `output`, up to the fault with which it stopped. `position` tells how far it came. */
export function unpackInto(output: Output, position: () => number, run: () => void): Unpacked {
  let fault: UnpackFault | null = null
  try {
    run()
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop
    fault = stop.fault
  }
  return { bytes: output.bytes(), consumed: position(), fault }
}

/** Bytes that are written one behind the other, up to a limit. Memory grows with what is written, not with the limit. */
export class Output {
  buffer: Uint8Array
  length = 0
  private readonly limit: number

  constructor(limit: number) {
    this.limit = limit
    this.buffer = new Uint8Array(Math.min(limit, 64 * 1024))
  }

  push(byte: number): void {
    if (this.length === this.buffer.length) this.grow()
    this.buffer[this.length] = byte
    this.length += 1
  }

  /** What was written: a view, valid as long as nothing more is written. */
  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length)
  }

  private grow(): void {
    if (this.length >= this.limit) throw new Stop('limit')
    const larger = new Uint8Array(Math.min(this.limit, Math.max(this.buffer.length * 2, 1024)))
    larger.set(this.buffer)
    this.buffer = larger
  }
}
