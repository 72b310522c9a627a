import { constants, inflateRawSync } from 'node:zlib'
import type { Unpacked } from './unpacked.ts'

/** What zlib returns with `info: true`; its published types do not say so. */
interface InflateInfo {
  readonly buffer: Buffer
  readonly engine: { readonly bytesWritten: number }
}

/** How near the bisection comes to a fault, in bytes of input; a thousandth of a larger input is near enough. */
const finest = 32
/** Of deflate: what one byte of input can unpack to, at the very most. */
const highestRatio = 1032

/**
 * Raw deflate (RFC 1951), at most `limit` bytes of it; `expected` is a hint of its size. Never throws. After a fault the bytes are those
 * that came before it, to within a few bytes of input.
 */
export function inflateRaw(packed: Uint8Array, limit: number, expected: number): Unpacked {
  const whole = expected > limit ? null : inflateOnce(packed, { limit, expected, isPart: false })
  if (whole !== null) return { ...whole, fault: null }
  const part = expected > limit ? null : inflateOnce(packed, { limit, expected, isPart: true })
  if (part === null) return inflatePrefix(packed, limit, expected > limit ? packed.length >>> 5 : packed.length >>> 10)
  return { ...part, fault: 'truncated' }
}

/** Up to `length` bytes of what the start of a deflated stream unpacks to. */
export function inflateHead(packed: Uint8Array, length: number): Uint8Array {
  // What does not fit the bound would be thrown away with the error, so there is room for all that these bytes can become.
  const limit = packed.length * highestRatio
  const head = inflateOnce(packed, { limit, expected: 8192, isPart: true })
  return head === null ? inflatePrefix(packed, limit, finest).bytes.subarray(0, length) : head.bytes.subarray(0, length)
}

interface Inflating {
  readonly limit: number
  readonly expected: number
  /** The input may end before the stream does. */
  readonly isPart: boolean
}

function inflateOnce(packed: Uint8Array, { limit, expected, isPart }: Inflating): Omit<Unpacked, 'fault'> | null {
  const bound = Math.max(limit, 1)
  const options = {
    info: true,
    maxOutputLength: bound,
    // One chunk of the announced size: no growing, no joining. A lie costs no more than its packed bytes could become.
    chunkSize: Math.max(64, Math.min(expected, bound, packed.length * highestRatio)),
    finishFlush: isPart ? constants.Z_SYNC_FLUSH : constants.Z_FINISH,
  }
  try {
    const { buffer, engine } = inflateRawSync(packed, options) as unknown as InflateInfo
    return buffer.length > limit ? null : { bytes: buffer, consumed: engine.bytesWritten }
  } catch {
    // Too much output or no deflate: zlib throws what it had away with the error.
    return null
  }
}

/** zlib gives nothing when it meets a fault or the limit, so the longest input that meets none is searched for, to within `grain`. */
function inflatePrefix(packed: Uint8Array, limit: number, grain: number): Unpacked {
  let good: Omit<Unpacked, 'fault'> = { bytes: new Uint8Array(), consumed: 0 }
  let low = 0
  let high = packed.length
  while (high - low > Math.max(grain, finest)) {
    const middle = (low + high) >>> 1
    const tried = inflateOnce(packed.subarray(0, middle), { limit, expected: limit, isPart: true })
    if (tried === null) high = middle
    else {
      good = tried
      low = middle
    }
  }
  const isFull = good.bytes.length + (high - low) * highestRatio >= limit
  return { ...good, fault: isFull ? 'limit' : 'corrupt' }
}
