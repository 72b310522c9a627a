/** Numbers and texts at hostile positions: outside of the bytes lies zero and the empty text. */
export interface Binary {
  readonly size: number
  u8(at: number): number
  u16(at: number): number
  u32(at: number): number
  /** Exact up to 2⁵³; larger ones lie outside of any file. */
  u64(at: number): number
  /** Latin-1 up to the first NUL, `length` bytes at most. */
  text(at: number, length?: number): string
}

const longestText = 512

export function binaryOf(bytes: Uint8Array, isLittle: boolean): Binary {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const has = (at: number, length: number): boolean => at >= 0 && at + length <= bytes.length
  const u32 = (at: number): number => (has(at, 4) ? view.getUint32(at, isLittle) : 0)
  return {
    size: bytes.length,
    u8: (at) => bytes[at] ?? 0,
    u16: (at) => (has(at, 2) ? view.getUint16(at, isLittle) : 0),
    u32,
    u64: (at) => (isLittle ? u32(at) + u32(at + 4) * 2 ** 32 : u32(at) * 2 ** 32 + u32(at + 4)),
    text(at, length = longestText) {
      if (!has(at, 0)) return ''
      const field = Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(length, bytes.length - at))
      const zero = field.indexOf(0)
      return field.toString('latin1', 0, zero < 0 ? field.length : zero)
    },
  }
}
