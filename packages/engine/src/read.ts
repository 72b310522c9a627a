import { DocumentError } from '@cordon/documents'
import { decodeText, LockfileError, type LockfileFormat } from '@cordon/lockfiles'
import type { FailedFile, Lockfile, SkipCode } from '@cordon/model'
import { type FileFault, readPlainFile } from './plain-file.ts'

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
  const bytes = readPlainFile(target.absolute, maximumBytes)
  if (!(bytes instanceof Uint8Array)) {
    const { code, message } = failureOf(bytes)
    return fail(code, message)
  }
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

function failureOf({ code, reason, size }: FileFault): ReadFailure {
  if (code === 'NOT_A_FILE') return { code, message: 'not a regular file; it is not read' }
  if (code === 'TOO_LARGE') return { code, message: tooLarge(size, maximumBytes) }
  const message =
    code === 'NOT_OPENED'
      ? `cannot be opened (${reason}); run with the rights to read it, or exclude it`
      : `cannot be read (${reason}); check the disk, or exclude it`
  return { code: 'UNREADABLE', message }
}
