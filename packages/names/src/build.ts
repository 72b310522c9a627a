import { type PackageName, parseName } from '@cordon/pypa'
import { deletionHashes, mostDeletions, shortestForEnd } from './deletions.ts'
import { joinSections } from './layout.ts'
import { signatureOf } from './signature.ts'
import { tripleCount, tripleNumbers } from './triples.ts'

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

/** Few names are compared one by one: buckets would take longer to make than they save in one run. */
const mostWithoutBuckets = 1500

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
    triples: triplesOf(list),
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
  if (list.length <= mostWithoutBuckets) return { starts: new Uint32Array(), entries: new Uint16Array() }
  const hashed = list.map(hashesOf)
  const total = hashed.reduce((sum, hashes) => sum + hashes.length, 0)
  const buckets = 2 ** Math.max(4, Math.ceil(Math.log2(total + 1)) - 2)
  const starts = new Uint32Array(buckets + 1)
  for (const hashes of hashed)
    for (const hash of hashes) {
      const after = (hash & (buckets - 1)) + 1
      starts[after] = (starts[after] ?? 0) + 1
    }
  for (let bucket = 0; bucket < buckets; bucket += 1)
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + (starts[bucket] ?? 0)
  const next = starts.slice(0, buckets)
  const entries = new Uint16Array(total)
  hashed.forEach((hashes, place) => {
    for (const hash of hashes) {
      const bucket = hash & (buckets - 1)
      const at = next[bucket] ?? 0
      entries[at] = place
      next[bucket] = at + 1
    }
  })
  return { starts, entries }
}

/** Each hash under which a name is to be found, once. */
function hashesOf(name: string): readonly number[] {
  const hashes = new Uint32Array(mostDeletions)
  const all = new Set<number>()
  for (const side of ['start', 'end'] as const) {
    if (side === 'end' && name.length < shortestForEnd) continue
    const count = deletionHashes(name, side, deletionsFor(name), hashes)
    for (let index = 0; index < count; index += 1) all.add(hashes[index] ?? 0)
  }
  return [...all]
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

function triplesOf(list: readonly string[]): Uint16Array {
  const counts = new Uint16Array(tripleCount)
  for (const name of list)
    for (const number of tripleNumbers(name)) counts[number] = Math.min((counts[number] ?? 0) + 1, 0xffff)
  return counts
}
