/**
 * One updater at a time per database. The lock is a file that names its owner; a killed owner's lock is taken over. It saves
 * double work: that the database stays whole does not depend on it (see `replaceFile`).
 */
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { onDisk, systemCode } from './disk.ts'
import { SourceError } from './error.ts'

/** The process that updates, as the lock names it. */
export interface Self {
  readonly pid: number
  readonly host: string
  /** Whether a process of this host runs. */
  isRunning(pid: number): boolean
}

export interface LockRequest {
  readonly path: string
  readonly self: Self
  /** Unique for this run. */
  readonly token: string
  readonly now: Date
}

interface Owner {
  readonly pid: number
  readonly host: string
  readonly token: string
  readonly since: string
}

/** An owner of another host, or one whose pid may by now belong to someone else, is given this long. */
const longestUpdate = 6 * 3_600_000
/** Taking over takes milliseconds: whoever is at it for a minute was killed meanwhile. */
const longestTakeover = 60_000

/** Takes the lock and returns what gives it back; throws `LOCKED` or `DISK`. */
export function takeLock(request: LockRequest): () => void {
  const { path, self, token, now } = request
  const owner: Owner = { pid: self.pid, host: self.host, token, since: now.toISOString() }
  const content = JSON.stringify(owner)
  if (!create(request, content)) takeOver(request, content)
  return () => {
    if (readOwner(path)?.token === token) onDisk(path, () => rmSync(path, { force: true }))
  }
}

/** Writes a draft and gives it the lock's name unless that is taken: the content is there from the first moment. */
function create({ path, token }: LockRequest, content: string): boolean {
  const draft = `${path}.${token}.tmp`
  try {
    onDisk(path, () => writeFileSync(draft, content, { flag: 'wx' }))
    linkSync(draft, path)
    return true
  } catch (cause) {
    if (cause instanceof SourceError) throw cause
    const code = systemCode(cause)
    // ENOENT: whoever holds the lock tidied the draft away.
    if (code === 'EEXIST' || code === 'ENOENT') return false
    // A file system without hard links.
    return createPlainly(path, content)
  } finally {
    rmSync(draft, { force: true })
  }
}

/** False when the name is taken. */
function createPlainly(path: string, content: string): boolean {
  return onDisk(path, () => {
    try {
      writeFileSync(path, content, { flag: 'wx' })
      return true
    } catch (cause) {
      if (systemCode(cause) === 'EEXIST') return false
      throw cause
    }
  })
}

/** Replaces a dead owner's lock. A second file sees to it that one process at a time does so. */
function takeOver(request: LockRequest, content: string): void {
  const { path, token, now } = request
  refuseLiving(request)
  const turn = `${path}.takeover`
  if (olderThan(turn, longestTakeover, now)) onDisk(path, () => rmSync(turn, { force: true }))
  if (!createPlainly(turn, content)) throw locked(request, null)
  try {
    refuseLiving(request)
    onDisk(path, () => renameSync(turn, path))
  } finally {
    rmSync(turn, { force: true })
  }
  if (readOwner(path)?.token !== token) throw locked(request, null)
}

function refuseLiving(request: LockRequest): void {
  const { path, self, now } = request
  const owner = readOwner(path)
  // Gone meanwhile, or unreadable because its writer was killed half way: neither owns anything after a while.
  if (owner === null) {
    if (statOrNull(path) !== null && !olderThan(path, longestTakeover, now)) throw locked(request, null)
    return
  }
  const expired = now.getTime() - Date.parse(owner.since) > longestUpdate
  const dead = owner.host === self.host && !self.isRunning(owner.pid)
  if (!dead && !expired) throw locked(request, owner)
}

function locked({ path }: LockRequest, owner: Owner | null): SourceError {
  const who = owner === null ? 'Another update' : `Process ${owner.pid} on ${owner.host} (since ${owner.since})`
  const text = `${who} is updating the database. Wait for it to end; if there is none, remove ${path}.`
  return new SourceError('LOCKED', text)
}

function readOwner(path: string): Owner | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8').slice(0, 4096))
    return isOwner(value) ? value : null
  } catch (cause) {
    if (cause instanceof SyntaxError || systemCode(cause) === 'ENOENT') return null
    throw new SourceError('DISK', `${path}: cannot be read (${systemCode(cause)}). Check its permissions.`, { cause })
  }
}

function isOwner(value: unknown): value is Owner {
  if (typeof value !== 'object' || value === null) return false
  const { pid, host, token, since } = value as Record<string, unknown>
  return Number.isSafeInteger(pid) && [host, token, since].every((each) => typeof each === 'string')
}

function olderThan(path: string, milliseconds: number, now: Date): boolean {
  const written = statOrNull(path)
  return written !== null && now.getTime() - written > milliseconds
}

/** When the file was written; null when there is none. */
function statOrNull(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null
}
