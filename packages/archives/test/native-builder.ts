/** The smallest files that have tables: one library, one import, one export. Nothing in them is code. */

function texts(names: readonly string[]): { readonly bytes: Buffer; readonly at: readonly number[] } {
  const at: number[] = []
  let length = 1
  for (const name of names) {
    at.push(length)
    length += name.length + 1
  }
  return { bytes: Buffer.from(`\0${names.join('\0')}\0`, 'latin1'), at }
}

export interface Names {
  readonly library: string
  readonly imported: string
  readonly exported: string
}

/** A 64-bit little-endian ELF, described by section headers or only by its segments. */
export function buildElf({ library, imported, exported }: Names, by: 'sections' | 'segments'): Buffer {
  const table = texts([library, imported, exported])
  const [libraryAt = 0, importedAt = 0, exportedAt = 0] = table.at
  const symbolsAt = 64 + 2 * 56
  const textsAt = symbolsAt + 3 * 24
  const dynamicAt = textsAt + table.bytes.length
  const sectionsAt = dynamicAt + 4 * 16
  const file = Buffer.alloc(sectionsAt + 4 * 64)
  const word = (value: number, at: number): number => file.writeBigUInt64LE(BigInt(value), at)
  file.write('\x7fELF\x02\x01\x01', 0, 'latin1')
  file.writeUInt16LE(62, 18)
  file.writeUInt32LE(importedAt, symbolsAt + 24)
  file.writeUInt32LE(exportedAt, symbolsAt + 48)
  file.writeUInt16LE(5, symbolsAt + 48 + 6)
  table.bytes.copy(file, textsAt)
  // Needed library, texts, symbols, end; addresses are offsets.
  for (const [index, [tag, value]] of [
    [1, libraryAt],
    [5, textsAt],
    [6, symbolsAt],
    [0, 0],
  ].entries()) {
    word(tag ?? 0, dynamicAt + index * 16)
    word(value ?? 0, dynamicAt + index * 16 + 8)
  }
  if (by === 'segments') {
    word(64, 32)
    file.writeUInt16LE(56, 54)
    file.writeUInt16LE(2, 56)
    for (const [index, [type, offset, size]] of [
      [1, 0, sectionsAt],
      [2, dynamicAt, 64],
    ].entries()) {
      const at = 64 + index * 56
      file.writeUInt32LE(type ?? 0, at)
      word(offset ?? 0, at + 8)
      word(offset ?? 0, at + 16)
      word(size ?? 0, at + 32)
    }
    return file
  }
  word(sectionsAt, 40)
  file.writeUInt16LE(64, 58)
  file.writeUInt16LE(4, 60)
  const sections = [
    [0, 0, 0, 0],
    [3, textsAt, table.bytes.length, 0],
    [11, symbolsAt, 72, 1],
    [6, dynamicAt, 64, 1],
  ]
  for (const [index, [type = 0, offset = 0, size = 0, link = 0]] of sections.entries()) {
    const at = sectionsAt + index * 64
    file.writeUInt32LE(type, at + 4)
    word(offset, at + 24)
    word(size, at + 32)
    file.writeUInt32LE(link, at + 40)
  }
  return file
}

/** A 64-bit PE with one section that lies in memory where it lies in the file. */
export function buildPe({ library, imported, exported }: Names): Buffer {
  const file = Buffer.alloc(1024)
  const header = 64
  const optional = header + 24
  const section = optional + 240
  file.write('MZ')
  file.writeUInt32LE(header, 60)
  file.write('PE\0\0', header)
  file.writeUInt16LE(0x8664, header + 4)
  file.writeUInt16LE(1, header + 6)
  file.writeUInt16LE(240, header + 20)
  file.writeUInt16LE(0x20b, optional)
  file.writeUInt32LE(400, optional + 112)
  file.writeUInt32LE(500, optional + 120)
  file.writeUInt32LE(1024, section + 8)
  file.writeUInt32LE(0, section + 12)
  file.writeUInt32LE(1024, section + 16)
  // Exports: one name. Imports: one library with one name and one ordinal.
  file.writeUInt32LE(1, 400 + 24)
  file.writeUInt32LE(460, 400 + 32)
  file.writeUInt32LE(700, 460)
  file.write(`${exported}\0`, 700, 'latin1')
  file.writeUInt32LE(600, 500)
  file.writeUInt32LE(740, 500 + 12)
  file.write(`${library}\0`, 740, 'latin1')
  file.writeUInt32LE(780, 600)
  file.writeUInt32LE(0x80000000, 612)
  file.write(`\0\0${imported}\0`, 780, 'latin1')
  return file
}

/** A 64-bit Mach-O, alone or as the only part of a universal file. */
export function buildMachO({ library, imported, exported }: Names, isUniversal: boolean): Buffer {
  const table = texts([`_${imported}`, `_${exported}`])
  const libraryCommand = Buffer.alloc(24 + Math.ceil((library.length + 1) / 8) * 8)
  libraryCommand.writeUInt32LE(0xc, 0)
  libraryCommand.writeUInt32LE(libraryCommand.length, 4)
  libraryCommand.writeUInt32LE(24, 8)
  libraryCommand.write(library, 24, 'latin1')
  const symbolsAt = 32 + libraryCommand.length + 24
  const symbolCommand = Buffer.alloc(24)
  for (const [index, value] of [0x2, 24, symbolsAt, 2, symbolsAt + 32, table.bytes.length].entries())
    symbolCommand.writeUInt32LE(value, index * 4)
  const header = Buffer.alloc(32)
  for (const [index, value] of [0xfeedfacf, 0x0100000c, 0, 6, 2].entries()) header.writeUInt32LE(value, index * 4)
  const symbols = Buffer.alloc(32)
  symbols.writeUInt32LE(table.at[0] ?? 0, 0)
  symbols.writeUInt8(1, 4)
  symbols.writeUInt32LE(table.at[1] ?? 0, 16)
  symbols.writeUInt8(0xf, 20)
  const part = Buffer.concat([header, libraryCommand, symbolCommand, symbols, table.bytes])
  if (!isUniversal) return part
  const universal = Buffer.alloc(64)
  for (const [index, value] of [0xcafebabe, 1, 0x0100000c, 0, 64, part.length].entries())
    universal.writeUInt32BE(value, index * 4)
  return Buffer.concat([universal, part])
}
