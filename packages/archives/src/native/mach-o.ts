/** Mach-O: load commands and the symbol table; of a universal file the first part. */
import { type Binary, binaryOf } from './binary.ts'
import { maxSymbols, type NativeFacts } from './native-facts.ts'
import { type SymbolList, symbolList } from './symbol-list.ts'

const machines = new Map([
  [7, 'x86'],
  [12, 'arm'],
  [0x01000007, 'x86-64'],
  [0x0100000c, 'aarch64'],
])

const universal = 0xcafebabe
const maxCommands = 5000
const symbolTable = 0x2
/** Loads of libraries: plain, weak, exported again, upward, lazy. */
const libraryCommands = new Set([0xc, 0x80000018, 0x8000001f, 0x80000023, 0x20])

export function readMachO(bytes: Uint8Array): NativeFacts {
  const outer = binaryOf(bytes, false)
  if (outer.u32(0) !== universal) return readPart(bytes)
  const offset = outer.u32(16)
  const size = outer.u32(20)
  // A part that is universal itself is a trick: it is read as a plain one, which it is not.
  return readPart(bytes.subarray(offset, offset + size))
}

function readPart(bytes: Uint8Array): NativeFacts {
  const magic = binaryOf(bytes, false).u32(0)
  const isLittle = magic === 0xcffaedfe || magic === 0xcefaedfe
  const isWide = magic === 0xcffaedfe || magic === 0xfeedfacf
  const file = binaryOf(bytes, isLittle)
  const libraries = symbolList(maxSymbols)
  const imports = symbolList(maxSymbols)
  const exports = symbolList(maxSymbols)
  const machine = file.u32(4)
  const count = file.u32(16)
  let isWhole = (isWide || magic === 0xcefaedfe || magic === 0xfeedface) && count <= maxCommands
  let at = isWide ? 32 : 28
  let hasSymbols = false
  for (let index = 0; index < Math.min(count, maxCommands); index++) {
    const command = file.u32(at)
    const size = file.u32(at + 4)
    if (size < 8 || at + size > file.size) {
      isWhole = false
      break
    }
    if (libraryCommands.has(command)) isWhole = libraries.add(file.text(at + file.u32(at + 8))) && isWhole
    else if (command === symbolTable && !hasSymbols) {
      // Loaders take one table; many would be read many times.
      hasSymbols = true
      isWhole = readSymbols(file, { at, isWide }, { imports, exports }) && isWhole
    }
    at += size
  }
  return {
    format: 'mach-o',
    architecture: machines.get(machine) ?? String(machine),
    libraries: libraries.names,
    imports: imports.names,
    exports: exports.names,
    isWhole,
  }
}

interface Lists {
  readonly imports: SymbolList
  readonly exports: SymbolList
}

const maxEntries = 200_000
const isExternal = 0x01
const typeMask = 0x0e
const debugMask = 0xe0

function readSymbols(
  file: Binary,
  { at, isWide }: { readonly at: number; readonly isWide: boolean },
  { imports, exports }: Lists,
): boolean {
  const start = file.u32(at + 8)
  const count = file.u32(at + 12)
  const texts = file.u32(at + 16)
  const entry = isWide ? 16 : 12
  for (let index = 0; index < Math.min(count, maxEntries); index++) {
    const symbol = start + index * entry
    const type = file.u8(symbol + 4)
    if ((type & debugMask) !== 0 || (type & isExternal) === 0) continue
    // C names have an underscore in front.
    const name = file.text(texts + file.u32(symbol)).replace(/^_/, '')
    if (!((type & typeMask) === 0 ? imports : exports).add(name)) return false
  }
  return count <= maxEntries && start + count * entry <= file.size
}
