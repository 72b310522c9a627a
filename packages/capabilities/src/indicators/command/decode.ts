/** Base64 as bytes; null when it is none, or too short to be meant as such. */
export function fromBase64(text: string): Uint8Array | null {
  const packed = text.replace(/[\s"'`^]+/g, '').replace(/=+$/, '')
  if (packed.length < 8 || packed.length % 4 === 1 || !/^[A-Za-z0-9+/]+$/.test(packed)) return null
  return Uint8Array.from(atob(packed), (character) => character.charCodeAt(0))
}

/** What `-EncodedCommand` takes: base64 of UTF-16LE. Null when no readable text comes out. */
export function fromEncodedCommand(text: string): string | null {
  const bytes = fromBase64(text)
  if (bytes === null) return null
  const decoded = new TextDecoder('utf-16le').decode(bytes)
  return isReadable(decoded) ? decoded : null
}

/** Base64 of UTF-16LE or UTF-8, whichever gives readable text. */
export function fromBase64Text(text: string): string | null {
  const bytes = fromBase64(text)
  if (bytes === null) return null
  const decoded = new TextDecoder(bytes.length > 1 && bytes[1] === 0 ? 'utf-16le' : 'utf-8').decode(bytes)
  return isReadable(decoded) ? decoded : null
}

function isReadable(text: string): boolean {
  if (text.length === 0) return false
  let readable = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if ((code >= 32 && code < 127) || code === 10 || code === 13 || code === 9) readable += 1
  }
  return readable / text.length > 0.8
}
