import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import type { Codecs } from '@cordon/python'

const inflaters = { gzip: gunzipSync, zlib: inflateSync, raw: inflateRawSync } as const

/** What unpacks data that code unpacks: bounded, and null for what cannot be read. */
export const codecs: Codecs = {
  inflate(data, format, limit) {
    try {
      return inflaters[format](data, { maxOutputLength: limit })
    } catch {
      return null
    }
  },
}
