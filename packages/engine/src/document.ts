import { resolve } from 'node:path'
import { type ReadBom, readBom } from '@cordon/documents'
import { displayPath } from './discover.ts'
import { EngineError } from './error.ts'
import { readPlainFile } from './plain-file.ts'

/** Above any real document; a bound, not a target. */
const maximumBytes = 256 * 1024 * 1024

/** Reads one bill of materials from a file. Throws `EngineError` for a file that cannot be read, `DocumentError` for what is no bill. */
export function readBomFile(path: string, cwd: string): ReadBom {
  const absolute = resolve(cwd, path)
  return readBom(bytesOf(absolute, path), displayPath(absolute, cwd))
}

function bytesOf(absolute: string, shown: string): Uint8Array {
  const read = readPlainFile(absolute, maximumBytes)
  if (read instanceof Uint8Array) return read
  throw new EngineError('NOT_READABLE', `${shown}: cannot be read (${read.reason}).`, { cause: read.cause })
}
