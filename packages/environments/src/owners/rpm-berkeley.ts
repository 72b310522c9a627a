import { Bytes } from './bytes.ts'

/** The hash tables of Berkeley DB (db_page.h), as far as rpm's `Packages` uses them. */
const hashMagic = 0x00061561
const headerBytes = 26
const hashPages: ReadonlySet<number> = new Set([2, 13])
const overflowPage = 7
const onThePage = 1
const offThePage = 3
const mostPages = 1_000_000
const largestBlob = 64 * 1024 * 1024

interface Database {
  readonly bytes: Bytes
  readonly pageSize: number
  readonly pages: number
}

/** The header blobs of `Packages`; null when the bytes are no hash table of Berkeley DB. */
export function blobsOfBerkeley(content: Uint8Array): Generator<Uint8Array> | null {
  for (const order of ['little', 'big'] as const) {
    const bytes = new Bytes(content, order)
    const pageSize = bytes.four(20)
    if (bytes.four(12) !== hashMagic || pageSize < 512 || pageSize > 65_536) continue
    const pages = Math.min(bytes.four(32) + 1, Math.floor(bytes.size / pageSize), mostPages)
    return blobsOf({ bytes, pageSize, pages })
  }
  return null
}

/** Every page is looked at once; the order of the buckets does not matter to us. */
function* blobsOf(database: Database): Generator<Uint8Array> {
  const { bytes, pageSize, pages } = database
  for (let page = 1; page < pages; page++) {
    const start = page * pageSize
    if (!hashPages.has(bytes.byte(start + 25))) continue
    const entries = Math.min(bytes.two(start + 20), (pageSize - headerBytes) / 2)
    // Keys and values take turns.
    for (let index = 1; index < entries; index += 2) {
      const value = valueAt(database, start, index)
      if (value !== null) yield value
    }
  }
}

function valueAt(database: Database, start: number, index: number): Uint8Array | null {
  const { bytes, pageSize } = database
  const offset = bytes.two(start + headerBytes + index * 2)
  const kind = bytes.byte(start + offset)
  if (kind === offThePage) return overflowing(database, bytes.four(start + offset + 4), bytes.four(start + offset + 8))
  // Items grow from the end of the page: one ends where the one before it begins.
  const end = bytes.two(start + headerBytes + (index - 1) * 2)
  if (kind !== onThePage || offset >= end || end > pageSize) return null
  return bytes.slice(start + offset + 1, end - offset - 1)
}

/** A chain of pages; of each, the field for free space says how much it holds. */
function overflowing({ bytes, pageSize, pages }: Database, first: number, length: number): Uint8Array | null {
  if (length > largestBlob) return null
  const parts: Uint8Array[] = []
  let left = length
  let page = first
  for (let count = 0; left > 0 && page > 0 && page < pages && count < pages; count++) {
    const start = page * pageSize
    if (bytes.byte(start + 25) !== overflowPage) return null
    const part = bytes.slice(start + headerBytes, Math.min(bytes.two(start + 22), left, pageSize - headerBytes))
    if (part.length === 0) return null
    parts.push(part)
    left -= part.length
    page = bytes.four(start + 16)
  }
  return left > 0 ? null : Buffer.concat(parts)
}
