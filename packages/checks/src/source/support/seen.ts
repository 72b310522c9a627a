import { type Action, defang } from '@cordon/capabilities'
import type { Stage } from '@cordon/model'
import type { Seen } from '../behaviour.ts'

/** The parts of a sighting that its action does not tell. */
export interface SeenParts {
  readonly confidence: Seen['confidence']
  readonly isConclusive?: boolean
  /** The end of a sentence. */
  readonly does: string
  /** What shows it; the texts of the action when not said. */
  readonly evidence?: string
}

const mostTexts = 6

/** A sighting at the place of an action. */
export function seenAt(action: Action, { confidence, isConclusive = false, does, evidence }: SeenParts): Seen {
  return {
    stage: action.stage,
    confidence,
    isConclusive,
    at: action.at,
    does,
    evidence: defang(evidence ?? evidenceOf(action)),
    trail: [...action.trail, ...action.making],
  }
}

/** The call with the texts that are known of it. */
export function evidenceOf(action: Action): string {
  const texts = action.texts.length > 0 ? action.texts : action.origins.length > 0 ? action.origins : action.target
  return `${action.path}(${texts.slice(0, mostTexts).join(', ')})`
}

/** Runs without anybody calling it: when a package is installed, at every start of Python, or when it is imported. */
export function isUnasked({ stage, isReached }: { readonly stage: Stage; readonly isReached: boolean }): boolean {
  return isReached && (stage === 'install' || stage === 'start' || stage === 'import')
}

/** `when installed` and its like. */
export function whenOf(stage: Stage): string {
  const words = {
    install: 'when installed',
    start: 'at every start of Python',
    import: 'when imported',
    entry: 'as a command',
    call: 'when called',
  }
  return words[stage]
}
