import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { EngineError } from '../error.ts'

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
  let descriptor: number
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (cause) {
    throw unreadable(label, reasonOf(cause), cause)
  }
  const stats = fstatSync(descriptor)
  if (!stats.isFile() || stats.size > mostBytes) {
    closeSync(descriptor)
    throw unreadable(label, stats.isFile() ? `${stats.size} bytes are too many` : 'not a regular file')
  }
  return {
    size: stats.size,
    readAt: (position, length) => readAt({ descriptor, label }, position, Math.min(length, stats.size - position)),
    digest: () => digestOf({ descriptor, label }, stats.size),
    close: () => closeSync(descriptor),
  }
}

function unreadable(label: string, reason: string, cause?: unknown): EngineError {
  return new EngineError('NOT_READABLE', `${label}: cannot be read (${reason})`, { cause })
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
}

interface Descriptor {
  readonly descriptor: number
  readonly label: string
}

function readAt({ descriptor, label }: Descriptor, position: number, length: number): Uint8Array {
  if (length <= 0) return new Uint8Array()
  const buffer = Buffer.allocUnsafeSlow(length)
  let done = 0
  try {
    while (done < length) {
      const count = readSync(descriptor, buffer, done, length - done, position + done)
      if (count === 0) break
      done += count
    }
  } catch (cause) {
    throw unreadable(label, reasonOf(cause), cause)
  }
  return buffer.subarray(0, done)
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
    throw unreadable(label, reasonOf(cause), cause)
  }
}
