import type { Edit, EditKind } from '@cordon/model'
import { areNeighbourKeys, isDigit, isLetter, isVowel, lookAlike } from './letters.ts'

/** How likely an edit is meant to deceive, or a slip of the finger, from 0 to 1. */
export type EditWeights = Readonly<Record<EditKind, number>>

/** At most so many edits are looked for. */
export const mostEdits = 2

/**
 * The fewest edits (insertion, omission, replacement, swap of neighbours: optimal string alignment) that lead from `target` to
 * `name`, or null where more than two are needed. Among equally few, those with the greatest product of weights.
 */
export function editsBetween(name: string, target: string, weights: EditWeights): readonly Edit[] | null {
  if (Math.abs(name.length - target.length) > mostEdits) return null
  const pair = { name, target, weights }
  return align(pair, 0, 0, 1) ?? align(pair, 0, 0, mostEdits)
}

interface Pair {
  readonly name: string
  readonly target: string
  readonly weights: EditWeights
}

function align(pair: Pair, inName: number, inTarget: number, left: number): readonly Edit[] | null {
  const { name, target, weights } = pair
  let i = inName
  let j = inTarget
  while (i < name.length && j < target.length && name.charCodeAt(i) === target.charCodeAt(j)) {
    i += 1
    j += 1
  }
  if (i === name.length && j === target.length) return []
  if (left === 0 || Math.abs(name.length - i - (target.length - j)) > left) return null
  let best: readonly Edit[] | null = null
  const consider = (letters: number, of: number): void => {
    if (i + letters > name.length || j + of > target.length) return
    if (letters === 2 && !(name[i] === target[j + 1] && name[i + 1] === target[j])) return
    const rest = align(pair, i + letters, j + of, left - 1)
    if (rest === null) return
    const edits = [editAt(pair, { i, j, letters, of }), ...rest]
    if (best === null || product(edits, weights) > product(best, weights)) best = edits
  }
  consider(2, 2)
  consider(1, 1)
  consider(1, 0)
  consider(0, 1)
  return best
}

/** Together, edits weigh as the product of each. */
export function product(edits: readonly Edit[], weights: EditWeights): number {
  return edits.reduce((weight, { kind }) => weight * weights[kind], 1)
}

interface Step {
  readonly i: number
  readonly j: number
  /** How many letters of the name, and of the target, it takes. */
  readonly letters: number
  readonly of: number
}

function editAt(pair: Pair, step: Step): Edit {
  const { i, j, letters, of } = step
  const is = pair.name.slice(i, i + letters)
  const was = pair.target.slice(j, j + of)
  return { kind: kindOf(pair, step, was, is), at: j, was, is }
}

function kindOf({ name, target }: Pair, { i, j, letters, of }: Step, was: string, is: string): EditKind {
  if (letters === 2) return is.includes('-') ? 'separator' : 'swapped'
  if (letters === 1 && of === 1) return replacement(was, is)
  const letter = was + is
  if (letter === '-') return 'separator'
  if (isDigit(letter)) return letters === 1 && isAmongLetters(target, j) ? 'digit-inside' : 'digit'
  if (letters === 0) return isLast(target, j) && letter === 's' ? 'plural' : 'left-out'
  if (isLast(name, i) && letter === 's') return 'plural'
  return name[i - 1] === letter || name[i + 1] === letter ? 'doubled' : 'added'
}

function isAmongLetters(target: string, at: number): boolean {
  return isLetter(target[at - 1] ?? '') && isLetter(target[at] ?? '')
}

function isLast(text: string, at: number): boolean {
  return at === text.length - 1
}

function replacement(was: string, is: string): EditKind {
  if (lookAlike(was, is)) return 'look-alike'
  if (was === '-' || is === '-') return 'separator'
  // A digit in a letter's place disguises; other digits tell releases and dialects apart.
  if (isDigit(was) || isDigit(is)) return isDigit(was) ? 'digit' : 'digit-inside'
  if (isVowel(was) && isVowel(is)) return 'vowel'
  return areNeighbourKeys(was, is) ? 'neighbour-key' : 'replaced'
}
