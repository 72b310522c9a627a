/**
 * What unpacks and deciphers: given by the caller, because this room holds no such code. Each answers null for data that it cannot
 * read, never throws, and stops at `limit` bytes of output (null as well). One that is missing is not known.
 */
export interface Codecs {
  /** zlib's format, raw deflate, or gzip. */
  inflate?(data: Uint8Array, format: 'zlib' | 'raw' | 'gzip', limit: number): Uint8Array | null
  bzip2?(data: Uint8Array, limit: number): Uint8Array | null
  /** `.xz` and the older `.lzma`. */
  lzma?(data: Uint8Array, limit: number): Uint8Array | null
  /** AES in one mode, without taking off padding. */
  aes?(request: AesRequest): Uint8Array | null
  hmacSha256?(key: Uint8Array, data: Uint8Array): Uint8Array
  digest?(name: 'md5' | 'sha1' | 'sha256' | 'sha512', data: Uint8Array): Uint8Array
}

export interface AesRequest {
  readonly mode: 'cbc' | 'ecb' | 'ctr' | 'gcm' | 'cfb' | 'ofb'
  readonly key: Uint8Array
  readonly iv: Uint8Array
  readonly data: Uint8Array
}
