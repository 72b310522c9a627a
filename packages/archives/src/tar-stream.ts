import type { Report } from './oddity.ts'
import { noPax, type PaxRecords, readPax } from './pax.ts'
import { posixPath } from './posix-path.ts'
import { fillHoles, LeadingMap, sparseParts } from './sparse.ts'
import { readOldSparse, sparseBlockFollows, sparseNumbers } from './tar-gnu.ts'
import { blockBytes, isZeroBlock, memberTypeOf, readTarHeader, type TarHeader } from './tar-header.ts'
import type { ContentSink, StreamedMember, TarVisitor } from './tar-member.ts'

/** Of an extended header or a long name. */
const maxExtension = 1024 * 1024
/** Blocks of 21 parts each that describe one file with holes. */
const maxSparseBlocks = 4096

export interface TarStreamSettings {
  readonly visit: TarVisitor
  readonly report: Report
  /** Entries that are read; what follows is not (`too-many-members`). */
  readonly members: number
}

type State = 'header' | 'extension' | 'sparse' | 'content' | 'map' | 'skip' | 'end'

/** What extended headers said of the entry that comes. */
interface Pending {
  name: string | null
  link: string | null
  pax: PaxRecords
}

/**
 * Reads a tar that comes in pieces, keeping none of it. Where readers differ it is read as Go's archive/tar does, with which container runtimes
 * unpack: a GNU long name wins over an extended header, global headers rename nothing, links have no content, a block of zeros ends it.
 * Never throws: what is wrong is reported, and reading stops where a header is none.
 */
export class TarStream {
  readonly #settings: TarStreamSettings
  readonly #pending: Pending = { name: null, link: null, pax: noPax }
  readonly #block = Buffer.alloc(blockBytes)
  #state: State = 'header'
  /** Bytes of the block or extension that are there already. */
  #filled = 0
  /** Bytes of the content that are still to come, and of what fills its last block. */
  #left = 0
  #padding = 0
  #extension = Buffer.alloc(0)
  #header: TarHeader | null = null
  #sink: ContentSink | null = null
  #map: { readonly reader: LeadingMap; readonly size: number; readonly packed: number } | null = null
  #sparse: number[] = []
  #sparseBlocks = 0
  #sparseSize = 0
  #members = 0
  #offset = 0
  /** Where the block that is read ends in the stream. */
  #blockEnd = 0
  #isTrailing = false
  #isOver = false

  constructor(settings: TarStreamSettings) {
    this.#settings = settings
  }

  /** Entries so far. */
  get members(): number {
    return this.#members
  }

  /** Bytes from here on that nobody takes: who reads from a file may `skip` them. */
  get idle(): number {
    return this.#state === 'content' && this.#sink === null ? this.#left : 0
  }

