import { createHash } from 'node:crypto'
import { closeSync, readSync } from 'node:fs'
import { EngineError } from '../error.ts'
import { openPlainFile, readBytes, systemCode } from '../plain-file.ts'

/** An open file that is read by position: a wheel of hundreds of megabytes need not be in memory. */
export interface OpenFile {
  readonly size: number
  readAt(position: number, length: number): Uint8Array
  /** SHA-256 of the whole, in hex. */
  digest(): string
  close(): void
}

const pieceBytes = 1024 * 1024
/** Far above every distribution that an index takes. */
const mostBytes = 8 * 1024 * 1024 * 1024

/** Opens a regular file; throws `EngineError('NOT_READABLE')`. A device or a pipe is neither read nor waited for. */
export function openFile(path: string, label: string): OpenFile {
  const file = openPlainFile(path, mostBytes)
  if ('code' in file) throw unreadable(label, file.reason, file.cause)
  const { descriptor, size } = file
  return {
    size,
    readAt: (position, length) => readAt({ descriptor, label }, position, Math.min(length, size - position)),
    digest: () => digestOf({ descriptor, label }, size),
    close: () => closeSync(descriptor),
  }
}

function unreadable(label: string, reason: string, cause?: unknown): EngineError {
  return new EngineError('NOT_READABLE', `${label}: cannot be read (${reason})`, { cause })
}

interface Descriptor {
  readonly descriptor: number
  readonly label: string
}

function readAt({ descriptor, label }: Descriptor, position: number, length: number): Uint8Array {
  if (length <= 0) return new Uint8Array()
  try {
    return readBytes(descriptor, position, length)
  } catch (cause) {
    throw unreadable(label, systemCode(cause), cause)
  }
}

function digestOf({ descriptor, label }: Descriptor, size: number): string {
  const hash = createHash('sha256')
  // Most files are small, and there are many: room for no more than there is.
  const piece = Buffer.allocUnsafe(Math.max(1, Math.min(pieceBytes, size)))
  try {
    for (let at = 0; ; ) {
      const count = readSync(descriptor, piece, 0, piece.length, at)
      if (count === 0) return hash.digest('hex')
      hash.update(piece.subarray(0, count))
      at += count
    }
  } catch (cause) {
    throw unreadable(label, systemCode(cause), cause)
  }
}
