import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto'
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import type { Codecs } from '../../src/index.ts'

const inflaters = { zlib: inflateSync, raw: inflateRawSync, gzip: gunzipSync }

/** What Node has of the codecs that the room asks its caller for. */
export const nodeCodecs: Codecs = {
  inflate(data, format, limit) {
    try {
      return inflaters[format](data, { maxOutputLength: limit })
    } catch {
      return null
    }
  },
  aes({ mode, key, iv, data }) {
    const cipher = createDecipheriv(`aes-${key.length * 8}-${mode}`, key, mode === 'ecb' ? null : iv)
    if ('setAutoPadding' in cipher) cipher.setAutoPadding(false)
    return Buffer.concat([cipher.update(data), cipher.final()])
  },
  hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest(),
  digest: (name, data) => createHash(name).update(data).digest(),
}

/** A Fernet token of a message. */
export function fernetToken(key: Uint8Array, message: string): string {
  const iv = Buffer.alloc(16, 7)
  const cipher = createCipheriv('aes-128-cbc', key.subarray(16), iv)
  const body = Buffer.concat([cipher.update(message), cipher.final()])
  const signed = Buffer.concat([Buffer.from([0x80]), Buffer.alloc(8), iv, body])
  const mac = createHmac('sha256', key.subarray(0, 16)).update(signed).digest()
  return Buffer.concat([signed, mac]).toString('base64url').replace(/$/, '=')
}
