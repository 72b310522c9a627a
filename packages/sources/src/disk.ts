/** Files that are written by position, whole or not at all. Every failure of the disk is `SourceError('DISK')`. */
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { platform } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { SourceError } from './error.ts'

export interface OpenFile {
  readonly descriptor: number
  readonly path: string
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Make room',
  EDQUOT: 'your quota of disk space is used up. Make room',
  EFBIG: 'the file would be larger than is allowed here. Raise the limit',
  EROFS: 'the disk is read-only. Choose another folder with CORDON_CACHE_DIR',
  EACCES: 'writing is not allowed. Change the permissions, or choose another folder with CORDON_CACHE_DIR',
  EPERM: 'writing is not allowed. Change the permissions, or choose another folder with CORDON_CACHE_DIR',
  ENOTDIR: 'a file is in the way of a folder. Choose another folder with CORDON_CACHE_DIR',
}

/** Runs work on the file at `path`; what fails is `SourceError('DISK')` with the reason and what to do. */
export function onDisk<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    const code = systemCode(cause)
    const reason = Object.hasOwn(reasons, code) ? reasons[code] : `the disk failed (${code}). Check it`
    throw new SourceError('DISK', `${path}: ${reason}, then run again. What was there before is untouched.`, { cause })
  }
}

/** `ENOENT` and the like; `unknown` for an error that is not the system's. */
export function systemCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
}

export function makeFolder(path: string): void {
  onDisk(path, () => mkdirSync(path, { recursive: true }))
}

/** Opens a file that must not exist yet: a name that another process put there is never written through. */
export function openNewFile(path: string): number {
  return onDisk(path, () => openSync(path, 'wx', 0o644))
}

export function writeAt(file: OpenFile, bytes: Uint8Array, position: number): void {
  onDisk(file.path, () => {
    let done = 0
    while (done < bytes.length) done += writeSync(file.descriptor, bytes, done, bytes.length - done, position + done)
  })
}

export function truncateFile(descriptor: number, path: string): void {
  onDisk(path, () => ftruncateSync(descriptor, 0))
}

export function closeFile(descriptor: number, path: string): void {
  onDisk(path, () => closeSync(descriptor))
}

export function removeFile(path: string): void {
  onDisk(path, () => rmSync(path, { force: true }))
}

/** A temporary file of `target`: beside it, so that a rename stays on one disk. `token` is the run's own UUID. */
export function temporaryPath(target: string, token: string, what: string): string {
  return `${target}.${token}.${what}.tmp`
}

const temporaryEnding = /^\.(?:(?:lock|state\.json)\.)?[0-9a-f-]{36}(?:\.[a-z]{1,20})?\.tmp$/

/** Removes what earlier runs left beside `target` when they were killed. Only for whoever holds its lock. */
export function removeTemporaries(target: string): void {
  const folder = dirname(target)
  const start = basename(target)
  for (const name of onDisk(folder, () => readdirSync(folder)))
    if (name.startsWith(start) && temporaryEnding.test(name.slice(start.length))) removeFile(join(folder, name))
}

const pieceBytes = 256 * 1024

export interface Replacement {
  readonly target: string
  /** A new file in the same folder. */
  readonly temporary: string
  /** Told before each step, with the bytes written so far. */
  readonly onStep?: (done: number) => void
}

/**
 * Replaces a file by these bytes: written beside it, flushed, renamed, and the folder flushed. Whenever this is killed, the
 * target is the old file or the new one.
 */
export function replaceFile({ target, temporary, onStep }: Replacement, bytes: Uint8Array): void {
  const descriptor = openNewFile(temporary)
  try {
    for (let done = 0; done < bytes.length; done += pieceBytes) {
      onStep?.(done)
      writeAt({ descriptor, path: temporary }, bytes.subarray(done, done + pieceBytes), done)
    }
    onDisk(temporary, () => fsyncSync(descriptor))
  } finally {
    closeFile(descriptor, temporary)
  }
  onStep?.(bytes.length)
  onDisk(target, () => renameSync(temporary, target))
  flushFolder(dirname(target))
}

function flushFolder(path: string): void {
  // Windows opens no folders; there the rename itself is all there is.
  if (platform() === 'win32') return
  onDisk(path, () => {
    const descriptor = openSync(path, 'r')
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  })
}
