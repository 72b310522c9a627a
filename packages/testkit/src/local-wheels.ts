import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inflateRawSync } from 'node:zlib'

/** One Python file of a wheel, read in memory. */
export interface WheelSource {
  readonly wheel: string
  readonly path: string
  readonly bytes: Buffer
}

/**
 * The folders of wheels of the local static indexes that pip is set up with (`files` beside `simple`);
 * `CORDON_WHEELS`, folders separated by `:`, names others. Empty when there is none.
 */
function wheelFolders(): readonly string[] {
  const named = process.env.CORDON_WHEELS
  if (named !== undefined) return named.split(':').filter((folder) => existsSync(folder))
  const { stdout } = spawnSync('pip', ['config', 'get', 'global.extra-index-url'], { encoding: 'utf8' })
  return (stdout ?? '')
    .split(/\s+/)
    .filter((url) => url.startsWith('file:'))
    .map((url) => fileURLToPath(new URL('files', url)))
    .filter((folder) => existsSync(folder))
}

/** Paths of the wheels of the local index, sorted by file name, each file name once; empty when there is none. */
export function localWheels(): readonly string[] {
  const byName = new Map<string, string>()
  for (const folder of wheelFolders())
    for (const name of readdirSync(folder))
      if (name.endsWith('.whl') && !byName.has(name)) byName.set(name, join(folder, name))
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path)
}

/** The members that `wanted` accepts, `.py` when not said; only what the wheels of a trusted local index hold: no zip64 sizes, no encryption. */
export function* sourcesOfWheel(wheel: string, wanted: (path: string) => boolean = isPython): Generator<WheelSource> {
  const file = openSync(wheel, 'r')
  try {
    const size = statSync(wheel).size
    const tail = readAt(file, Math.max(0, size - 66_000), Math.min(size, 66_000))
    const end = tail.lastIndexOf('PK\x05\x06', tail.length - 1, 'latin1')
    if (end < 0) throw new Error(`${wheel} is not a zip archive.`)
    const directory = readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12))
    let entry = 0
    for (let left = tail.readUInt16LE(end + 10); left > 0; left -= 1) {
      const nameLength = directory.readUInt16LE(entry + 28)
      const path = directory.toString('utf8', entry + 46, entry + 46 + nameLength)
      if (wanted(path)) yield { wheel, path, bytes: memberAt(file, directory, entry) }
      entry += 46 + nameLength + directory.readUInt16LE(entry + 30) + directory.readUInt16LE(entry + 32)
    }
  } finally {
    closeSync(file)
  }
}

function isPython(path: string): boolean {
  return path.endsWith('.py')
}

function memberAt(file: number, directory: Buffer, entry: number): Buffer {
  const header = directory.readUInt32LE(entry + 42)
  const local = readAt(file, header, 30)
  const start = header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  const body = readAt(file, start, directory.readUInt32LE(entry + 20))
  return directory.readUInt16LE(entry + 10) === 8 ? inflateRawSync(body) : body
}

function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  let done = 0
  while (done < length) {
    const got = readSync(file, bytes, done, length - done, position + done)
    if (got === 0) throw new Error('The file ends too early.')
    done += got
  }
  return bytes
}

/** Why a test is skipped where pip names no local index with wheels. */
export const withoutLocalWheels =
  'needs the wheels of a local index: none in pip’s extra-index-url, nor in CORDON_WHEELS'
