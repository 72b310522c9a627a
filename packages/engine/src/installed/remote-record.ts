import type { ByteSource } from '@cordon/archives'
import type { RecordFile } from '@cordon/pypa'
import type { FilePart, IndexClient } from '@cordon/sources'
import { recordOfWheel } from './wheel-record.ts'

/** Behind the directory of a wheel lies RECORD in most: one request is enough for all but the largest. */
const tailBytes = 128 * 1024
const mostRounds = 6
const mostBytes = 32 * 1024 * 1024

/**
 * RECORD of a wheel on an index, of which only the parts that are needed are fetched: its end, and what else holds its directory and RECORD. Null where the server gives
 * no parts, or RECORD cannot be read. Nothing ties the bytes to a digest: they say what the index has under this address. Throws `SourceError`.
 */
export async function remoteRecord(client: Pick<IndexClient, 'fetchPart'>, url: string): Promise<RecordFile | null> {
  const tail = await client.fetchPart({ url }, { last: tailBytes })
  if (tail === null) return null
  const parts: FilePart[] = [tail]
  for (let round = 0; round < mostRounds; round += 1) {
    try {
      return recordOfWheel(sparse(parts, tail.size))
    } catch (missing) {
      if (!(missing instanceof MissingPart)) throw missing
      const { start, length } = missing
      if (length > mostBytes) return null
      const part = await client.fetchPart({ url }, { start, length })
      if (part === null || part.size !== tail.size || part.bytes.length < length) return null
      parts.push(part)
    }
  }
  return null
}

/** What is read next, and was not fetched. */
class MissingPart extends Error {
  readonly start: number
  readonly length: number
  constructor(start: number, length: number) {
    super()
    this.start = start
    this.length = length
  }
}

function sparse(parts: readonly FilePart[], size: number): ByteSource {
  return {
    size,
    readAt(position, wanted) {
      const length = Math.min(wanted, size - position)
      const part = parts.find(({ start, bytes }) => start <= position && position + length <= start + bytes.length)
      if (part === undefined) throw new MissingPart(position, length)
      return part.bytes.subarray(position - part.start, position - part.start + length)
    },
  }
}
