import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type ReadBom, readBom } from '@cordon/documents'
import { displayPath } from './discover.ts'
import { EngineError } from './error.ts'

/** Above any real document; a bound, not a target. */
const maximumBytes = 256 * 1024 * 1024

/** Reads one bill of materials from a file. Throws `EngineError` for a file that cannot be read, `DocumentError` for what is no bill. */
export function readBomFile(path: string, cwd: string): ReadBom {
  const absolute = resolve(cwd, path)
  return readBom(bytesOf(absolute, path), displayPath(absolute, cwd))
}

function bytesOf(absolute: string, shown: string): Uint8Array {
  let descriptor: number | null = null
  try {
    descriptor = openSync(absolute, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    const stats = fstatSync(descriptor)
    if (!stats.isFile()) throw new Error('not a regular file')
    if (stats.size > maximumBytes) throw new Error(`${stats.size} bytes are over the bound of ${maximumBytes}`)
    return readFileSync(descriptor)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new EngineError('NOT_READABLE', `${shown}: cannot be read (${reason}).`, { cause })
  } finally {
    if (descriptor !== null) closeSync(descriptor)
  }
}
