import { decodeBase64 } from './base-n.ts'
import type { Codecs } from './codecs.ts'

const urlSafe = Uint8Array.from([0x2d, 0x5f])
const version = 0x80
const ivStart = 9
const dataStart = 25
const macLength = 32

/** The message of a Fernet token, by the literal key; null when the key, the token or its signature is wrong, or no AES is at hand. */
export function decryptFernet(key: Uint8Array, token: Uint8Array, codecs: Codecs): Uint8Array | null {
  const secret = decodeBase64(key, urlSafe)
  const data = decodeBase64(token, urlSafe)
  if (secret?.length !== 32 || data === null || data[0] !== version || data.length < dataStart + 16 + macLength)
    return null
  const signed = data.subarray(0, data.length - macLength)
  const mac = codecs.hmacSha256?.(secret.subarray(0, 16), signed)
  if (mac !== undefined && !isSame(mac, data.subarray(data.length - macLength))) return null
  const plain = codecs.aes?.({
    mode: 'cbc',
    key: secret.subarray(16),
    iv: data.subarray(ivStart, dataStart),
    data: signed.subarray(dataStart),
  })
  return plain === undefined || plain === null ? null : withoutPadding(plain)
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

/** PKCS #7: the last byte says how many to cut; data without such a padding stays. */
export function withoutPadding(data: Uint8Array): Uint8Array {
  const count = data.at(-1) ?? 0
  if (count === 0 || count > 16 || count > data.length) return data
  return data.subarray(-count).every((byte) => byte === count) ? data.subarray(0, data.length - count) : data
}
