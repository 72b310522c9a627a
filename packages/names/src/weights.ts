import type { EditKind } from '@cordon/model'
import type { EditWeights } from './edit.ts'

/** How much each edit counts: slips of the finger and look-alikes in full, edits that honest names make too far less. */
export const editWeights: EditWeights = {
  swapped: 1,
  doubled: 1,
  'look-alike': 1,
  'left-out': 0.95,
  vowel: 0.95,
  'neighbour-key': 0.95,
  added: 0.85,
  replaced: 0.8,
  separator: 0.7,
  plural: 0.55,
  digit: 0.35,
} satisfies Readonly<Record<EditKind, number>>

/** By the length of the part that differs: short words are near to each other by chance. Index 0 stands for length 0. */
export const lengthWeights: readonly (readonly number[])[] = [
  [0, 0, 0, 0.15, 0.45, 0.75, 0.9, 1],
  [0, 0, 0, 0, 0, 0, 0, 0.45, 0.65, 0.8, 0.9],
]

/** By how many other projects use the changed word: real words are not typos. */
export const noveltySteps: readonly (readonly [most: number, weight: number])[] = [
  [0, 1],
  [1, 0.8],
  [4, 0.5],
  [20, 0.25],
  [Number.POSITIVE_INFINITY, 0.1],
]

/** By the rank of the target, for one edit and for two. */
export const rankSteps: readonly (readonly [most: number, one: number, two: number])[] = [
  [1000, 1, 1],
  [5000, 0.95, 0.85],
  [Number.POSITIVE_INFINITY, 0.85, 0.6],
]

/** What a name counts as that is protected without a rank. */
export const assumedRank = 3000

/** A letter put in front, and another first letter: honest names are made that way (`grequests`, `cython`). */
export const frontAdded = 0.65
export const frontReplaced = 0.75

/** From this score on a name is told as suspected, and as probable: see bench/typosquat.ts for what either costs and finds. */
export const suspectedTypo = 0.68
export const probableTypo = 0.8
