import { readSync } from 'node:fs'
import type { ByteSource } from '@cordon/archives'

/** How much is read ahead: little after a jump, more and more while the reading goes on where it was. */
const firstWindow = 4 * 1024
const largestWindow = 512 * 1024

/** The bytes of an open file. The caller keeps the descriptor open while it reads, and closes it. */
export function fileBytes(descriptor: number, size: number): ByteSource {
  let start = 0
  let window: Buffer = Buffer.alloc(0)
  let ahead = firstWindow
  return {
    size,
    readAt(position, length) {
      if (position < start || position + length > start + window.length) {
        const isNear = position >= start && position <= start + window.length
        ahead = isNear ? Math.min(ahead * 2, largestWindow) : firstWindow
        start = position
        window = readAt(descriptor, position, Math.min(Math.max(length, ahead), Math.max(0, size - position)))
      }
      return window.subarray(position - start, position - start + length)
    },
  }
}

function readAt(descriptor: number, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafeSlow(length)
  let done = 0
  while (done < length) {
    const count = readSync(descriptor, buffer, done, length - done, position + done)
    if (count === 0) break
    done += count
  }
  return buffer.subarray(0, done)
}
