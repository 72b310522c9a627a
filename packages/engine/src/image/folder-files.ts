import { createReadStream, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { ImageError, type ImageFiles } from '@cordon/images'
import { type FileFault, openPlainFile, readPlainFile } from '../plain-file.ts'

/** At a time. */
const pieceBytes = 512 * 1024

/** Files of a folder that holds an image. What its documents name is read only below it, and only where it is a plain file. */
export function filesOfFolder(folder: string, label: string): ImageFiles {
  const placeOf = (path: string): string => {
    const place = placeIn(folder, path)
    if (place !== null) return place
    throw new ImageError(
      'MISSING_BLOB',
      `${label}: ${path.slice(0, 200)} is not there, or a link that leads out of it.`,
    )
  }
  return {
    label,
    size(path) {
      const place = placeIn(folder, path)
      const stats = place === null ? undefined : statSync(place, { throwIfNoEntry: false })
      return stats?.isFile() === true ? stats.size : null
    },
    read: async (path, limit) => readDocument(placeOf(path), limit),
    open: (path) => readFrom(placeOf(path), 0, null),
  }
}

/** Paths come out of documents and may try to climb, and so may links: null for what is not there or lies outside. */
function placeIn(folder: string, path: string): string | null {
  if (path.startsWith('/') || path.includes('\0') || path.split(/[\\/]/).includes('..')) return null
  try {
    const root = realpathSync(folder)
    const place = realpathSync(join(root, path))
    return place.startsWith(root.endsWith(sep) ? root : `${root}${sep}`) ? place : null
  } catch {
    return null
  }
}

function readDocument(absolute: string, limit: number): Buffer {
  const read = readPlainFile(absolute, limit)
  if (read instanceof Uint8Array) return read
  throw imageErrorOf(absolute, read)
}

/** Opens a plain file; a pipe in its place is neither waited for nor read. Throws `NOT_AN_IMAGE` or `MISSING_BLOB`. */
export function openPlain(absolute: string): number {
  const file = openPlainFile(absolute, Number.MAX_SAFE_INTEGER)
  if ('descriptor' in file) return file.descriptor
  throw imageErrorOf(absolute, file)
}

function imageErrorOf(absolute: string, { code, reason, cause }: FileFault): ImageError {
  if (code === 'NOT_A_FILE') return new ImageError('NOT_AN_IMAGE', `${absolute}: not a regular file.`)
  if (code === 'TOO_LARGE') return new ImageError('TOO_LARGE', `${absolute}: too large for a document.`)
  const next = 'Check that it is there, and its permissions.'
  return new ImageError('MISSING_BLOB', `${absolute}: cannot be read (${reason}). ${next}`, { cause })
}

/** The bytes of a file from `start`, `length` of them or all. */
export async function* readFrom(absolute: string, start: number, length: number | null): AsyncGenerator<Buffer> {
  if (length === 0) return
  const fd = openPlain(absolute)
  const end = length === null ? undefined : start + length - 1
  yield* createReadStream(absolute, { fd, start, highWaterMark: pieceBytes, ...(end === undefined ? {} : { end }) })
}
