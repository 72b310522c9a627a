import type { PackageName } from '@cordon/pypa'

/** How one letter of a name came to differ from the name it may be mistaken for. */
export type EditKind =
  | 'swapped'
  | 'doubled'
  | 'look-alike'
  | 'left-out'
  | 'vowel'
  | 'neighbour-key'
  | 'added'
  | 'replaced'
  | 'separator'
  | 'plural'
  | 'digit'
  | 'digit-inside'

/** One edit that leads from the target to the name. */
export interface Edit {
  readonly kind: EditKind
  /** Where in the target, from 0. */
  readonly at: number
  /** What the target has there, and what the name has instead; either may be empty. */
  readonly was: string
  readonly is: string
}

/** Why a name scores as it does against a target: the score is the product of these, at most 1. */
export interface ScoreParts {
  /** How likely the edits are a slip or a deceit. */
  readonly edit: number
  /** Where the edit is: in front, honest names are made that way. */
  readonly position: number
  /** How long the part is that differs. */
  readonly length: number
  /** How few other projects use the changed word. */
  readonly novelty: number
  /** How unusual the letters are that the edit brings together. */
  readonly letters: number
  /** How popular the target is. */
  readonly rank: number
  /** Above 1 where the target has been imitated before. */
  readonly attacked: number
}

/** A popular name that a name may be mistaken for. */
export interface NearName {
  readonly target: PackageName
  /** The target's place in the list, from 0; null where it is protected without one. */
  readonly rank: number | null
  /** 0 to 1. */
  readonly score: number
  readonly parts: ScoreParts
  /** From the target to the name. */
  readonly edits: readonly Edit[]
}

/** What the list of popular names says of one name. */
export interface NameFacts {
  /** Whether the list holds it: then it is compared with nothing. */
  readonly isListed: boolean
  /** More popular names that it may be mistaken for, highest score first. */
  readonly near: readonly NearName[]
  /** How many names the list holds. */
  readonly listed: number
}
