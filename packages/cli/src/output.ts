import {
  appendFileSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Io } from './command.ts'
import { UsageError } from './error.ts'

/** True when text for people may carry colour: a terminal, `NO_COLOR` unset, `FORCE_COLOR` wins (no-color.org). */
export function wantsColor(io: Io): boolean {
  if (io.env.FORCE_COLOR !== undefined && io.env.FORCE_COLOR !== '0') return true
  if ((io.env.NO_COLOR ?? '') !== '' || io.env.TERM === 'dumb') return false
  return io.stdout.isTTY
}

const pieceLength = 65_536

/** Writes a text that comes in pieces, a few large ones at a time. */
export function writePieces(pieces: Iterable<string>, stream: Io['stdout']): void {
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.length < pieceLength) continue
    stream.write(text)
    text = ''
  }
  if (text !== '') stream.write(text)
}

/**
 * Writes a whole file or nothing: a temporary file beside it, then one rename. A symbolic link is replaced, not followed; a device,
 * a pipe and `/dev/stdout` are written to. Throws `UsageError('OUTPUT')`.
 */
export function writeWhole(path: string, text: string, io: Io): void {
  const absolute = resolve(io.cwd, path)
  try {
    if (isStream(absolute)) appendFileSync(absolute, text)
    else replaceWith(absolute, text, io)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError('OUTPUT', `${path}: cannot be written (${reason}); what was there before is unchanged`, {
      cause,
    })
  }
}

/** A rename would put a plain file in the place of the device. */
function isStream(absolute: string): boolean {
  if (/^\/(?:dev|proc)\//.test(absolute)) return true
  const stats = statSync(absolute, { throwIfNoEntry: false })
  return stats !== undefined && !stats.isFile() && !stats.isDirectory()
}

/** A file that is written piece by piece and appears when it is whole. */
export interface WholeFile {
  write(text: string): void
  finish(): void
  /** Leaves what was there before. */
  abandon(): void
}

/** `writeWhole` for a text that comes in pieces. Throws `UsageError('OUTPUT')`. */
export function openWhole(path: string, io: Io): WholeFile {
  const absolute = resolve(io.cwd, path)
  const orRefuse = <T>(work: () => T): T => {
    try {
      return work()
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new UsageError('OUTPUT', `${path}: cannot be written (${reason})`, { cause })
    }
  }
  if (isStream(absolute))
    return {
      write: (text) => orRefuse(() => appendFileSync(absolute, text)),
      finish: () => undefined,
      abandon: () => undefined,
    }
  const temporary = temporaryBeside(absolute, io)
  let descriptor: number | null = orRefuse(() => {
    mkdirSync(dirname(absolute), { recursive: true })
    return openSync(temporary, 'wx', 0o644)
  })
  return {
    write(text) {
      const open = descriptor
      if (open !== null) orRefuse(() => writeAll(open, text))
    },
    finish() {
      const open = descriptor
      descriptor = null
      if (open === null) return
      orRefuse(() => {
        fsyncSync(open)
        closeSync(open)
        renameSync(temporary, absolute)
      })
    },
    abandon() {
      if (descriptor !== null) closeSync(descriptor)
      descriptor = null
      rmSync(temporary, { force: true })
    },
  }
}

function temporaryBeside(absolute: string, io: Io): string {
  return join(dirname(absolute), `.${process.pid}.${io.now().getTime()}.${basename(absolute)}.cordon-new`)
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
}

function replaceWith(absolute: string, text: string, io: Io): void {
  mkdirSync(dirname(absolute), { recursive: true })
  const temporary = temporaryBeside(absolute, io)
  const descriptor = openSync(temporary, 'wx', 0o644)
  try {
    try {
      writeAll(descriptor, text)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, absolute)
  } catch (cause) {
    rmSync(temporary, { force: true })
    throw cause
  }
}
