import { damaged } from '../error.ts'
import { ByteReader, ByteWriter } from './bytes.ts'

/** Writes a list of items of any size: the items, and where each ends. */
export class TableWriter {
  private readonly ends = new ByteWriter()
  private readonly items = new ByteWriter()

  /** Adds one item, written by `write`. */
  add(write: (writer: ByteWriter) => void): void {
    write(this.items)
    this.ends.word(this.items.size)
  }

  finish(): { readonly ends: Buffer; readonly items: Buffer } {
    return { ends: this.ends.finish(), items: this.items.finish() }
  }
}

/** The items of a table, found by index without reading those before. */
export class Table {
  private readonly ends: Buffer
  private readonly items: Buffer
  readonly size: number

  constructor(ends: Buffer, items: Buffer) {
    if (ends.length % 4 !== 0) throw damaged('a table of uneven size')
    this.ends = ends
    this.items = items
    this.size = ends.length / 4
  }

  private bounds(index: number): readonly [number, number] {
    if (index < 0 || index >= this.size) throw damaged('an entry points outside')
    const start = index === 0 ? 0 : this.ends.readUInt32LE(index * 4 - 4)
    const end = this.ends.readUInt32LE(index * 4)
    if (start > end || end > this.items.length) throw damaged('an item lies outside')
    return [start, end]
  }

  reader(index: number): ByteReader {
    const [start, end] = this.bounds(index)
    return new ByteReader(this.items, start, end)
  }

  text(index: number): string {
    const [start, end] = this.bounds(index)
    return this.items.toString('utf8', start, end)
  }
}

/** Gives each text a number, in the order of first use. */
export class StringTable {
  private readonly indexes = new Map<string, number>()

  index(text: string): number {
    const known = this.indexes.get(text)
    if (known !== undefined) return known
    this.indexes.set(text, this.indexes.size)
    return this.indexes.size - 1
  }

  finish(): { readonly ends: Buffer; readonly items: Buffer } {
    const table = new TableWriter()
    for (const text of this.indexes.keys()) table.add((writer) => writer.bytes(Buffer.from(text, 'utf8')))
    return table.finish()
  }
}
