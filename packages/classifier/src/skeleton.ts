import type { PackageCode } from '@cordon/capabilities'
import type { Confidence, Sighting } from '@cordon/model'
import { isDeed } from './kinds.ts'

/** MinHash of what one file does, in order: 64 bytes, one for each of 64 permutations. Names, texts and layout are not in it. */
export type Skeleton = readonly number[]

const permutations = 64

/** Fewer different shingles say too little: many harmless files would look alike. */
const leastShingles = 8

const mostActions = 4000

/** The skeleton of one file with the texts that it decodes and runs; null when it does too little to be told from others. */
export function skeletonOf(code: PackageCode, path: string): Skeleton | null {
  const file = code.files.find((each) => each.path === path)
  if (file === undefined) return null
  const words = file.actions
    .slice(0, mostActions)
    .map(({ kind, path: called, layer }) => `${layer > 0 ? '+' : ''}${kind}:${called}`)
  const shingles = new Set<number>()
  for (const [index, word] of words.entries()) {
    shingles.add(hashOf(word))
    const shingle = words.slice(index, index + 3)
    if (shingle.length === 3) shingles.add(hashOf(shingle.join(' ')))
  }
  if (shingles.size < leastShingles) return null
  return Array.from({ length: permutations }, (_, permutation) => {
    let least = 0xffffffff
    for (const shingle of shingles) least = Math.min(least, mix(shingle ^ mix(permutation + 1)))
    return least & 0xff
  })
}

/** Share of equal bytes, without those that are equal by chance: an estimate of the share of shingles in common. */
export function similarityOf(first: Skeleton, second: Skeleton): number {
  const equal = first.filter((byte, index) => byte === second[index]).length / permutations
  return Math.max(0, (equal - 1 / 256) / (1 - 1 / 256))
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** A bijection on 32 bits in which every bit of the input moves half of the output. */
function mix(value: number): number {
  let mixed = value >>> 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

const rank: Readonly<Record<Confidence, number>> = { high: 2, medium: 1, low: 0 }

/** The skeleton of the file in which the most telling thing was seen; null when nothing was seen, or it does too little. */
export function skeletonOfWorst(sightings: readonly Sighting[], code: PackageCode): Skeleton | null {
  const told = (each: Sighting): number => (each.isConclusive ? 3 : rank[each.confidence])
  const [worst] = sightings.filter(isDeed).sort((a, b) => told(b) - told(a))
  return worst === undefined ? null : skeletonOf(code, worst.at.path)
}
