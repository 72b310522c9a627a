import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipMember {
  readonly name: string | Uint8Array
  readonly data: string | Uint8Array
  /** `deflated` when not given. */
  readonly method?: 'stored' | 'deflated'
  /** Sizes and checksum follow the data (general purpose bit 3), as a writer that streams does it. */
  readonly descriptor?: boolean
  /** Sizes in the 64-bit extra field. */
  readonly zip64?: boolean
  readonly lie?: ZipLie
}

/** What a hostile writer says instead of the truth. */
export interface ZipLie {
  readonly crc?: number
  readonly size?: number
  readonly packedSize?: number
  readonly flags?: number
  readonly method?: number
  /** Name in the local header. */
  readonly localName?: string
  /** Where the directory says that the local header is. */
  readonly offset?: number
  /** Bytes that are appended to the packed data and counted in its size. */
  readonly hidden?: Uint8Array
}

export interface ZipOptions {
  readonly comment?: Uint8Array
  /** Writes the 64-bit end records. */
  readonly zip64?: boolean
  /** Entries that the end record announces; the truth when not given. */
  readonly announced?: number
}

interface Written {
  readonly name: Buffer
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly size: number
  readonly packedSize: number
  readonly offset: number
  readonly zip64: boolean
}

/** Writes a zip, the way it should be or with the lies that a test asks for. Same input, same bytes. */
export function writeZip(members: readonly ZipMember[], options: ZipOptions = {}): Buffer {
  const parts: Buffer[] = []
  const written: Written[] = []
  let offset = 0
  for (const member of members) {
    const result = writeMember(member, offset)
    parts.push(...result.parts)
    written.push(result.written)
    offset += result.parts.reduce((sum, part) => sum + part.length, 0)
  }
  const directory = Buffer.concat(written.map(directoryRecord))
  return Buffer.concat([...parts, directory, endOf(written.length, { start: offset, size: directory.length }, options)])
}

function writeMember(member: ZipMember, offset: number): { readonly parts: Buffer[]; readonly written: Written } {
  const data = Buffer.from(member.data)
  const deflated = member.method !== 'stored'
  const packed = Buffer.concat([deflated ? deflateRawSync(data) : data, member.lie?.hidden ?? new Uint8Array()])
  const written: Written = {
    name: Buffer.from(member.name),
    flags: member.lie?.flags ?? (member.descriptor === true ? 0b1000 : 0),
    method: member.lie?.method ?? (deflated ? 8 : 0),
    crc: member.lie?.crc ?? crc32(data),
    size: member.lie?.size ?? data.length,
    packedSize: member.lie?.packedSize ?? packed.length,
    offset: member.lie?.offset ?? offset,
    zip64: member.zip64 === true,
  }
  const local = member.lie?.localName === undefined ? written : { ...written, name: Buffer.from(member.lie.localName) }
  const descriptor = member.descriptor === true ? [descriptorOf(written)] : []
  return { parts: [localHeader(local, member.descriptor === true), packed, ...descriptor], written }
}

function localHeader(of: Written, deferred: boolean): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(of.zip64 ? 45 : 20, 4)
  header.writeUInt16LE(of.flags, 6)
  header.writeUInt16LE(of.method, 8)
  header.writeUInt32LE(0x00210000, 10)
  header.writeUInt32LE(deferred ? 0 : of.crc, 14)
  header.writeUInt32LE(deferred ? 0 : narrow(of.packedSize, of.zip64), 18)
  header.writeUInt32LE(deferred ? 0 : narrow(of.size, of.zip64), 22)
  header.writeUInt16LE(of.name.length, 26)
  const extra = of.zip64 ? extra64([of.size, of.packedSize]) : Buffer.alloc(0)
  header.writeUInt16LE(extra.length, 28)
  return Buffer.concat([header, of.name, extra])
}

function descriptorOf(of: Written): Buffer {
  const descriptor = Buffer.alloc(of.zip64 ? 24 : 16)
  descriptor.writeUInt32LE(0x08074b50, 0)
  descriptor.writeUInt32LE(of.crc, 4)
  if (of.zip64) {
    descriptor.writeBigUInt64LE(BigInt(of.packedSize), 8)
    descriptor.writeBigUInt64LE(BigInt(of.size), 16)
  } else {
    descriptor.writeUInt32LE(of.packedSize, 8)
    descriptor.writeUInt32LE(of.size, 12)
  }
  return descriptor
}

function directoryRecord(of: Written): Buffer {
  const record = Buffer.alloc(46)
  record.writeUInt32LE(0x02014b50, 0)
  record.writeUInt16LE(of.zip64 ? 45 : 20, 4)
  record.writeUInt16LE(of.zip64 ? 45 : 20, 6)
  record.writeUInt16LE(of.flags, 8)
  record.writeUInt16LE(of.method, 10)
  record.writeUInt32LE(0x00210000, 12)
  record.writeUInt32LE(of.crc, 16)
  record.writeUInt32LE(narrow(of.packedSize, of.zip64), 20)
  record.writeUInt32LE(narrow(of.size, of.zip64), 24)
  record.writeUInt16LE(of.name.length, 28)
  const extra = of.zip64 ? extra64([of.size, of.packedSize, of.offset]) : Buffer.alloc(0)
  record.writeUInt16LE(extra.length, 30)
  record.writeUInt32LE(narrow(of.offset, of.zip64), 42)
  return Buffer.concat([record, of.name, extra])
}

function endOf(
  entries: number,
  directory: { readonly start: number; readonly size: number },
  options: ZipOptions,
): Buffer {
  const announced = options.announced ?? entries
  const wide = options.zip64 === true
  const comment = Buffer.from(options.comment ?? new Uint8Array())
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(wide ? 0xffff : announced, 8)
  end.writeUInt16LE(wide ? 0xffff : announced, 10)
  end.writeUInt32LE(narrow(directory.size, wide), 12)
  end.writeUInt32LE(narrow(directory.start, wide), 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...(wide ? [end64(announced, directory)] : []), end, comment])
}

function end64(entries: number, directory: { readonly start: number; readonly size: number }): Buffer {
  const end = Buffer.alloc(56 + 20)
  end.writeUInt32LE(0x06064b50, 0)
  end.writeBigUInt64LE(44n, 4)
  end.writeUInt16LE(45, 12)
  end.writeUInt16LE(45, 14)
  end.writeBigUInt64LE(BigInt(entries), 24)
  end.writeBigUInt64LE(BigInt(entries), 32)
  end.writeBigUInt64LE(BigInt(directory.size), 40)
  end.writeBigUInt64LE(BigInt(directory.start), 48)
  end.writeUInt32LE(0x07064b50, 56)
  end.writeBigUInt64LE(BigInt(directory.start + directory.size), 64)
  end.writeUInt32LE(1, 72)
  return end
}

function extra64(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + values.length * 8)
  extra.writeUInt16LE(0x0001, 0)
  extra.writeUInt16LE(values.length * 8, 2)
  for (const [index, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + index * 8)
  return extra
}

function narrow(value: number, wide: boolean): number {
  return wide ? 0xffffffff : value
}
