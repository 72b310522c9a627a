import { DocumentError } from './error.ts'

const marks: readonly (readonly [readonly number[], string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
]

const declared = /^<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/
const oneByte = /^(?:iso-?8859-1|latin-?1|windows-1252|us-ascii|ascii)$/i

/**
 * The text of a document: by byte order mark, by the pattern of NULs (UTF-16 without a mark), by the encoding that XML declares, else
 * UTF-8. Throws `DocumentError('BAD_ENCODING')`.
 */
export function decodeDocument(bytes: Uint8Array): string {
  for (const [mark, encoding] of marks)
    if (mark.every((byte, index) => bytes[index] === byte)) return decode(bytes.subarray(mark.length), encoding)
  if (bytes[0] === 0 && bytes[1] !== 0) return decode(bytes, 'utf-16be')
  if (bytes[0] !== 0 && bytes[1] === 0) return decode(bytes, 'utf-16le')
  const head = String.fromCharCode(...bytes.subarray(0, 256))
  const name = declared.exec(head)?.[1]
  if (name === undefined || /^utf-?8$/i.test(name)) return decode(bytes, 'utf-8')
  if (oneByte.test(name)) return decode(bytes, 'windows-1252')
  throw new DocumentError('BAD_ENCODING', `The document is in ${name}, which is not read; save it as UTF-8.`, {
    line: 1,
  })
}

function decode(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new DocumentError('BAD_ENCODING', `The document is not in ${encoding}; save it as UTF-8.`, { cause })
  }
}
