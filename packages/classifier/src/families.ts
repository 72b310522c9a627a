import indexed from './families.json' with { type: 'json' }
import { type Skeleton, similarityOf } from './skeleton.ts'

/** Skeletons of known families: an id, and 64 bytes in hex. */
export interface FamilyIndex {
  readonly families: Readonly<Record<string, readonly string[]>>
}

export interface Resemblance {
  readonly id: string
  /** 0 to 1: the share of shingles in common, as estimated. */
  readonly similarity: number
}

/** The index that `bench/malware/train.ts` wrote. */
export const usualFamilies: FamilyIndex = indexed

const alike = 0.7

/** The known family that a skeleton resembles most, when it resembles one enough. Evidence of its own: no part of the score. */
export function resembles(skeleton: Skeleton, index: FamilyIndex = usualFamilies): Resemblance | null {
  let best: Resemblance | null = null
  for (const [id, members] of Object.entries(index.families))
    for (const member of members) {
      const similarity = Math.round(similarityOf(skeleton, bytesOf(member)) * 1000) / 1000
      if (similarity >= alike && similarity > (best?.similarity ?? 0)) best = { id, similarity }
    }
  return best
}

function bytesOf(hex: string): Skeleton {
  return Array.from({ length: hex.length / 2 }, (_, index) => Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16))
}

/** A skeleton as the index holds it. */
export function hexOf(skeleton: Skeleton): string {
  return skeleton.map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
