/** Documents of images: JSON that anyone may have written. */
import { isObject } from '@cordon/model'
import { ImageError } from '../error.ts'

/** Of a manifest, an index or a configuration: registries allow 4 MiB (OCI distribution-spec). */
export const mostDocumentBytes = 8 * 1024 * 1024

export type JsonObject = Readonly<Record<string, unknown>>

/** The object that a document is; throws `BAD_DOCUMENT`. */
export function readObject(bytes: Uint8Array, what: string): JsonObject {
  const value = readValue(bytes, what)
  if (isObject(value)) return value
  throw new ImageError('BAD_DOCUMENT', `${what}: not a JSON object.`)
}

export function readValue(bytes: Uint8Array, what: string): unknown {
  if (bytes.length > mostDocumentBytes)
    throw new ImageError('TOO_LARGE', `${what}: ${bytes.length} bytes are too many for a document.`)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new ImageError('BAD_DOCUMENT', `${what}: no JSON in UTF-8.`, { cause })
  }
}

export function fieldOf(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** Null for what is no text, or an empty one. */
export function textOf(object: JsonObject, key: string): string | null {
  const value = fieldOf(object, key)
  return typeof value === 'string' && value !== '' ? value : null
}

export function listOf(object: JsonObject, key: string): readonly unknown[] {
  const value = fieldOf(object, key)
  return Array.isArray(value) ? value : []
}

export function objectOf(object: JsonObject, key: string): JsonObject | null {
  const value = fieldOf(object, key)
  return isObject(value) ? value : null
}

/** Labels and annotations; what is no text is left out. */
export function textsOf(object: JsonObject, key: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const [name, value] of Object.entries(objectOf(object, key) ?? {}))
    if (typeof value === 'string') texts.set(name, value)
  return texts
}
