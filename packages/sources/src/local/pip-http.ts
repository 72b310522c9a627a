/** pip's cache of HTTP answers, as CacheControl lays it out. Only read; nothing in it is trusted before its hash is right. */
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The body of an answer: a part of a file. */
export interface CachedBody {
  readonly path: string
  readonly offset: number
  readonly length: number
}

/** Where the body of an address lies in pip's cache folder; null where it does not. */
export function findCachedBody(folder: string, url: string): CachedBody | null {
  const key = keyOf(url)
  if (key === null) return null
  const parts = [...key.slice(0, 5), key]
  const path = `${join(folder, 'http-v2', ...parts)}.body`
  const length = sizeOf(path)
  return length === null ? embedded(join(folder, 'http', ...parts)) : { path, offset: 0, length }
}

/** CacheControl takes the address without its fragment, with scheme and host in lower case, as `URL` writes them. */
function keyOf(url: string): string | null {
  const parsed = URL.parse(url)
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return null
  // pip takes credentials out of the address before it asks.
  parsed.username = ''
  parsed.password = ''
  parsed.hash = ''
  return createHash('sha224').update(parsed.href).digest('hex')
}

function sizeOf(path: string): number | null {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats?.isFile() === true ? stats.size : null
}

const mostBytes = 512 * 1024 * 1024
const signature = Buffer.from('cc=4,')
const bodyKey = Buffer.from('\xa4body', 'latin1')
/** MessagePack: the mark of binary data, and how many bytes tell its length. */
const lengthBytes: ReadonlyMap<number, number> = new Map([
  [0xc4, 1],
  [0xc5, 2],
  [0xc6, 4],
])

/** The older layout has head and body in one file: MessagePack after `cc=4,`. A wrong guess is found by its hash. */
function embedded(path: string): CachedBody | null {
  const size = sizeOf(path)
  if (size === null || size > mostBytes) return null
  const bytes = readFileSync(path)
  if (!bytes.subarray(0, signature.length).equals(signature)) return null
  const at = bytes.indexOf(bodyKey) + bodyKey.length
  const width = at < bodyKey.length ? undefined : lengthBytes.get(bytes[at] ?? 0)
  if (width === undefined || at + 1 + width > bytes.length) return null
  const offset = at + 1 + width
  const length = bytes.readUIntBE(at + 1, width)
  return offset + length > bytes.length ? null : { path, offset, length }
}
