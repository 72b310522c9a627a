/** Texts that can be had again, kept as files by key, and believed only with the seal of whoever wrote them. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemCode } from '../disk.ts'
import type { Seal } from './seal.ts'

export interface SealedCache {
  /** The text under these words, or null: what is damaged, missing, or written by somebody else is nothing. */
  read(...words: readonly string[]): string | null
  /** Keeps a text. What cannot be written only costs the next run its time: nothing is thrown. */
  write(text: string, ...words: readonly string[]): void
}

const mostBytes = 16 * 1024 * 1024
const dayMilliseconds = 86_400_000
const keptDays = 90
const sealLength = 64

/** Opens a folder, made when it is first written to; what nobody has written in 90 days is then removed, once a day. */
export function openSealedCache(folder: string, seal: Seal, now: Date): SealedCache {
  let isReady = false
  return {
    read(...words) {
      const name = nameOf(words)
      const text = quietly(() => readBounded(join(folder, name)))
      if (text === null || text[sealLength] !== '\n') return null
      const body = text.slice(sealLength + 1)
      return seal.holds(name, body, text.slice(0, sealLength)) ? body : null
    },
    write(text, ...words) {
      const name = nameOf(words)
      quietly(() => {
        if (!isReady) {
          mkdirSync(folder, { recursive: true })
          removeOld(folder, now)
          isReady = true
        }
        // Not flushed: after a crash a torn file has no seal, and is made again.
        const temporary = join(folder, `${name}.${randomUUID()}.tmp`)
        try {
          writeFileSync(temporary, `${seal.of(name, text)}\n${text}`, { flag: 'wx' })
          renameSync(temporary, join(folder, name))
        } catch (cause) {
          rmSync(temporary, { force: true })
          throw cause
        }
      })
    },
  }
}

/** One name for these words, in this order: no two lists have the same. */
function nameOf(words: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex')
}

function readBounded(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats?.isFile() === true && stats.size <= mostBytes ? readFileSync(path, 'utf8') : null
}

function removeOld(folder: string, now: Date): void {
  const marker = join(folder, 'swept')
  const swept = statSync(marker, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (Math.abs(now.getTime() - swept) < dayMilliseconds) return
  writeFileSync(marker, '')
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now.getTime()
    if (now.getTime() - written > keptDays * dayMilliseconds) rmSync(path, { recursive: true, force: true })
  }
}

/** A cache that fails is no failure of the work. */
function quietly<T>(work: () => T): T | null {
  try {
    return work()
  } catch (cause) {
    if (systemCode(cause) === 'unknown') throw cause
    return null
  }
}
