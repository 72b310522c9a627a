/** A folder of texts that must not be lost: each written whole or not at all, by one process at a time, read as what it is. */
import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder, onDisk, removeFile, removeTemporaries, replaceFile, systemCode, temporaryPath } from './disk.ts'
import { SourceError } from './error.ts'
import { decodeText, readBytes } from './local-file.ts'
import { type Self, takeLock } from './lock.ts'

export interface TextsSettings {
  /** Need not exist; made with the first text. */
  readonly folder: string
  readonly self: Self
  /** The time, asked for whenever a lock is taken. */
  readonly now: () => Date
}

/** A change of one text: from what is there (null: nothing) to what shall be; null leaves it as it is. */
export type TextChange = (text: string | null) => string | null

export interface IdentityTexts {
  /** For messages. */
  pathOf(key: string): string
  /** The text under a key; null where there is none. Throws `UNREADABLE`, `TOO_LARGE` or `BAD_DATA` (no UTF-8): that is not none. */
  read(key: string): string | null
  /** Every key that has a text, sorted. */
  keys(): readonly string[]
  /** Applies changes under the folder's lock, each to what is there at that moment. Throws `DISK`, `LOCKED`, and what a change throws. */
  change(changes: ReadonlyMap<string, TextChange>): void
}

const plainKey = /^[A-Za-z0-9._-]{1,180}$/
const ending = '.json'
const mostBytes = 4 * 1024 * 1024
const longestWait = 10_000
const pause = 25

/** Opens the texts of a folder. Nothing is read or written before it is asked for. */
export function openIdentityTexts(settings: TextsSettings): IdentityTexts {
  const { folder } = settings
  const pathOf = (key: string): string => join(folder, `${key}${ending}`)
  const read = (key: string): string | null => (plainKey.test(key) ? readText(pathOf(key)) : null)
  return {
    pathOf,
    read,
    keys: () => keysOf(folder),
    change(changes) {
      if (changes.size === 0) return
      makeFolder(folder)
      const token = randomUUID()
      const release = lockFolder(settings, token)
      try {
        for (const [key, change] of changes) {
          const before = read(key)
          const after = change(before)
          if (after !== null && after !== before && plainKey.test(key)) writeText(pathOf(key), after, token)
        }
      } finally {
        release()
      }
    },
  }
}

/** Writes a text of the project's own: whole or not at all. Throws `DISK`. */
export function writeIdentityFile(path: string, text: string): void {
  writeText(path, text, randomUUID())
}

/** The text of a file that may not be there; null then. Throws `UNREADABLE`, `TOO_LARGE` or `BAD_DATA`. */
export function readIdentityFile(path: string): string | null {
  return readText(path)
}

function readText(path: string): string | null {
  try {
    const text = decodeText(readBytes({ kind: 'file', label: path, path }, mostBytes))
    if (text === null) throw new SourceError('BAD_DATA', `${path}: it is not UTF-8.`)
    return text
  } catch (error) {
    if (error instanceof SourceError && error.code === 'NOT_FOUND') return null
    throw error
  }
}

function writeText(target: string, text: string, token: string): void {
  const bytes = Buffer.from(text)
  if (bytes.length > mostBytes)
    throw new SourceError('DISK', `${target}: would have ${bytes.length} bytes; at most ${mostBytes} are kept.`)
  removeTemporaries(target)
  const temporary = temporaryPath(target, token, 'new')
  try {
    replaceFile({ target, temporary }, bytes)
  } catch (error) {
    removeFile(temporary)
    throw error
  }
}

function keysOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(ending) && plainKey.test(name.slice(0, -ending.length)))
      .map((name) => name.slice(0, -ending.length))
      .sort()
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return []
    return onDisk(folder, () => {
      throw cause
    })
  }
}

/** A change takes milliseconds, so that whoever is at it is waited for. */
function lockFolder({ folder, self, now }: TextsSettings, token: string): () => void {
  const path = join(folder, 'identities.lock')
  const sleeper = new Int32Array(new SharedArrayBuffer(4))
  for (let waited = 0; ; waited += pause) {
    try {
      return takeLock({ path, self, token, now: now() })
    } catch (error) {
      if (!(error instanceof SourceError) || error.code !== 'LOCKED') throw error
      if (waited >= longestWait)
        throw new SourceError(
          'LOCKED',
          `${folder}: another process writes identities since ${longestWait / 1000} seconds. Wait for it to end; if there is none, remove ${path}.`,
          { cause: error },
        )
      Atomics.wait(sleeper, 0, 0, pause)
    }
  }
}