  /** Counts `length` bytes as read, at most `idle`. */
  skip(length: number): void {
    this.#left -= length
    this.#offset += length
    if (this.#left === 0) this.#endContent(true)
  }

  /** The next bytes. */
  push(piece: Buffer): void {
    let at = 0
    while (at < piece.length) {
      if (this.#state === 'end') this.#lookBehind(piece, at)
      const taken = this.#state === 'end' ? piece.length - at : this.#step(piece, at)
      at += taken
      this.#offset += taken
    }
  }

  /** No more bytes come. True when the archive was whole. */
  finish(): boolean {
    // Some writers leave off what fills the last block, and the blocks that end the archive.
    const isAtEnd = this.#state === 'skip' || (this.#state === 'header' && this.#filled === 0)
    const isWhole = this.#state === 'end' ? !this.#isOver : isAtEnd
    if (!isWhole && !this.#isOver)
      this.#settings.report('stream-truncated', null, 'the archive ends inside of a member')
    this.#endContent(false)
    this.#state = 'end'
    return isWhole
  }

  #step(piece: Buffer, at: number): number {
    switch (this.#state) {
      case 'header':
      case 'sparse':
        return this.#stepBlock(piece, at)
      case 'extension':
        return this.#stepExtension(piece, at)
      case 'map':
        return this.#stepMap(piece, at)
      case 'content':
        return this.#stepContent(piece, at)
      default:
        return this.#stepPadding(piece, at)
    }
  }

  /** One block of 512 bytes: read where it lies when it is all there, else gathered. */
  #stepBlock(piece: Buffer, at: number): number {
    if (this.#filled === 0 && piece.length - at >= blockBytes) {
      this.#blockEnd = this.#offset + blockBytes
      this.#readBlock(piece, at)
      return blockBytes
    }
    const length = Math.min(blockBytes - this.#filled, piece.length - at)
    this.#blockEnd = this.#offset + length
    piece.copy(this.#block, this.#filled, at, at + length)
    this.#filled += length
    if (this.#filled === blockBytes) {
      this.#filled = 0
      this.#readBlock(this.#block, 0)
    }
    return length
  }

  #readBlock(bytes: Buffer, at: number): void {
    if (this.#state === 'sparse') return void this.#readSparseBlock(bytes, at)
    if (isZeroBlock(bytes, at)) {
      this.#state = 'end'
      return
    }
    const header = readTarHeader(bytes, at)
    if (header === null) return void this.#stop('header-checksum', `no header at byte ${this.#blockEnd - blockBytes}`)
    const kind = header.type === 'X' ? 'x' : header.type
    if (kind === 'x' || kind === 'g' || kind === 'L' || kind === 'K') this.#openExtension(header)
    else if (header.type === 'S') this.#openOldSparse(header, bytes, at)
    else this.#openMember(header, null)
  }

  #stop(code: 'header-checksum' | 'too-many-members' | 'lone-member-data', detail: string): void {
    this.#settings.report(code, null, `${detail}; what follows is not read`)
    this.#state = 'end'
    this.#isOver = true
  }

  #openExtension(header: TarHeader): void {
    this.#setContent(Number.isNaN(header.size) ? 0 : header.size)
    this.#header = header
    this.#filled = 0
    if (header.size <= maxExtension) {
      this.#extension = Buffer.alloc(header.size)
      this.#state = 'extension'
      if (header.size === 0) this.#readExtension()
      return
    }
    this.#settings.report('lone-member-data', header.name, 'an extended header that is too large')
    this.#state = 'content'
  }

  #stepExtension(piece: Buffer, at: number): number {
    const length = Math.min(this.#left, piece.length - at)
    piece.copy(this.#extension, this.#filled, at, at + length)
    this.#filled += length
    this.#left -= length
    if (this.#left === 0) this.#readExtension()
    return length
  }

  #readExtension(): void {
    const content = this.#extension
    const pending = this.#pending
    this.#extension = Buffer.alloc(0)
    this.#filled = 0
    this.#state = this.#padding === 0 ? 'header' : 'skip'
    const type = this.#header?.type ?? ''
    if (type === 'L' || type === 'K') {
      const zero = content.indexOf(0)
      const text = content.subarray(0, zero < 0 ? content.length : zero).toString('utf8')
      if (type === 'L') pending.name = text
      else pending.link = text
      return
    }
    const records = readPax(content)
    if (!records.isWhole)
      this.#settings.report('lone-member-data', null, 'an extended header that cannot be read to its end')
    if (type !== 'g') pending.pax = records
    else if (records.path !== undefined || records.size !== undefined || records.linkpath !== undefined)
      this.#settings.report('pax-global-path', null)
  }

  #openOldSparse(header: TarHeader, bytes: Buffer, at: number): void {
    const { numbers, size, isExtended } = readOldSparse(bytes, at)
    this.#header = header
    this.#sparse = [...numbers]
    this.#sparseSize = size
    this.#sparseBlocks = 0
    if (isExtended) this.#state = 'sparse'
    else this.#openMember(header, { size, numbers: this.#sparse })
  }

  #readSparseBlock(bytes: Buffer, at: number): void {
    this.#sparse.push(...sparseNumbers(bytes, at, 21))
    if (++this.#sparseBlocks > maxSparseBlocks)
      return void this.#stop('lone-member-data', 'a file is described in too many parts')
    if (sparseBlockFollows(bytes, at) || this.#header === null) return
    this.#openMember(this.#header, { size: this.#sparseSize, numbers: this.#sparse })
  }

  /** `holes` are those of GNU's old form; those of extended headers are in the pending records. */
  #openMember(header: TarHeader, holes: { readonly size: number; readonly numbers: readonly number[] } | null): void {
    if (this.#members >= this.#settings.members) return void this.#stop('too-many-members', `${this.#members} members`)
    this.#members++
    const { name, link, pax } = this.#pending
    this.#pending.name = null
    this.#pending.link = null
    this.#pending.pax = noPax
    const { report } = this.#settings
    const written = name ?? pax.path ?? header.name
    if (name !== null && pax.path !== undefined && pax.path !== name) report('pax-path', written)
    const type = typeOf(header, written)
    if (type === null) report('unknown-member-type', written, `type ${JSON.stringify(header.type)}`)
    const told = pax.size ?? header.size
    if (!(told >= 0)) report('lone-member-data', written, 'its size is no number')
    const hasContent = (type ?? 'file') === 'file'
    const packed = hasContent && told >= 0 ? told : 0
    this.#setContent(packed)
    const sparseSize = holes?.size ?? pax.sparse?.size ?? null
    const member: StreamedMember = {
      path: posixPath(written, report),
      written,
      type: type ?? 'file',
      mode: header.mode,
      size: hasContent ? (sparseSize ?? packed) : 0,
      link: type === 'symlink' || type === 'hardlink' ? (link ?? pax.linkpath ?? header.link) : '',
      offset: this.#blockEnd,
      packed,
    }
    this.#sink = type === null ? null : this.#settings.visit(member)
    this.#openContent(member, holes?.numbers ?? null, pax)
  }

  #openContent(member: StreamedMember, holes: readonly number[] | null, { sparse }: PaxRecords): void {
    this.#state = 'content'
    const sink = this.#sink
    if (sink !== null && sparse !== undefined && sparse.map === null && holes === null) {
      this.#map = { reader: new LeadingMap(), size: member.size, packed: member.packed }
      this.#state = 'map'
    } else if (sink !== null && (holes !== null || sparse !== undefined))
      this.#expand(holes ?? (sparse?.map ?? []).map(decimal), member.size, member.packed)
    if (this.#left === 0) this.#endContent(this.#state !== 'map')
  }

  /** From here on the sink gets the file with its holes filled; nothing where the parts make no file. */
  #expand(numbers: readonly number[], size: number, packed: number): void {
    const parts = sparseParts(numbers, size, packed)
    if (parts === null) {
      this.#settings.report('old-sparse', null, 'the parts of a file with holes do not fit together')
      this.#sink?.end(false)
      this.#sink = null
    } else if (this.#sink !== null) this.#sink = fillHoles(this.#sink, parts, size)
  }

  #stepMap(piece: Buffer, at: number): number {
    const map = this.#map
    if (map === null) return this.#stepContent(piece, at)
    const taken = map.reader.take(piece.subarray(at, at + this.#left))
    this.#left -= taken
    if (map.reader.isDone || this.#left === 0) {
      this.#map = null
      this.#state = 'content'
      this.#expand(map.reader.numbers ?? [1], map.size, map.packed - map.reader.length)
      if (this.#left === 0) this.#endContent(true)
    }
    return taken
  }

  #stepContent(piece: Buffer, at: number): number {
    const length = Math.min(this.#left, piece.length - at)
    this.#left -= length
    if (this.#sink !== null) this.#sink.write(length === piece.length ? piece : piece.subarray(at, at + length))
    if (this.#left === 0) this.#endContent(true)
    return length
  }

  #endContent(isWhole: boolean): void {
    const sink = this.#sink
    this.#sink = null
    this.#map = null
    this.#state = this.#padding === 0 ? 'header' : 'skip'
    sink?.end(isWhole)
  }

  #stepPadding(piece: Buffer, at: number): number {
    const length = Math.min(this.#padding, piece.length - at)
    this.#padding -= length
    if (this.#padding === 0) this.#state = 'header'
    return length
  }

  #setContent(size: number): void {
    this.#left = size
    this.#padding = (blockBytes - (size % blockBytes)) % blockBytes
  }

  /** After the end only zeros may come. */
  #lookBehind(piece: Buffer, at: number): void {
    if (this.#isTrailing || this.#isOver) return
    for (let index = at; index < piece.length; index++) {
      if (piece[index] === 0) continue
      this.#isTrailing = true
      this.#settings.report('trailing-data', null)
      return
    }
  }
}

/** What a header stands for; null for a type that no runtime makes a file of. A name that ends with `/` is a folder in the oldest form. */
function typeOf(header: TarHeader, written: string): StreamedMember['type'] | null {
  const type = header.type === 'S' ? 'file' : memberTypeOf(header.type)
  return type === 'file' && header.type === '\0' && written.endsWith('/') ? 'folder' : type
}

function decimal(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
}
