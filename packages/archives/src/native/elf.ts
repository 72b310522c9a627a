/** ELF (System V ABI): the dynamic symbols and needed libraries, by the section headers or, where those are gone, by the dynamic segment. */
import { type Binary, binaryOf } from './binary.ts'
import { maxSymbols, type NativeFacts } from './native-facts.ts'
import { type SymbolList, symbolList } from './symbol-list.ts'

const machines = new Map([
  [3, 'x86'],
  [8, 'mips'],
  [20, 'ppc'],
  [21, 'ppc64'],
  [22, 's390'],
  [40, 'arm'],
  [62, 'x86-64'],
  [183, 'aarch64'],
  [243, 'riscv'],
  [258, 'loongarch'],
])

interface Elf {
  readonly file: Binary
  readonly isWide: boolean
  /** An address or offset of the file's own width. */
  word(at: number): number
}

interface Lists {
  readonly libraries: SymbolList
  readonly imports: SymbolList
  readonly exports: SymbolList
}

/** Where a table lies and how it is divided. */
interface Table {
  readonly offset: number
  readonly count: number
  /** Where the texts are that it points into. */
  readonly texts: number
}

export function readElf(bytes: Uint8Array): NativeFacts {
  const isWide = bytes[4] === 2
  const file = binaryOf(bytes, bytes[5] !== 2)
  const elf: Elf = { file, isWide, word: isWide ? file.u64 : file.u32 }
  const lists = { libraries: symbolList(maxSymbols), imports: symbolList(maxSymbols), exports: symbolList(maxSymbols) }
  const tables = tablesOfSections(elf) ?? tablesOfSegments(elf)
  const isWhole = tables !== null && readDynamic(elf, tables.dynamic, lists) && readSymbols(elf, tables.symbols, lists)
  const machine = file.u16(18)
  return {
    format: 'elf',
    architecture: machines.get(machine) ?? String(machine),
    libraries: lists.libraries.names,
    imports: lists.imports.names,
    exports: lists.exports.names,
    isWhole,
  }
}

interface Tables {
  readonly dynamic: Table | null
  readonly symbols: Table | null
}

const maxSections = 4096
const dynamicSection = 6
const dynamicSymbols = 11

function tablesOfSections(elf: Elf): Tables | null {
  const { file, isWide, word } = elf
  const start = word(isWide ? 40 : 32)
  const size = file.u16(isWide ? 58 : 46)
  const count = file.u16(isWide ? 60 : 48)
  if (start === 0 || count === 0 || count > maxSections || start + size * count > file.size) return null
  const offsetOf = (section: number): number => word(section + (isWide ? 24 : 16))
  const sizeOf = (section: number): number => word(section + (isWide ? 32 : 20))
  const tableOf = (type: number, entry: number): Table | null => {
    for (let index = 0; index < count; index++) {
      const section = start + index * size
      if (file.u32(section + 4) !== type) continue
      const texts = start + file.u32(section + (isWide ? 40 : 24)) * size
      return { offset: offsetOf(section), count: Math.floor(sizeOf(section) / entry), texts: offsetOf(texts) }
    }
    return null
  }
  return { dynamic: tableOf(dynamicSection, isWide ? 16 : 8), symbols: tableOf(dynamicSymbols, isWide ? 24 : 16) }
}

const maxSegments = 256
const dynamicSegment = 2
const loadSegment = 1

function tablesOfSegments(elf: Elf): Tables | null {
  const { file, isWide, word } = elf
  const start = word(isWide ? 32 : 28)
  const size = file.u16(isWide ? 54 : 42)
  const count = Math.min(file.u16(isWide ? 56 : 44), maxSegments)
  const segments = Array.from({ length: count }, (_, index) => {
    const at = start + index * size
    return {
      type: file.u32(at),
      offset: word(at + (isWide ? 8 : 4)),
      address: word(at + (isWide ? 16 : 8)),
      size: word(at + (isWide ? 32 : 16)),
    }
  })
  const offsetOf = (address: number): number => {
    const holder = segments.find(
      (each) => each.type === loadSegment && address >= each.address && address < each.address + each.size,
    )
    return holder === undefined ? 0 : address - holder.address + holder.offset
  }
  const dynamic = segments.find(({ type }) => type === dynamicSegment)
  if (dynamic === undefined) return null
  const entry = isWide ? 16 : 8
  const entries = Math.min(Math.floor(dynamic.size / entry), maxEntries)
  const entryOf = (tag: number): number => {
    for (let index = 0; index < entries; index++) {
      const at = dynamic.offset + index * entry
      if (word(at) === tag) return word(at + entry / 2)
    }
    return 0
  }
  const texts = offsetOf(entryOf(5))
  const symbols = offsetOf(entryOf(6))
  // Nothing tells how many symbols there are; linkers put the texts right behind them.
  const symbolCount = texts > symbols ? Math.floor((texts - symbols) / (isWide ? 24 : 16)) : 0
  return {
    dynamic: { offset: dynamic.offset, count: entries, texts },
    symbols: symbols === 0 ? null : { offset: symbols, count: symbolCount, texts },
  }
}

const maxEntries = 10_000
const needed = 1

function readDynamic({ file, isWide, word }: Elf, table: Table | null, { libraries }: Lists): boolean {
  if (table === null) return true
  const entry = isWide ? 16 : 8
  for (let index = 0; index < Math.min(table.count, maxEntries); index++) {
    const at = table.offset + index * entry
    const tag = word(at)
    if (tag === 0) return true
    if (tag === needed && !libraries.add(file.text(table.texts + word(at + entry / 2)))) return false
  }
  return table.count <= maxEntries
}

const maxSymbolEntries = 200_000

function readSymbols({ file, isWide }: Elf, table: Table | null, { imports, exports }: Lists): boolean {
  if (table === null) return true
  const entry = isWide ? 24 : 16
  const sectionAt = isWide ? 6 : 14
  const count = Math.min(table.count, maxSymbolEntries)
  for (let index = 1; index < count; index++) {
    const at = table.offset + index * entry
    const list = file.u16(at + sectionAt) === 0 ? imports : exports
    if (!list.add(file.text(table.texts + file.u32(at)))) return false
  }
  return count === table.count && table.offset + table.count * entry <= file.size
}
