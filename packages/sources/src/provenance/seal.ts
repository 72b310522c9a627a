import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { platform } from 'node:os'
import { join } from 'node:path'
import { systemCode } from '../disk.ts'

/** Tells what this user wrote on this machine from what somebody else put into a folder. */
export interface Seal {
  /** Of a text under a name, lower-case hex. */
  of(name: string, text: string): string
  holds(name: string, text: string, seal: string): boolean
}

const keyBytes = 32

/**
 * The seal whose key lies in `folder`, made where there is none. Null where there can be no key that only this user reads: then nothing
 * is believed that was kept.
 */
export function openSeal(folder: string): Seal | null {
  const path = join(folder, 'seal.key')
  const key = readKey(path) ?? makeKey(folder, path)
  return key === null ? null : sealWith(key)
}

/** A seal with this key. */
export function sealWith(key: Uint8Array): Seal {
  const of = (name: string, text: string): string =>
    createHmac('sha256', key)
      .update(`${Buffer.byteLength(name)} ${name} `)
      .update(text)
      .digest('hex')
  return {
    of,
    holds(name, text, seal) {
      const own = Buffer.from(of(name, text))
      const other = Buffer.from(seal)
      return own.length === other.length && timingSafeEqual(own, other)
    },
  }
}

/** Null for a key that others can read or write, or that is none. */
function readKey(path: string): Buffer | null {
  try {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats?.isFile() !== true || stats.size !== keyBytes || !isOwn(stats)) return null
    return readFileSync(path)
  } catch (cause) {
    if (systemCode(cause) === 'unknown') throw cause
    return null
  }
}

/** Windows keeps a user's own folders by other means than modes. */
function isOwn({ mode, uid }: { readonly mode: number; readonly uid: number }): boolean {
  return platform() === 'win32' || ((mode & 0o077) === 0 && uid === process.getuid?.())
}

function makeKey(folder: string, path: string): Buffer | null {
  const temporary = join(folder, `seal.key.${randomUUID()}.tmp`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (statSync(path, { throwIfNoEntry: false }) !== undefined) rmSync(path, { recursive: true, force: true })
    writeFileSync(temporary, randomBytes(keyBytes), { flag: 'wx', mode: 0o600 })
    chmodSync(temporary, 0o600)
    // A link is refused where another run was faster: then its key is the one.
    linkSync(temporary, path)
  } catch (cause) {
    if (systemCode(cause) === 'unknown') throw cause
  }
  try {
    rmSync(temporary, { force: true })
  } catch (cause) {
    if (systemCode(cause) === 'unknown') throw cause
  }
  return readKey(path)
}
