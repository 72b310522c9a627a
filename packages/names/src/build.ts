import { type PackageName, parseName } from '@cordon/pypa'
import { deletionHashes, mostDeletions } from './deletions.ts'
import { joinSections } from './layout.ts'
import { signatureOf } from './signature.ts'

/** What an index of names says of itself. */
export interface NamesMeta {
  /** Where the list came from, as it was given. */
  readonly source: string
  /** ISO time of the list, or null where it has none. */
  readonly dataTime: string | null
  /** ISO time of the build. */
  readonly builtTime: string
}

/** Ranks are kept in 16 bits. */
export const mostNames = 60_000
const longestName = 255

/** Targets shorter than this are compared by one edit only: two edits make a short word any other word. */
export const shortestForTwo = 7

export interface NameLists {
  /** Most popular first. */
  readonly ranked: readonly string[]
  /** Protected although no number of downloads tells how popular they are, in any order. */
  readonly unranked: readonly string[]
}

/**
 * Builds the look-up structure. Names that are none, too long, or there already are left out; what comes after `mostNames` too.
 */
export function buildNameIndex({ ranked, unranked }: NameLists, meta: NamesMeta): Uint8Array {
  const taken = new Set<PackageName>()
  const take = (texts: readonly string[]): void => {
    for (const text of texts) {
      const name = text.length > longestName ? null : parseName(text)
      if (name !== null && taken.size < mostNames) taken.add(name)
    }
  }
  take(ranked)
  const rankedCount = taken.size
  take(unranked)
  const list = [...taken]
  return joinSections({
    ...textOf(list, 'ends', 'text'),
    signatures: Uint32Array.from(list, signatureOf),
    ...bucketsOf(list),
    ...wordsOf(list),
    meta: new TextEncoder().encode(JSON.stringify({ ...meta, ranked: rankedCount })),
  })
}

function textOf<E extends string, T extends string>(
  list: readonly string[],
  ends: E,
  text: T,
): { readonly [K in E]: Uint32Array } & { readonly [K in T]: Uint8Array } {
  let end = 0
  const at = Uint32Array.from(list, (each) => {
    end += each.length
    return end
  })
  return { [ends]: at, [text]: new TextEncoder().encode(list.join('')) } as never
}

/** How many letters may be taken out of a target for the look-up. */
function deletionsFor(name: string): 1 | 2 {
  return name.length < shortestForTwo ? 1 : 2
}

function bucketsOf(list: readonly string[]): { readonly starts: Uint32Array; readonly entries: Uint16Array } {
  const hashes = new Uint32Array(mostDeletions)
  const counts = list.map((name) => distinct(hashes, deletionHashes(name, deletionsFor(name), hashes)))
  const total = counts.reduce((sum, count) => sum + count, 0)
  const buckets = 2 ** Math.max(4, Math.ceil(Math.log2(total + 1)) - 1)
  const starts = new Uint32Array(buckets + 1)
  const each = (visit: (bucket: number, rank: number) => void): void =>
    list.forEach((name, rank) => {
      const count = distinct(hashes, deletionHashes(name, deletionsFor(name), hashes))
      for (let index = 0; index < count; index += 1) visit((hashes[index] ?? 0) & (buckets - 1), rank)
    })
  each((bucket) => {
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + 1
  })
  for (let bucket = 0; bucket < buckets; bucket += 1)
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + (starts[bucket] ?? 0)
  const next = starts.slice(0, buckets)
  const entries = new Uint16Array(total)
  each((bucket, rank) => {
    const at = next[bucket] ?? 0
    entries[at] = rank
    next[bucket] = at + 1
  })
  return { starts, entries }
}

/** Moves the distinct values among the first `count` to the front; returns how many they are. */
function distinct(values: Uint32Array, count: number): number {
  const seen = new Set<number>()
  for (let index = 0; index < count; index += 1) {
    const value = values[index] ?? 0
    if (seen.has(value)) continue
    values[seen.size] = value
    seen.add(value)
  }
  return seen.size
}

interface Words {
  readonly wordEnds: Uint32Array
  readonly wordUses: Uint16Array
  readonly words: Uint8Array
}

/** Every word between separators, with the number of names that hold it. */
function wordsOf(list: readonly string[]): Words {
  const uses = new Map<string, number>()
  for (const name of list) for (const word of new Set(name.split('-'))) uses.set(word, (uses.get(word) ?? 0) + 1)
  const words = [...uses.keys()].sort()
  return {
    ...textOf(words, 'wordEnds', 'words'),
    wordUses: Uint16Array.from(words, (word) => Math.min(uses.get(word) ?? 0, 0xffff)),
  }
}
