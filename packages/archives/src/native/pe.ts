/** PE (Microsoft's specification): import, delayed import and export directories. */
import { type Binary, binaryOf } from './binary.ts'
import { maxSymbols, type NativeFacts } from './native-facts.ts'
import { type SymbolList, symbolList } from './symbol-list.ts'

const machines = new Map([
  [0x14c, 'x86'],
  [0x1c4, 'arm'],
  [0x8664, 'x86-64'],
  [0xaa64, 'aarch64'],
])

interface Pe {
  readonly file: Binary
  readonly isWide: boolean
  /** Offset in the file of an address in memory; 0 for one that no section holds. */
  offsetOf(address: number): number
}

const maxSections = 96
const maxLibraries = 2000
const maxImports = 100_000

export function readPe(bytes: Uint8Array): NativeFacts {
  const file = binaryOf(bytes, true)
  const header = file.u32(60)
  const machine = file.u16(header + 4)
  const architecture = machines.get(machine) ?? String(machine)
  const libraries = symbolList(maxSymbols)
  const imports = symbolList(maxSymbols)
  const exports = symbolList(maxSymbols)
  const isPe = file.u32(header) === 0x4550
  const optional = header + 24
  const isWide = file.u16(optional) === 0x20b
  const pe: Pe = { file, isWide, offsetOf: sectionsOf(file, header) }
  const directory = (index: number): number => file.u32(optional + (isWide ? 112 : 96) + index * 8)
  const lists = { libraries, imports, budget: { left: maxImports } }
  const isWhole =
    isPe &&
    readImports(pe, { address: directory(1), entry: 20, nameAt: 12, namesAt: 0 }, lists) &&
    readImports(pe, { address: directory(13), entry: 32, nameAt: 4, namesAt: 16 }, lists) &&
    readExports(pe, directory(0), exports)
  return {
    format: 'pe',
    architecture,
    libraries: libraries.names,
    imports: imports.names,
    exports: exports.names,
    isWhole,
  }
}

function sectionsOf(file: Binary, header: number): (address: number) => number {
  const count = Math.min(file.u16(header + 6), maxSections)
  const start = header + 24 + file.u16(header + 20)
  const sections = Array.from({ length: count }, (_, index) => {
    const at = start + index * 40
    const size = Math.max(file.u32(at + 8), file.u32(at + 16))
    return { address: file.u32(at + 12), size, offset: file.u32(at + 20) }
  })
  return (address) => {
    const holder = sections.find((each) => address >= each.address && address < each.address + each.size)
    return holder === undefined ? 0 : address - holder.address + holder.offset
  }
}

interface ImportTable {
  readonly address: number
  readonly entry: number
  /** In an entry: the address of the library's name, and of the addresses of the functions' names. */
  readonly nameAt: number
  readonly namesAt: number
}

interface Lists {
  readonly libraries: SymbolList
  readonly imports: SymbolList
  /** Entries of import tables that may still be read: two libraries may share one. */
  readonly budget: { left: number }
}

function readImports(pe: Pe, { address, entry, nameAt, namesAt }: ImportTable, lists: Lists): boolean {
  if (address === 0) return true
  const { file, offsetOf } = pe
  const start = offsetOf(address)
  if (start === 0) return false
  for (let index = 0; index < maxLibraries; index++) {
    const at = start + index * entry
    const name = file.u32(at + nameAt)
    if (name === 0) return true
    if (!lists.libraries.add(file.text(offsetOf(name)))) return false
    // Some linkers leave the table of names out: then the table of addresses holds them until the file is loaded.
    const names = file.u32(at + namesAt) || file.u32(at + 16)
    if (!readNames(pe, offsetOf(names), lists)) return false
  }
  return false
}

function readNames({ file, isWide, offsetOf }: Pe, start: number, { imports, budget }: Lists): boolean {
  if (start === 0) return true
  const width = isWide ? 8 : 4
  for (let index = 0; budget.left > 0; index++) {
    budget.left -= 1
    const at = start + index * width
    const address = file.u32(at)
    const isOrdinal = (file.u32(at + width - 4) & 0x80000000) !== 0
    if (address === 0 && !isOrdinal) return true
    // An ordinal names nothing; a name follows two bytes of hint.
    if (!isOrdinal && !imports.add(file.text(offsetOf(address) + 2))) return false
  }
  return false
}

function readExports({ file, offsetOf }: Pe, address: number, exports: SymbolList): boolean {
  if (address === 0) return true
  const start = offsetOf(address)
  const count = Math.min(file.u32(start + 24), maxSymbols)
  const names = offsetOf(file.u32(start + 32))
  if (start === 0 || names === 0) return count === 0
  for (let index = 0; index < count; index++)
    if (!exports.add(file.text(offsetOf(file.u32(names + index * 4))))) return false
  return count === file.u32(start + 24)
}
