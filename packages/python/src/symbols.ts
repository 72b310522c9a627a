import { keywords } from './token.ts'

/** Symbols of the names that are keywords in some places or versions only; they follow the keywords'. */
export const SoftKeyword = {
  print: keywords.length,
  exec: keywords.length + 1,
  match: keywords.length + 2,
  case: keywords.length + 3,
  type: keywords.length + 4,
  underscore: keywords.length + 5,
} as const

const seeds: readonly string[] = [...keywords, 'print', 'exec', 'match', 'case', 'type', '_']
const seedSlotCount = 1024
const longestProbe = 24
const shortName = 8

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** One byte more of a name, folded into the hash that `Symbols.intern` asks for. Starts at 0. */
export function hashStep(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + byte) | 0
}

/** The hash of a whole name. */
export function hashOf(name: Uint8Array): number {
  let hash = 0
  for (let index = 0; index < name.length; index += 1) hash = hashStep(hash, name[index] ?? 0)
  return hash
}

function firstSlot(hash: number, mask: number): number {
  return ((hash ^ (hash >>> 15)) << 1) & mask
}

/**
 * The names of one source, each with a small number, its symbol: equal names have equal symbols, and keywords have the
 * same ones in every text. Names that were chosen to collide cost no more than others: after a few probes a map takes over.
 */
export class Symbols {
  /** Open hash table, two numbers a slot: a symbol plus one, 0 when free, and its hash. Always less than half full. */
  private slots: Int32Array
  /** Where a symbol's UTF-8 bytes begin in `pool`; they end where the next one's begin. */
  private offsets: Uint32Array
  private pool: Uint8Array
  private readonly texts: (string | undefined)[] = []
  private readonly crowded = new Map<string, number>()
  private count = 0

  constructor(seeded: Symbols | null = seededSymbols) {
    if (seeded === null) {
      this.slots = new Int32Array(seedSlotCount * 2)
      this.offsets = new Uint32Array(seedSlotCount / 2 + 1)
      this.pool = new Uint8Array(4096)
      return
    }
    this.slots = seeded.slots.slice()
    this.offsets = seeded.offsets.slice()
    this.pool = seeded.pool.slice()
    this.count = seeded.count
  }

  /** How many symbols there are: all are less than this. */
  get size(): number {
    return this.count
  }

  /** The symbol of the UTF-8 name `source[start..end)`, whose bytes hash to `hash`. */
  intern(source: Uint8Array, start: number, end: number, hash: number): number {
    const { slots } = this
    const mask = slots.length - 2
    let slot = firstSlot(hash, mask)
    for (let probe = 0; probe < longestProbe; probe += 1) {
      const symbol = (slots[slot] ?? 0) - 1
      if (symbol < 0) {
        slots[slot] = this.count + 1
        slots[slot + 1] = hash
        return this.add(source, start, end)
      }
      if (slots[slot + 1] === hash && this.matches(symbol, source, start, end)) return symbol
      slot = (slot + 2) & mask
    }
    return this.internCrowded(source, start, end)
  }

  /** The symbol of a name, or -1 when the source does not have it. */
  find(text: string): number {
    const { name, hash } = wordOf(text)
    const { slots } = this
    const mask = slots.length - 2
    let slot = firstSlot(hash, mask)
    for (let probe = 0; probe < longestProbe; probe += 1) {
      const symbol = (slots[slot] ?? 0) - 1
      if (symbol < 0) return -1
      if (slots[slot + 1] === hash && this.matches(symbol, name, 0, name.length)) return symbol
      slot = (slot + 2) & mask
    }
    return this.crowded.get(text) ?? -1
  }

  /** The name of a symbol; the empty text when there is no such symbol. */
  text(symbol: number): string {
    const known = this.texts[symbol]
    if (known !== undefined) return known
    if (symbol < 0 || symbol >= this.count) return ''
    const text = this.read(this.offsets[symbol] ?? 0, this.offsets[symbol + 1] ?? 0)
    this.texts[symbol] = text
    return text
  }

  /** Short names of ASCII are quicker to put together than to decode. */
  private read(start: number, end: number): string {
    const { pool } = this
    if (end - start > shortName) return decoder.decode(pool.subarray(start, end))
    let text = ''
    for (let index = start; index < end; index += 1) {
      const code = pool[index] ?? 0
      if (code > 0x7f) return decoder.decode(pool.subarray(start, end))
      text += String.fromCharCode(code)
    }
    return text
  }

  private matches(symbol: number, source: Uint8Array, start: number, end: number): boolean {
    const { pool, offsets } = this
    const offset = offsets[symbol] ?? 0
    const length = end - start
    if ((offsets[symbol + 1] ?? 0) - offset !== length) return false
    for (let index = 0; index < length; index += 1) if (pool[offset + index] !== source[start + index]) return false
    return true
  }

  private internCrowded(source: Uint8Array, start: number, end: number): number {
    const text = decoder.decode(source.subarray(start, end))
    const known = this.crowded.get(text)
    if (known !== undefined) return known
    const symbol = this.add(source, start, end)
    this.crowded.set(text, symbol)
    return symbol
  }

  private add(source: Uint8Array, start: number, end: number): number {
    const symbol = this.count
    const offset = this.offsets[symbol] ?? 0
    const after = offset + end - start
    if (after > this.pool.length) this.pool = grown(this.pool, new Uint8Array(Math.max(after, this.pool.length * 2)))
    for (let index = 0; index < end - start; index += 1) this.pool[offset + index] = source[start + index] ?? 0
    this.offsets[symbol + 1] = after
    this.count += 1
    if (this.count * 4 >= this.slots.length) this.grow()
    return symbol
  }

  private grow(): void {
    const size = this.slots.length * 2
    this.offsets = grown(this.offsets, new Uint32Array(size / 4 + 1))
    this.slots = new Int32Array(size)
    this.crowded.clear()
    for (let symbol = 0; symbol < this.count; symbol += 1) this.place(symbol)
  }

  private place(symbol: number): void {
    const mask = this.slots.length - 2
    const hash = hashOf(this.pool.subarray(this.offsets[symbol], this.offsets[symbol + 1]))
    let slot = firstSlot(hash, mask)
    for (let probe = 0; probe < longestProbe; probe += 1) {
      if (this.slots[slot] === 0) {
        this.slots[slot] = symbol + 1
        this.slots[slot + 1] = hash
        return
      }
      slot = (slot + 2) & mask
    }
    this.crowded.set(this.text(symbol), symbol)
  }
}

interface Word {
  readonly name: Uint8Array
  readonly hash: number
}

/** The same few names are asked for of every source. */
const words = new Map<string, Word>()
const mostWords = 1024

function wordOf(text: string): Word {
  const known = words.get(text)
  if (known !== undefined) return known
  const name = encoder.encode(text)
  const word = { name, hash: hashOf(name) }
  if (words.size < mostWords && text.length <= longestWord) words.set(text, word)
  return word
}

const longestWord = 64

function grown<A extends Uint8Array | Uint32Array>(from: A, to: A): A {
  to.set(from)
  return to
}

const seededSymbols: Symbols = new Symbols(null)
for (const seed of seeds.map((each) => encoder.encode(each))) seededSymbols.intern(seed, 0, seed.length, hashOf(seed))
