import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { homedir, platform as systemPlatform } from 'node:os'
import { isAbsolute, join } from 'node:path'
import type { DatabaseStatus } from '@cordon/model'
import { systemCode } from './disk.ts'
import { SourceError } from './error.ts'

/** What a database says of itself. */
export interface DatabaseMeta {
  readonly formatVersion: number
  /** Where its advisories came from, as it was given. */
  readonly source: string
  /** ISO times: of the source as its server or file system tells it, of the newest change in the data, of the build. */
  readonly sourceTime: string | null
  readonly dataTime: string | null
  readonly builtTime: string
  readonly counts: DatabaseCounts
  readonly digest: string
}

export interface DatabaseCounts {
  readonly records: number
  readonly live: number
  readonly withdrawn: number
  readonly packages: number
  readonly malware: number
  readonly kev: number
  readonly epss: number
}

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The folder for everything that can be fetched or built again: `CORDON_CACHE_DIR`; else `cordon` in `XDG_CACHE_HOME` (which
 * counts only when it is absolute: XDG Base Directory 0.8); else in the platform's own place below `home`. Throws `NO_DATABASE`
 * where there is no home: a cache in the current folder could be one that a scanned project brought along.
 */
export function cacheFolder(env: Environment, platform: NodeJS.Platform, home: string): string {
  const own = env.CORDON_CACHE_DIR ?? ''
  if (own !== '') return own
  const xdg = env.XDG_CACHE_HOME ?? ''
  if (isAbsolute(xdg)) return join(xdg, 'cordon')
  const local = env.LOCALAPPDATA ?? ''
  if (platform === 'win32' && isAbsolute(local)) return join(local, 'cordon', 'Cache')
  if (!isAbsolute(home))
    throw new SourceError(
      'NO_DATABASE',
      'there is no home folder to keep advisories in. Set CORDON_CACHE_DIR, or name a file with --database.',
    )
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'cordon')
  return join(home, '.cache', 'cordon')
}

/** The advisory database of a cache folder. */
export function databasePath(folder: string): string {
  return join(folder, 'advisories', 'pypi.cordondb')
}

/** The advisory database of this user on this machine; throws `NO_DATABASE` where there is no place for one. */
export function userDatabasePath(env: Environment): string {
  return databasePath(cacheFolder(env, systemPlatform(), homeFolder()))
}

/** The cache of this user on this machine; throws `NO_DATABASE` where there is no place for one. */
export function userCacheFolder(env: Environment): string {
  return cacheFolder(env, systemPlatform(), homeFolder())
}

/** Empty where a user id has neither a name nor HOME, as containers have them. */
export function homeFolder(): string {
  try {
    return homedir()
  } catch {
    return ''
  }
}

/** A hundred times what the public advisories take. */
const maximumDatabaseBytes = 512 * 1024 * 1024

/** The bytes of the database at `path`, unchecked; throws `NO_DATABASE` or `UNREADABLE`. */
export function loadDatabaseBytes(path: string): Buffer {
  try {
    return readWhole(path)
  } catch (cause) {
    if (cause instanceof SourceError) throw cause
    const code = systemCode(cause)
    if (code === 'ENOENT')
      throw new SourceError('NO_DATABASE', `${path}: no advisory database yet. Run: cordon db update`, { cause })
    throw new SourceError('UNREADABLE', `${path}: cannot be read (${code}). Check its permissions.`, { cause })
  }
}

/** A project's own configuration may name any path: a device or a pipe is neither read nor waited for. */
function readWhole(path: string): Buffer {
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const stats = fstatSync(descriptor)
    if (!stats.isFile()) throw new SourceError('UNREADABLE', `${path}: not a regular file, so no advisory database.`)
    if (stats.size > maximumDatabaseBytes)
      throw new SourceError('UNREADABLE', `${path}: ${stats.size} bytes, too large for an advisory database.`)
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** After so many days a database is stale. */
export const defaultStaleDays = 7

const dayMilliseconds = 86_400_000

/**
 * Days since the newest change in the data, rounded down; null when the data has no date. A record that is dated into the
 * future makes nothing younger than the build.
 */
export function ageInDays(meta: DatabaseMeta, now: Date): number | null {
  if (meta.dataTime === null) return null
  const newest = Math.min(Date.parse(meta.dataTime), Date.parse(meta.builtTime))
  return Math.max(0, Math.floor((now.getTime() - newest) / dayMilliseconds))
}

/** How a database that opened stands today. Data without any date is stale: nobody can tell that it is not. */
export function readyStatus(meta: DatabaseMeta, now: Date, staleDays: number = defaultStaleDays): DatabaseStatus {
  const ageDays = ageInDays(meta, now)
  const stale = ageDays === null || ageDays > staleDays
  return {
    state: stale ? 'stale' : 'ready',
    source: meta.source,
    dataTime: meta.dataTime,
    builtTime: meta.builtTime,
    advisories: meta.counts.live,
    ageDays,
    digest: meta.digest,
    advice: stale ? 'cordon db update' : null,
  }
}

/** The status of a database that is not there, or does not open. */
export function absentStatus(state: 'missing' | 'damaged'): DatabaseStatus {
  return {
    state,
    source: null,
    dataTime: null,
    builtTime: null,
    advisories: 0,
    ageDays: null,
    digest: null,
    advice: 'cordon db update',
  }
}
