import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { join, sep } from 'node:path'
import { ImageError, type ImageFiles } from '@cordon/images'

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
    read: async (path, limit) => readBounded(placeOf(path), limit),
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

function readBounded(absolute: string, limit: number): Buffer {
  const descriptor = openPlain(absolute)
  try {
    if (fstatSync(descriptor).size > limit) throw new ImageError('TOO_LARGE', `${absolute}: too large for a document.`)
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Opens a plain file; a pipe in its place is neither waited for nor read. Throws `NOT_AN_IMAGE` or `MISSING_BLOB`. */
export function openPlain(absolute: string): number {
  const descriptor = openUnread(absolute)
  if (fstatSync(descriptor).isFile()) return descriptor
  closeSync(descriptor)
  throw new ImageError('NOT_AN_IMAGE', `${absolute}: not a regular file.`)
}

function openUnread(absolute: string): number {
  try {
    return openSync(absolute, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw new ImageError(
      'MISSING_BLOB',
      `${absolute}: cannot be read (${code}). Check that it is there, and its permissions.`,
      { cause },
    )
  }
}

/** The bytes of a file from `start`, `length` of them or all. */
export async function* readFrom(absolute: string, start: number, length: number | null): AsyncGenerator<Buffer> {
  if (length === 0) return
  const fd = openPlain(absolute)
  const end = length === null ? undefined : start + length - 1
  yield* createReadStream(absolute, { fd, start, highWaterMark: pieceBytes, ...(end === undefined ? {} : { end }) })
}
