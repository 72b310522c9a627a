/** The bytes of standard base64 (RFC 4648 §4) with its padding and nothing else in it, or null. */
export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  // Node skips what is no base64 and takes stray bits: only the canonical spelling comes back the same.
  return bytes.toString('base64') === text ? bytes : null
}

const fatalUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of UTF-8 bytes, or null when they are not. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return fatalUtf8.decode(bytes)
  } catch {
    return null
  }
}
