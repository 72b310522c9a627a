import type { Edit, NearName, ScoreParts } from '@cordon/model'
import { editsBetween, product } from './edit.ts'
import {
  assumedRank,
  editWeights,
  frontAdded,
  frontReplaced,
  lengthWeights,
  noveltySteps,
  rankSteps,
} from './weights.ts'

/** What `scoreTypo` says: the score, what it is made of, the edits. */
export type TypoScore = Pick<NearName, 'score' | 'parts' | 'edits'>

export interface TypoQuestion {
  /** Both in normal form. */
  readonly name: string
  readonly target: string
  /** The target's place in the list, from 0; null where it has none. */
  readonly rank: number | null
  /** How many projects of the list use a word, the name itself not counted. */
  readonly uses: (word: string) => number
}

/** How much a name looks like a mistyped or disguised target; null where more than two edits lie between, or none. */
export function scoreTypo({ name, target, rank, uses }: TypoQuestion): TypoScore | null {
  const edits = editsBetween(name, target, editWeights)
  if (edits === null || edits.length === 0) return null
  const { changed, meant } = changedPart(name, target)
  const parts: ScoreParts = {
    edit: product(edits, editWeights),
    position: positionOf(edits),
    length: lengthWeight(effectiveLength(changed, meant), edits.length),
    novelty: noveltyOf(changed, uses),
    rank: rankWeight(rank, edits.length),
  }
  return { score: parts.edit * parts.position * parts.length * parts.novelty * parts.rank, parts, edits }
}

/** What differs, in whole words: of the name, and of the target. Words are what lies between the separators. */
export function changedPart(
  name: string,
  target: string,
): { readonly changed: readonly string[]; readonly meant: readonly string[] } {
  const ours = name.split('-')
  const theirs = target.split('-')
  let front = 0
  while (front < ours.length && front < theirs.length && ours[front] === theirs[front]) front += 1
  let back = 0
  while (
    back < ours.length - front &&
    back < theirs.length - front &&
    ours[ours.length - 1 - back] === theirs[theirs.length - 1 - back]
  )
    back += 1
  return { changed: ours.slice(front, ours.length - back), meant: theirs.slice(front, theirs.length - back) }
}

const sharedPrefixes = ['python', 'lib', 'py']

function effectiveLength(changed: readonly string[], meant: readonly string[]): number {
  const ours = changed.join('')
  const theirs = meant.join('')
  const prefix = sharedPrefixes.find((each) => ours.startsWith(each) && theirs.startsWith(each)) ?? ''
  return Math.max(theirs.length, ours.length - 1) - prefix.length
}

function lengthWeight(length: number, edits: number): number {
  const weights = lengthWeights[edits - 1] ?? []
  return weights[Math.min(Math.max(length, 0), weights.length - 1)] ?? 0
}

function noveltyOf(changed: readonly string[], uses: (word: string) => number): number {
  const fewest = changed.reduce((least, word) => Math.min(least, uses(word)), Number.POSITIVE_INFINITY)
  // Where only words are missing, nothing was mistyped.
  const count = changed.length === 0 ? Number.POSITIVE_INFINITY : fewest
  return noveltySteps.find(([most]) => count <= most)?.[1] ?? 0
}

function rankWeight(rank: number | null, edits: number): number {
  const step = rankSteps.find(([most]) => (rank ?? assumedRank) < most)
  return step?.[edits === 1 ? 1 : 2] ?? 0
}

function positionOf(edits: readonly Edit[]): number {
  const [only] = edits
  if (edits.length !== 1 || only === undefined || only.at !== 0) return 1
  if (only.kind === 'added' || (only.was === '' && only.kind !== 'doubled')) return frontAdded
  return only.was.length === 1 && only.is.length === 1 ? frontReplaced : 1
}
