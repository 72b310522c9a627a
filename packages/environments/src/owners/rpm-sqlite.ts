import { Bytes } from './bytes.ts'

/** A page of a table's tree, as SQLite's file format (version 3) has it. */
interface Database {
  readonly bytes: Bytes
  readonly pageSize: number
  /** Of a page, what is not reserved at its end. */
  readonly usable: number
}

const magic = 'SQLite format 3\0'
const interiorTable = 5
const leafTable = 13
const mostPages = 1_000_000
const largestBlob = 64 * 1024 * 1024

/** The header blobs in `Packages` of `rpmdb.sqlite`; null when the bytes are no such database. */
export function blobsOfSqlite(content: Uint8Array): Generator<Uint8Array> | null {
  const bytes = new Bytes(content, 'big')
  if (bytes.slice(0, 16).toString('latin1') !== magic) return null
  const said = bytes.two(16)
  const pageSize = said === 1 ? 65_536 : said
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) return null
  const database: Database = { bytes, pageSize, usable: pageSize - bytes.byte(20) }
  const root = rootOfPackages(database)
  return root === null ? null : rowsOf(database, root)
}

/** The schema table begins on the first page: type, name, table, root page, text. */
function rootOfPackages(database: Database): number | null {
  for (const payload of payloadsOf(database, 1)) {
    const [type, name, , root] = columnsOf(payload)
    if (
      type instanceof Uint8Array &&
      textOf(type) === 'table' &&
      name instanceof Uint8Array &&
      textOf(name) === 'Packages'
    )
      return typeof root === 'number' ? root : null
  }
  return null
}

function textOf(value: Uint8Array): string {
  return Buffer.from(value).toString('utf8')
}

/** `CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB)`: the second column is what we want. */
function* rowsOf(database: Database, root: number): Generator<Uint8Array> {
  for (const payload of payloadsOf(database, root)) {
    const blob = columnsOf(payload).at(-1)
    if (blob instanceof Uint8Array) yield blob
  }
}

/** The payload of every row of a table, in order; a page is read once, whatever points at it. */
function* payloadsOf(database: Database, root: number): Generator<Uint8Array> {
  const seen = new Set<number>()
  const open = [root]
  for (let page = open.pop(); page !== undefined; page = open.pop()) {
    if (page < 1 || seen.has(page) || seen.size > mostPages) continue
    seen.add(page)
    const start = (page - 1) * database.pageSize
    const header = start + (page === 1 ? 100 : 0)
    const kind = database.bytes.byte(header)
    if (kind === interiorTable) open.push(...childrenOf(database, start, header))
    else if (kind === leafTable) yield* leafPayloads(database, start, header)
  }
}

/** In reverse, so that the first is taken next. */
function childrenOf({ bytes, pageSize }: Database, start: number, header: number): readonly number[] {
  const cells = Math.min(bytes.two(header + 3), pageSize / 2)
  const children = Array.from({ length: cells }, (_, index) => bytes.four(start + bytes.two(header + 12 + index * 2)))
  return [...children, bytes.four(header + 8)].reverse()
}

function* leafPayloads(database: Database, start: number, header: number): Generator<Uint8Array> {
  const { bytes, pageSize } = database
  const cells = Math.min(bytes.two(header + 3), pageSize / 2)
  for (let index = 0; index < cells; index++) {
    const cell = start + bytes.two(header + 8 + index * 2)
    const length = varint(bytes, cell)
    const row = varint(bytes, length.next)
    const payload = payloadAt(database, row.next, length.value)
    if (payload !== null) yield payload
  }
}

/** What does not fit on its page goes on in a chain of overflow pages (file format, 1.6). */
function payloadAt({ bytes, pageSize, usable }: Database, at: number, length: number): Uint8Array | null {
  if (length < 0 || length > largestBlob) return null
  const most = usable - 35
  if (length <= most) return bytes.slice(at, length)
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const rest = least + ((length - least) % (usable - 4))
  const local = rest <= most ? rest : least
  const parts: Uint8Array[] = [bytes.slice(at, local)]
  let left = length - local
  let page = bytes.four(at + local)
  for (let count = 0; left > 0 && page > 0 && count < mostPages; count++) {
    const start = (page - 1) * pageSize
    const part = bytes.slice(start + 4, Math.min(left, usable - 4))
    if (part.length === 0) return null
    parts.push(part)
    left -= part.length
    page = bytes.four(start)
  }
  return left > 0 ? null : Buffer.concat(parts)
}

/** SQLite's number of one to nine bytes; beyond 2^53 it is rounded, and beyond every bound of ours. */
function varint(bytes: Bytes, at: number): { readonly value: number; readonly next: number } {
  let value = 0
  for (let index = 0; index < 8; index++) {
    const byte = bytes.byte(at + index)
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return { value, next: at + index + 1 }
  }
  return { value: value * 256 + bytes.byte(at + 8), next: at + 9 }
}

const widths: readonly number[] = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]

/** The columns of a record: whole numbers as numbers, texts and blobs as bytes, everything else null. */
function columnsOf(payload: Uint8Array): readonly (number | Uint8Array | null)[] {
  const bytes = new Bytes(payload, 'big')
  const head = varint(bytes, 0)
  const columns: (number | Uint8Array | null)[] = []
  let body = head.value
  for (let at = head.next; at < Math.min(head.value, 1000); ) {
    const type = varint(bytes, at)
    at = type.next
    const length = type.value < 10 ? (widths[type.value] ?? 0) : Math.floor((type.value - 12) / 2)
    columns.push(type.value >= 12 ? bytes.slice(body, length) : wholeNumber(bytes, body, type.value))
    body += Math.max(0, length)
  }
  return columns
}

function wholeNumber(bytes: Bytes, at: number, type: number): number | null {
  if (type === 8 || type === 9) return type - 8
  if (type < 1 || type > 6) return null
  let value = 0
  for (let index = 0; index < (widths[type] ?? 0); index++) value = value * 256 + bytes.byte(at + index)
  return value
}
