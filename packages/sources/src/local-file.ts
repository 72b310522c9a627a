/** Local files that are read whole, within bounds. */
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { SourceError } from './error.ts'
import { type LocalPlace, unreadable } from './place.ts'

/** Opens a file, hands its descriptor and size on, and closes it; throws `NOT_FOUND` or `UNREADABLE`. */
export function withFile<T>(file: LocalPlace, use: (descriptor: number, size: number) => T): T {
  const descriptor = openForReading(file)
  try {
    return use(descriptor, fstatSync(descriptor).size)
  } finally {
    closeSync(descriptor)
  }
}

export function openForReading(file: LocalPlace): number {
  try {
    return openSync(file.path, 'r')
  } catch (cause) {
    throw unreadable(file.label, cause)
  }
}

/** The whole content; throws `NOT_FOUND`, `UNREADABLE` or `TOO_LARGE`. */
export function readBytes(file: LocalPlace, maxBytes: number): Buffer {
  return withFile(file, (descriptor, size) => {
    if (size > maxBytes)
      throw new SourceError(
        'TOO_LARGE',
        `${file.label}: larger than ${maxBytes} bytes, the bound for it. Check the file.`,
      )
    try {
      return readFileSync(descriptor)
    } catch (cause) {
      throw unreadable(file.label, cause)
    }
  })
}

const pieceBytes = 1024 * 1024

/** SHA-256 in hex. */
export function digestFile(file: LocalPlace): string {
  return withFile(file, (descriptor) => {
    const hash = createHash('sha256')
    const piece = Buffer.allocUnsafeSlow(pieceBytes)
    try {
      for (let count = readSync(descriptor, piece); count > 0; count = readSync(descriptor, piece))
        hash.update(piece.subarray(0, count))
    } catch (cause) {
      throw unreadable(file.label, cause)
    }
    return hash.digest('hex')
  })
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** UTF-8, a byte order mark taken off; null when it is not UTF-8. */
export function decodeText(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}

/** A JSON document; throws `BAD_DATA`. */
export function parseJson(bytes: Uint8Array, label: string, what: string): unknown {
  const text = decodeText(bytes)
  if (text === null) throw new SourceError('BAD_DATA', `${label}: not ${what}: it is not UTF-8. Check the address.`)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SourceError('BAD_DATA', `${label}: not ${what}: it is not JSON. Check the address.`, { cause })
  }
}
