/** Files that a target, a configuration or a person names: they may be a device, a pipe or without end, and none of these is waited for. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/** An open regular file and how many bytes it had when it was opened. */
export interface PlainFile {
  readonly descriptor: number
  readonly size: number
}

/** Why a file is not read, in a few words for a message. */
export interface FileFault {
  readonly code: 'NOT_OPENED' | 'NOT_READ' | 'NOT_A_FILE' | 'TOO_LARGE'
  readonly reason: string
  /** Bytes; 0 where they are not known. */
  readonly size: number
  readonly cause?: unknown
}

/** Opens a regular file of at most so many bytes. The descriptor is the caller's to close. */
export function openPlainFile(absolute: string, maximum: number): PlainFile | FileFault {
  let descriptor: number
  try {
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    descriptor = openSync(absolute, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (cause) {
    return { code: 'NOT_OPENED', reason: systemCode(cause), size: 0, cause }
  }
  const file = plainOf(descriptor, maximum)
  if ('descriptor' in file) return file
  closeSync(descriptor)
  return file
}

function plainOf(descriptor: number, maximum: number): PlainFile | FileFault {
  try {
    const stats = fstatSync(descriptor)
    if (!stats.isFile()) return { code: 'NOT_A_FILE', reason: 'not a regular file', size: 0 }
    if (stats.size <= maximum) return { descriptor, size: stats.size }
    return { code: 'TOO_LARGE', reason: `${stats.size} bytes are over the bound of ${maximum}`, size: stats.size }
  } catch (cause) {
    return { code: 'NOT_READ', reason: systemCode(cause), size: 0, cause }
  }
}

/** The whole file, through one descriptor, so that what was measured is what is read. */
export function readPlainFile(absolute: string, maximum: number): Buffer | FileFault {
  const file = openPlainFile(absolute, maximum)
  if ('code' in file) return file
  try {
    return readBytes(file.descriptor, 0, file.size)
  } catch (cause) {
    return { code: 'NOT_READ', reason: systemCode(cause), size: file.size, cause }
  } finally {
    closeSync(file.descriptor)
  }
}

/** So many bytes from `position`, fewer where the file has become shorter. Throws what the system throws. */
export function readBytes(descriptor: number, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafeSlow(length)
  let done = 0
  while (done < length) {
    const count = readSync(descriptor, buffer, done, length - done, position + done)
    if (count === 0) break
    done += count
  }
  return buffer.subarray(0, done)
}

/** `ENOENT` and the like; the error's own words for one that is not the system's. */
export function systemCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
}
