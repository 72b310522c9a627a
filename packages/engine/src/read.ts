import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { DocumentError } from '@cordon/documents'
import { decodeText, LockfileError, type LockfileFormat } from '@cordon/lockfiles'
import type { FailedFile, Lockfile, SkipCode } from '@cordon/model'

/** Far above any real lock file (the largest seen are under 20 MB); a bound, not a target. */
const maximumBytes = 64 * 1024 * 1024
/** Files that only might say something (`*.py`, notebooks) are not parsed over this; where they do, that is said. */
const maximumMarkedBytes = 16 * 1024 * 1024

export interface ReadFile {
  readonly file: Lockfile
  readonly text: string
}

/** A file read and parsed; a failure with code and place; or null when it has none of its format's marks. */
export function readLockfile(
  target: { readonly path: string; readonly absolute: string; readonly format: LockfileFormat },
  parse: (text: string, path: string) => Lockfile = target.format.parse,
): ReadFile | FailedFile | null {
  const fail = (code: SkipCode, message: string): FailedFile => ({
    path: target.path,
    format: target.format.id,
    code,
    message,
  })
  const { marks } = target.format
  const bytes = readBounded(target.absolute)
  if (!(bytes instanceof Uint8Array)) return fail(bytes.code, bytes.message)
  if (marks !== undefined) {
    if (!isWide(bytes) && !marks.some((mark) => bytes.includes(mark))) return null
    if (bytes.length > maximumMarkedBytes) return fail('TOO_LARGE', tooLarge(bytes.length, maximumMarkedBytes))
  }
  // The engine's catch per file: what a parser cannot read is data, not the end of the scan.
  try {
    const text = decodeText(bytes)
    return { file: parse(text, target.path), text }
  } catch (error) {
    if (error instanceof LockfileError || error instanceof DocumentError)
      return fail(
        error.code === 'ENTITIES' ? 'MALFORMED' : error.code,
        error.line > 0 ? `line ${error.line}: ${error.message}` : error.message,
      )
    const detail = error instanceof Error ? error.message : String(error)
    return fail('MALFORMED', `the ${target.format.id} reader itself failed (${detail}); please report it as a bug`)
  }
}

/** UTF-16 with its byte order mark, as PowerShell writes scripts: marks stand in it with NULs between, so it is read to see. */
function isWide(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
}

function tooLarge(size: number, maximum: number): string {
  return `${Math.ceil(size / 1_048_576)} MB; files over ${maximum / 1_048_576} MB are not read. Exclude it, or split it`
}

type ReadFailure = { readonly code: SkipCode; readonly message: string }

/** The whole file, read through one descriptor so that what was measured is what is read. */
function readBounded(absolute: string): Buffer | ReadFailure {
  let descriptor: number
  try {
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    descriptor = openSync(absolute, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    return {
      code: 'UNREADABLE',
      message: `cannot be opened (${systemCode(error)}); run with the rights to read it, or exclude it`,
    }
  }
  try {
    const stats = fstatSync(descriptor)
    if (!stats.isFile()) return { code: 'NOT_A_FILE', message: 'not a regular file; it is not read' }
    if (stats.size > maximumBytes) return { code: 'TOO_LARGE', message: tooLarge(stats.size, maximumBytes) }
    const buffer = Buffer.allocUnsafe(stats.size)
    let filled = 0
    while (filled < buffer.length) {
      const count = readSync(descriptor, buffer, filled, buffer.length - filled, filled)
      if (count === 0) break
      filled += count
    }
    return buffer.subarray(0, filled)
  } catch (error) {
    return { code: 'UNREADABLE', message: `cannot be read (${systemCode(error)}); check the disk, or exclude it` }
  } finally {
    closeSync(descriptor)
  }
}

function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}
