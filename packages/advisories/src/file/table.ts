import { damaged } from '../error.ts'
import { ByteReader, ByteWriter } from './bytes.ts'

export interface WrittenTable {
  readonly ends: Buffer
  readonly items: Buffer
}

/** Writes a list of items of any size: the items, and where each ends. */
export class TableWriter {
  private readonly ends = new ByteWriter()
  private readonly items = new ByteWriter()

  /** Adds one item, written by `write`. */
  add(write: (writer: ByteWriter) => void): void {
    write(this.items)
    this.ends.word(this.items.size)
  }

  finish(): WrittenTable {
    return { ends: this.ends.finish(), items: this.items.finish() }
  }
}

/** A copy, so that the words lie as the machine wants them. */
function readWords(bytes: Buffer): Uint32Array {
  const words = new Uint32Array(bytes.length / 4)
  const copy = Buffer.from(words.buffer)
  bytes.copy(copy)
  const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1
  if (!isLittleEndian) copy.swap32()
  return words
}

/** The items of a table, found by index without reading those before. */
export class Table {
  private readonly ends: Uint32Array
  private readonly items: Buffer

  constructor(ends: Buffer, items: Buffer) {
    if (ends.length % 4 !== 0) throw damaged('a table of uneven size')
    this.ends = readWords(ends)
    this.items = items
  }

  get size(): number {
    return this.ends.length
  }

  start(index: number): number {
    return index === 0 ? 0 : (this.ends[index - 1] ?? 0)
  }

  end(index: number): number {
    const end = this.ends[index]
    if (end === undefined || end > this.items.length || end < this.start(index))
      throw damaged('an entry points outside')
    return end
  }

  reader(index: number): ByteReader {
    return new ByteReader(this.items, this.start(index), this.end(index))
  }

  bytes(index: number): Buffer {
    return this.items.subarray(this.start(index), this.end(index))
  }

  /** All items, one after the other. */
  allBytes(): Buffer {
    return this.items
  }
}

/** Every character is one byte, in ASCII and in UTF-8. */
const onlyAscii = /^[\x00-\x7f]*$/

/** Gives each text a number: an even one to texts of ASCII, an odd one to others, each in the order of first use. */
export class StringWriter {
  private readonly ascii = new Map<string, number>()
  private readonly other = new Map<string, number>()

  index(text: string): number {
    const known = this.ascii.get(text) ?? this.other.get(text)
    if (known !== undefined) return known
    const isAscii = onlyAscii.test(text)
    const texts = isAscii ? this.ascii : this.other
    const index = texts.size * 2 + (isAscii ? 0 : 1)
    texts.set(text, index)
    return index
  }

  /** The tables of both kinds, ASCII first. */
  finish(): [WrittenTable, WrittenTable] {
    return [writeTexts(this.ascii), writeTexts(this.other)]
  }
}

function writeTexts(texts: ReadonlyMap<string, number>): WrittenTable {
  const table = new TableWriter()
  for (const text of texts.keys()) table.add((writer) => writer.bytes(Buffer.from(text, 'utf8')))
  return table.finish()
}

/** The texts of `StringWriter`, by their numbers. */
export class Strings {
  private readonly ascii: Table
  private readonly other: Table
  /** All of the ASCII, decoded once: cutting a piece of it is cheaper than decoding that piece. */
  private whole: string | null = null

  constructor(ascii: Table, other: Table) {
    this.ascii = ascii
    this.other = other
  }

  text(index: number): string {
    const place = Math.floor(index / 2)
    if (index % 2 === 1) return this.other.bytes(place).toString('utf8')
    this.whole ??= this.ascii.allBytes().toString('latin1')
    return this.whole.slice(this.ascii.start(place), this.ascii.end(place))
  }
}
