/** Writes what rpm keeps in its databases, so that the readers can be held to it. */

export interface MadeRpm {
  readonly name: string
  readonly version: string
  readonly release: string
  readonly epoch?: number
  readonly arch: string
  readonly sourceRpm: string
  readonly files: readonly string[]
  /** SHA-256 of each file in hexadecimal; empty for one that has none. */
  readonly digests?: readonly string[]
  /** Bytes of a field that nobody reads, to make the header as large as real ones. */
  readonly padding?: number
}

const text = 6
const numbers = 4
const texts = 8

/** The header of one package: counts, index, data. */
export function rpmHeader(made: MadeRpm): Buffer {
  const folders = [...new Set(made.files.map((file) => file.slice(0, file.lastIndexOf('/') + 1)))]
  const fields: (readonly [number, number, number, Buffer])[] = [
    [1000, text, 1, textOf(made.name)],
    [1001, text, 1, textOf(made.version)],
    [1002, text, 1, textOf(made.release)],
    ...(made.epoch === undefined ? [] : ([[1003, numbers, 1, numbersOf([made.epoch])]] as const)),
    [1005, text, 1, textOf('x'.repeat(made.padding ?? 0))],
    [1022, text, 1, textOf(made.arch)],
    [1044, text, 1, textOf(made.sourceRpm)],
    [
      1116,
      numbers,
      made.files.length,
      numbersOf(made.files.map((file) => folders.indexOf(file.slice(0, file.lastIndexOf('/') + 1)))),
    ],
    [1117, texts, made.files.length, textsOf(made.files.map((file) => file.slice(file.lastIndexOf('/') + 1)))],
    [1118, texts, folders.length, textsOf(folders)],
    ...(made.digests === undefined
      ? []
      : ([
          [1035, texts, made.digests.length, textsOf(made.digests)],
          [1037, numbers, made.digests.length, numbersOf(made.digests.map(() => 0))],
          [5011, numbers, 1, numbersOf([8])],
        ] as const)),
  ]
  const index: Buffer[] = []
  const data: Buffer[] = []
  let at = 0
  for (const [tag, type, count, bytes] of fields) {
    const gap = type === numbers ? (4 - (at % 4)) % 4 : 0
    data.push(Buffer.alloc(gap), bytes)
    const entry = Buffer.alloc(16)
    entry.writeUInt32BE(tag, 0)
    entry.writeUInt32BE(type, 4)
    entry.writeUInt32BE(at + gap, 8)
    entry.writeUInt32BE(count, 12)
    index.push(entry)
    at += gap + bytes.length
  }
  const head = Buffer.alloc(8)
  head.writeUInt32BE(fields.length, 0)
  head.writeUInt32BE(at, 4)
  return Buffer.concat([head, ...index, ...data])
}

function textOf(value: string): Buffer {
  return Buffer.from(`${value}\0`)
}

function textsOf(values: readonly string[]): Buffer {
  return Buffer.concat(values.map(textOf))
}

function numbersOf(values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4)
  for (const [index, value] of values.entries()) buffer.writeUInt32BE(value, index * 4)
  return buffer
}

/** `Packages.db` as rpm's ndb writes it: one page of slots, then blobs in blocks of sixteen bytes. */
export function ndbOf(blobs: readonly Buffer[]): Buffer {
  const first = Buffer.alloc(4096)
  first.writeUInt32LE(0x506d7052, 0)
  first.writeUInt32LE(1, 12)
  const parts: Buffer[] = [first]
  let block = 4096 / 16
  for (const [index, blob] of blobs.entries()) {
    const head = Buffer.alloc(16)
    head.writeUInt32LE(0x53626c42, 0)
    head.writeUInt32LE(index + 1, 4)
    head.writeUInt32LE(blob.length, 12)
    const blocks = Math.ceil((16 + blob.length + 12) / 16)
    const slot = 32 + index * 16
    first.writeUInt32LE(0x746f6c53, slot)
    first.writeUInt32LE(index + 1, slot + 4)
    first.writeUInt32LE(block, slot + 8)
    first.writeUInt32LE(blocks, slot + 12)
    parts.push(Buffer.concat([head, blob, Buffer.alloc(blocks * 16 - 16 - blob.length)]))
    block += blocks
  }
  return Buffer.concat(parts)
}

/** `Packages` of Berkeley DB: one page of hash entries, each value in overflow pages, or on the page where it is short. */
export function berkeleyOf(blobs: readonly Buffer[], { pageSize = 4096, isBig = false } = {}): Buffer {
  const two = (page: Buffer, value: number, at: number): number =>
    isBig ? page.writeUInt16BE(value, at) : page.writeUInt16LE(value, at)
  const four = (page: Buffer, value: number, at: number): number =>
    isBig ? page.writeUInt32BE(value, at) : page.writeUInt32LE(value, at)
  const meta = Buffer.alloc(pageSize)
  const hash = Buffer.alloc(pageSize)
  const overflow: Buffer[] = []
  four(meta, 0x00061561, 12)
  four(meta, pageSize, 20)
  meta[25] = 8
  hash[25] = 13
  let end = pageSize
  let entry = 0
  const put = (item: Buffer): void => {
    end -= item.length
    item.copy(hash, end)
    two(hash, end, 26 + entry * 2)
    entry += 1
  }
  for (const [index, blob] of blobs.entries()) {
    put(Buffer.from([1, index, 0, 0, 0]))
    if (blob.length < 200) {
      put(Buffer.concat([Buffer.from([1]), blob]))
      continue
    }
    const item = Buffer.alloc(12)
    item[0] = 3
    four(item, 2 + overflow.length, 4)
    four(item, blob.length, 8)
    put(item)
    for (let at = 0; at < blob.length; at += pageSize - 26) {
      const page = Buffer.alloc(pageSize)
      const part = blob.subarray(at, at + pageSize - 26)
      part.copy(page, 26)
      page[25] = 7
      two(page, part.length, 22)
      four(page, at + pageSize - 26 < blob.length ? 3 + overflow.length : 0, 16)
      overflow.push(page)
    }
  }
  two(hash, entry, 20)
  four(meta, 1 + overflow.length, 32)
  return Buffer.concat([meta, hash, ...overflow])
}
