import { type Action, defang, type IndicatorKind } from '@cordon/capabilities'
import { type Confidence, type Stage, stages } from '@cordon/model'
import type { Seen } from '../behaviour.ts'
import { namedBy } from './named.ts'

/** What is said of one place. */
export interface Saying {
  /** The end of a sentence. */
  readonly does: string
  readonly confidence: Confidence
  readonly isConclusive?: boolean
  /** Kinds of what is named that show it best, for the evidence. */
  readonly shows?: readonly IndicatorKind[]
  /** Text that shows it, in place of what the action names; made harmless here. */
  readonly evidence?: string
  /** When it happens, where that is later than the action. */
  readonly stage?: Stage
  readonly attack?: readonly string[]
}

const mostSeen = 6
const nearby = 3

/** A sighting at an action. */
export function seenAt(action: Action, saying: Saying): Seen {
  const { does, confidence, isConclusive = false, shows = [], evidence, stage = action.stage, attack } = saying
  return {
    stage,
    confidence,
    isConclusive,
    at: action.at,
    does,
    evidence: defang(evidence ?? evidenceOf(action, shows)),
    trail: [...action.trail, ...action.making],
    ...(attack === undefined ? {} : { attack }),
  }
}

/** `requests.post(https://…)`: what is called, and the text that tells most of what it is called with. */
export function evidenceOf(action: Action, shows: readonly IndicatorKind[] = []): string {
  const { indicators } = namedBy(action)
  const shown = indicators.find((indicator) => shows.includes(indicator.kind)) ?? null
  const longest = [...action.texts, ...action.target].reduce(
    (most, text) => (text.length > most.length ? text : most),
    '',
  )
  return `${action.path}(${shown === null ? longest : textAround(action, shown.value)})`
}

/** The text in which a value stands, when it is short enough to show whole. */
function textAround(action: Action, value: string): string {
  const whole = [...action.texts, ...action.target, ...action.origins].find((text) => text.includes(value))
  return whole !== undefined && whole.length <= 160 ? whole : value
}

/** The most telling of what was seen: the conclusive and the sure first, then what runs earliest; one of each place. */
export function foremost(all: readonly Seen[]): readonly Seen[] {
  const grades: readonly Confidence[] = ['high', 'medium', 'low']
  const sorted = [...all].sort(
    (a, b) =>
      Number(b.isConclusive) - Number(a.isConclusive) ||
      grades.indexOf(a.confidence) - grades.indexOf(b.confidence) ||
      stages.indexOf(a.stage) - stages.indexOf(b.stage) ||
      (a.at.path < b.at.path ? -1 : Number(a.at.path > b.at.path)) ||
      a.at.line - b.at.line,
  )
  const kept: Seen[] = []
  for (const seen of sorted) {
    if (kept.length >= mostSeen) break
    if (!kept.some((other) => isBeside(seen, other))) kept.push(seen)
  }
  return kept
}

/** A file is opened and written, a request is made and sent: what stands that close together is told once. */
function isBeside(one: Seen, other: Seen): boolean {
  return one.at.path === other.at.path && Math.abs(one.at.line - other.at.line) < nearby
}
