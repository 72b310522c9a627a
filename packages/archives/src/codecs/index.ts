/**
 * The decoders in the shape that an analysis of code asks for: each answers null for what it cannot read or what is over its limit, and never
 * throws.
 */
import { createDecipheriv, createHash, createHmac } from 'node:crypto'
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import { bunzip2 } from './bzip2.ts'
import { unlzma } from './lzma-file.ts'
import type { Unpacked } from './unpacked.ts'
import { isXz, unxz } from './xz.ts'

export interface AesRequest {
  readonly mode: 'cbc' | 'ecb' | 'ctr' | 'gcm' | 'cfb' | 'ofb'
  readonly key: Uint8Array
  readonly iv: Uint8Array
  readonly data: Uint8Array
}

const inflaters = { zlib: inflateSync, raw: inflateRawSync, gzip: gunzipSync }

/** Decompression of zlib's three formats, all of it or null. */
export function inflateBounded(data: Uint8Array, format: 'zlib' | 'raw' | 'gzip', limit: number): Uint8Array | null {
  try {
    return inflaters[format](data, { maxOutputLength: Math.max(1, limit) })
  } catch {
    return null
  }
}

export function bunzip2Bounded(data: Uint8Array, limit: number): Uint8Array | null {
  return wholeOf(bunzip2(data, limit))
}

/** `.xz` and `.lzma`. */
export function unlzmaBounded(data: Uint8Array, limit: number): Uint8Array | null {
  return wholeOf(isXz(data) ? unxz(data, limit) : unlzma(data, limit))
}

function wholeOf({ bytes, fault }: Unpacked): Uint8Array | null {
  return fault === null ? bytes : null
}

/** AES of any key size, padding left on. GCM is deciphered as the counter mode that it is, its tag unchecked. */
export function decipherAes({ mode, key, iv, data }: AesRequest): Uint8Array | null {
  const bits = key.length * 8
  try {
    const isGcm = mode === 'gcm'
    // With a nonce of twelve bytes GCM counts data blocks from two on (NIST SP 800-38D 7.1).
    if (isGcm && iv.length !== 12) return null
    const start = isGcm ? Buffer.concat([iv, Buffer.from([0, 0, 0, 2])]) : iv
    const name = `aes-${bits}-${isGcm ? 'ctr' : mode}`
    const decipher = createDecipheriv(name, key, mode === 'ecb' ? null : start).setAutoPadding(false)
    return Buffer.concat([decipher.update(data), decipher.final()])
  } catch {
    return null
  }
}

export const codecs = {
  inflate: inflateBounded,
  bzip2: bunzip2Bounded,
  lzma: unlzmaBounded,
  aes: decipherAes,
  hmacSha256: (key: Uint8Array, data: Uint8Array): Uint8Array => createHmac('sha256', key).update(data).digest(),
  digest: (name: 'md5' | 'sha1' | 'sha256' | 'sha512', data: Uint8Array): Uint8Array =>
    createHash(name).update(data).digest(),
} as const
