/** Results that can be had again, kept as files by key: written whole or not at all, read as text that may be anything. */
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder, onDisk, replaceFile, systemCode } from './disk.ts'
import { SourceError } from './error.ts'

/** A folder of results of one version of whatever makes them. */
export interface ResultCache {
  /** The text under a key, or null: a damaged or missing file is no result. */
  read(key: string): string | null
  /** Keeps a text. A disk that is full or read-only only costs the next run its time: nothing is thrown. */
  write(key: string, text: string): void
}

const plainKey = /^[A-Za-z0-9._-]{1,200}$/
const mostBytes = 16 * 1024 * 1024
const dayMilliseconds = 86_400_000
const keptDays = 30

/** Opens `folder/<version>`; results of versions that nobody has asked for in 30 days are removed. */
export function openResultCache(folder: string, version: string, now: Date): ResultCache {
  const own = join(folder, version)
  let isUsable: boolean | null = null
  const prepare = (): boolean => {
    isUsable ??= attempt(own, () => {
      makeFolder(own)
      utimesSync(own, now, now)
      removeOld(folder, version, now)
    })
    return isUsable
  }
  return {
    read(key) {
      if (!plainKey.test(key)) return null
      const path = join(own, key)
      try {
        const stats = statSync(path, { throwIfNoEntry: false })
        return stats?.isFile() === true && stats.size <= mostBytes ? readFileSync(path, 'utf8') : null
      } catch (cause) {
        if (systemCode(cause) === 'unknown') throw cause
        return null
      }
    },
    write(key, text) {
      if (!plainKey.test(key) || text.length > mostBytes || !prepare()) return
      const target = join(own, key)
      const temporary = `${target}.${randomUUID()}.tmp`
      if (!attempt(own, () => replaceFile({ target, temporary }, Buffer.from(text))))
        attempt(own, () => rmSync(temporary, { force: true }))
    },
  }
}

function removeOld(folder: string, version: string, now: Date): void {
  for (const name of readdirSync(folder)) {
    if (name === version) continue
    const path = join(folder, name)
    if (now.getTime() - statSync(path).mtimeMs > keptDays * dayMilliseconds)
      rmSync(path, { recursive: true, force: true })
  }
}

/** A cache that fails is no failure of the work. */
function attempt(path: string, work: () => void): boolean {
  try {
    onDisk(path, work)
    return true
  } catch (cause) {
    if (cause instanceof SourceError) return false
    throw cause
  }
}
