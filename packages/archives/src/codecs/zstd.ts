import { zstdDecompressSync } from 'node:zlib'
import type { Unpacked } from './unpacked.ts'

/** Zstandard, all of it or nothing: at most `limit` bytes. */
export function unzstd(packed: Uint8Array, limit: number): Unpacked {
  try {
    const bytes = zstdDecompressSync(packed, { maxOutputLength: Math.max(1, limit) })
    return { bytes, consumed: packed.length, fault: null }
  } catch {
    return { bytes: packed.subarray(0, 0), consumed: 0, fault: 'corrupt' }
  }
}
