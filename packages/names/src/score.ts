import type { Edit, NearName, ScoreParts } from '@cordon/model'
import { attackedNames } from './attacked.ts'
import { editsBetween, product } from './edit.ts'
import { eachTriple } from './triples.ts'
import {
  assumedRank,
  attackedWeight,
  editWeights,
  lengthWeights,
  letterSteps,
  noveltySteps,
  positionWeights,
  rankSteps,
  weightAt,
} from './weights.ts'

/** What `scoreTypo` says: the score, what it is made of, the edits. */
export type TypoScore = Pick<NearName, 'score' | 'parts' | 'edits'>

/** What all names of a list have in common; the name that is judged is not counted. */
export interface Vocabulary {
  /** How many names hold a word between separators. */
  uses(word: string): number
  /** How many names hold three letters in a row; the ends of a name count as separators. */
  holds(triple: string): number
}

export interface TypoQuestion {
  /** Both in normal form. */
  readonly name: string
  readonly target: string
  /** The target's place in the list, from 0; null where it has none. */
  readonly rank: number | null
  readonly vocabulary: Vocabulary
}

/** How much a name looks like a mistyped or disguised target; null where more than two edits lie between, or none. */
export function scoreTypo({ name, target, rank, vocabulary }: TypoQuestion): TypoScore | null {
  const edits = editsBetween(name, target, editWeights)
  if (edits === null || edits.length === 0) return null
  const { changed, meant } = changedPart(name, target)
  const position = positionOf(edits, target)
  const parts: ScoreParts = {
    edit: product(edits, editWeights),
    position,
    length: lengthWeight(meant, target, edits.length),
    novelty: noveltyOf(changed, vocabulary),
    letters: lettersOf(name, target, vocabulary),
    rank: weightAt(rankSteps, rank ?? assumedRank),
    // A letter in front is how honest projects name what builds on the others.
    attacked: attackedNames.has(target) && position !== positionWeights.front ? attackedWeight : 1,
  }
  const score = Object.values(parts).reduce((whole: number, part: number) => whole * part, 1)
  return { score: Math.min(1, score), parts, edits }
}

interface ChangedPart {
  readonly changed: readonly string[]
  readonly meant: readonly string[]
}

/** What differs, in whole words: of the name, and of the target. Words are what lies between the separators. */
function changedPart(name: string, target: string): ChangedPart {
  const ours = name.split('-')
  const theirs = target.split('-')
  const shorter = Math.min(ours.length, theirs.length)
  let front = 0
  while (front < shorter && ours[front] === theirs[front]) front += 1
  let back = 0
  while (back < shorter - front && ours.at(-1 - back) === theirs.at(-1 - back)) back += 1
  return { changed: ours.slice(front, ours.length - back), meant: theirs.slice(front, theirs.length - back) }
}

/** The word that differs counts in full, what stands beside it by half. */
function lengthWeight(meant: readonly string[], target: string, edits: number): number {
  const word = meant.join('').length
  const length = word + Math.floor((target.length - word) / 2)
  const weights = lengthWeights[edits - 1] ?? []
  return weights[Math.min(length, weights.length - 1)] ?? 0
}

function noveltyOf(changed: readonly string[], vocabulary: Vocabulary): number {
  // Where only words are missing, nothing was mistyped: no word is new.
  const fewest = changed.reduce((least, word) => Math.min(least, vocabulary.uses(word)), Number.POSITIVE_INFINITY)
  return weightAt(noveltySteps, fewest)
}

function lettersOf(name: string, target: string, vocabulary: Vocabulary): number {
  const padded = `-${target}-`
  let fewest = Number.POSITIVE_INFINITY
  for (const triple of eachTriple(name))
    if (!padded.includes(triple)) fewest = Math.min(fewest, vocabulary.holds(triple))
  return weightAt(letterSteps, fewest)
}

function positionOf(edits: readonly Edit[], target: string): number {
  const [only] = edits
  if (edits.length !== 1 || only === undefined) return positionWeights.middle
  const { at, was, is, kind } = only
  if (at === 0 && was === '') return kind === 'doubled' ? positionWeights.middle : positionWeights.front
  if (at === 0 && was.length === 1 && is.length === 1) return positionWeights.first
  return at > 0 && at + was.length >= target.length ? positionWeights.last : positionWeights.middle
}
