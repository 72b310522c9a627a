/**
 * Every constant of the score. They follow from a regression over names that were taken down and over the 15,000 most downloaded
 * ones, made smooth and rounded; bench/typosquat.ts measures what they find and what they cost.
 */
import type { EditWeights } from './edit.ts'

/** How much each edit counts: slips of the finger first, edits that honest names make as often last. */
export const editWeights: EditWeights = {
  doubled: 1,
  swapped: 0.87,
  'left-out': 0.65,
  plural: 0.64,
  vowel: 0.63,
  'neighbour-key': 0.57,
  added: 0.54,
  'look-alike': 0.52,
  'digit-inside': 0.52,
  replaced: 0.43,
  separator: 0.4,
  digit: 0.37,
}

/** By length, from 0: short words are near to each other by chance. For one edit and for two. */
export const lengthWeights: readonly (readonly number[])[] = [
  [0, 0, 0.4, 0.45, 0.55, 0.62, 0.75, 0.83, 0.83, 0.85, 1],
  [0, 0, 0, 0, 0, 0, 0, 0.55, 0.6, 0.65, 0.86],
]

/** By how many other projects use the changed word: real words are not typos. */
export const noveltySteps: readonly Step[] = [
  { most: 0, weight: 1 },
  { most: 1, weight: 0.55 },
  { most: 20, weight: 0.5 },
  { most: Number.POSITIVE_INFINITY, weight: 0.35 },
]

/** By how many other projects hold the rarest three letters in a row that the edit brings in: made-up words spell like words. */
export const letterSteps: readonly Step[] = [
  { most: 0, weight: 1 },
  { most: 3, weight: 0.83 },
  { most: 8, weight: 0.78 },
  { most: 60, weight: 0.73 },
  { most: Number.POSITIVE_INFINITY, weight: 0.66 },
]

/** By the rank of the target. */
export const rankSteps: readonly Step[] = [
  { most: 300, weight: 1 },
  { most: 1000, weight: 0.8 },
  { most: 5000, weight: 0.73 },
  { most: Number.POSITIVE_INFINITY, weight: 0.66 },
]

export interface Step {
  /** Up to this number. */
  readonly most: number
  readonly weight: number
}

export function weightAt(steps: readonly Step[], count: number): number {
  return steps.find(({ most }) => count <= most)?.weight ?? 0
}

/** For targets that have been imitated before. */
export const attackedWeight = 1.45

/** What a name counts as that is protected without a rank. */
export const assumedRank = 3000

/** Where the edit is: honest names put a letter in front, or take another first one (`grequests`, `cython`). */
export const positionWeights = { front: 0.52, first: 0.56, last: 0.87, middle: 1 }

/** Scores below this are not told at all. */
export const lowestScore = 0.1

/**
 * From this score on a name is told as suspected, and as probable. Of the 15,000 most downloaded names, judged as if they were not
 * on the list, 0.6 % and 0.2 % score as much.
 */
export const suspectedTypo = 0.252
export const probableTypo = 0.315
