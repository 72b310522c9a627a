import { encodeText } from './charset.ts'
import { type BytesValue, bytes, makingOf, type Value } from './value.ts'

/** Bytes of an argument; a text gives those that ASCII has for it, as Python's decoders take it. */
export function rawOf(value: Value | undefined): BytesValue | null {
  if (value?.kind === 'bytes') return value
  const encoded = value?.kind === 'text' ? encodeText(value.value, 'latin-1') : null
  return encoded === null ? null : bytes(encoded, makingOf(value))
}
