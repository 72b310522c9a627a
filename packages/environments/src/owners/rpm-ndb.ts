import { Bytes } from './bytes.ts'

/** The slots and blobs of rpm's own `Packages.db` (lib/backend/ndb). */
const headerMagic = 0x506d7052
const slotMagic = 0x746f6c53
const blobMagic = 0x53626c42
const headerBytes = 32
const slotBytes = 16
const slotPage = 4096
const blockBytes = 16
const mostSlots = 1_000_000

/** The header blobs of `Packages.db`; null when the bytes are no such database. */
export function blobsOfNdb(content: Uint8Array): Generator<Uint8Array> | null {
  const bytes = new Bytes(content, 'little')
  return bytes.four(0) === headerMagic && bytes.four(4) === 0 ? slotsOf(bytes) : null
}

function* slotsOf(bytes: Bytes): Generator<Uint8Array> {
  const end = Math.min(bytes.four(12) * slotPage, bytes.size, mostSlots * slotBytes)
  for (let at = headerBytes; at + slotBytes <= end; at += slotBytes) {
    const index = bytes.four(at + 4)
    if (bytes.four(at) !== slotMagic || index === 0) continue
    const blob = bytes.four(at + 8) * blockBytes
    const length = bytes.four(blob + 12)
    const isWhole = length <= bytes.four(at + 12) * blockBytes && blob + 16 + length <= bytes.size
    if (bytes.four(blob) === blobMagic && bytes.four(blob + 4) === index && isWhole)
      yield bytes.slice(blob + 16, length)
  }
}
