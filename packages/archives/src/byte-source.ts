/** Bytes that are read by position, so that an archive of any size need not be in memory. */
export interface ByteSource {
  readonly size: number
  /** Up to `length` bytes from `position`; fewer only at the end. The bytes stay as they are after the next read. */
  readAt(position: number, length: number): Uint8Array
}

/** Views into `bytes`: nothing is copied. */
export function bufferBytes(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, readAt: (position, length) => bytes.subarray(position, position + length) }
}

/** `readAt` for hostile positions: outside of the source lies nothing. */
export function readWithin(source: ByteSource, position: number, length: number): Buffer {
  if (position < 0 || position >= source.size || length <= 0) return Buffer.alloc(0)
  return asBuffer(source.readAt(position, Math.min(length, source.size - position)))
}

/** The same bytes with Buffer's methods. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
