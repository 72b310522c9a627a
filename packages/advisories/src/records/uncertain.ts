import type { Interval, SureEvent } from './intervals.ts'
import { endWith } from './intervals.ts'
import { type EventKind, eventKinds } from './record.ts'

/** An event whose version cannot be read: it lies at or above `from` and below `to`, or anywhere above (`null`). */
export interface UncertainEvent {
  readonly kind: EventKind
  readonly from: string
  readonly to: string | null
}

type State = 'affected' | 'clear' | 'either'

/** Ranges with more events than this are not worth the quadratic care; the whole of them is uncertain. */
const mostEvents = 64

/**
 * The intervals of a range some of whose events have no known place: a version is certainly affected, or certainly not,
 * when it is so wherever they lie; in between it is in an interval that is not `certain`.
 */
export function compileUncertain(
  sure: readonly SureEvent[],
  unsure: readonly UncertainEvent[],
  clause: string,
): Interval[] {
  const text = clause.slice(0, 200)
  const whole: Interval = { from: '', to: '', end: 'open', fixed: false, certain: false, text }
  if (sure.length + unsure.length > mostEvents) return [whole]
  const ends = unsure.flatMap(({ from, to }) => [from, to ?? ''])
  const places = [...new Set(['', ...sure.map(({ key }) => key), ...ends])].sort()
  const intervals: Interval[] = []
  places.forEach((place, index) => {
    const above = stateAbove(place, sure, unsure)
    // Nothing equals what lies below every version.
    const at = place === '' ? above : stateAt(place, sure, unsure)
    const to = places[index + 1] ?? ''
    const end = to === '' ? 'open' : 'before'
    const fixed = sure.some(({ kind, key }) => kind === 'fixed' && key === to)
    if (at === above) add(intervals, { from: place, to, end, fixed, certain: at === 'affected', text }, at)
    else {
      const exact = endWith(place, place, to)
      add(intervals, { ...exact, certain: at === 'affected', text }, at)
      // Slightly too wide: it begins at the place itself, where the narrower interval before it decides.
      if (above === 'either') add(intervals, { from: place, to, end, fixed: false, certain: false, text }, above)
    }
  })
  return intervals
}

/** Lengthens the interval before where it ends here in the same state. */
function add(intervals: Interval[], next: Interval, state: State): void {
  if (state === 'clear') return
  const last = intervals.at(-1)
  const joins = last !== undefined && last.end === 'before' && last.to === next.from && last.certain === next.certain
  if (joins) intervals[intervals.length - 1] = { ...next, from: last.from }
  else intervals.push(next)
}

interface Event {
  readonly kind: EventKind
  readonly from: string
  /** Where the place is not known: what it lies below, null for anywhere above. */
  readonly until: string | null
  readonly sure: boolean
}

/** The state of the version at the place: an event that is sure to be there is the nearest, unless an unsure one is there too. */
function stateAt(place: string, sure: readonly SureEvent[], unsure: readonly UncertainEvent[]): State {
  const here = sure.find(({ key }) => key === place)
  if (here === undefined) return stateAbove(place, sure, unsure)
  const rivals = unsure.filter(
    ({ kind, from, to }) => rank(kind) > rank(here.kind) && from <= place && (to === null || to > place),
  )
  return oneOf([here, ...rivals].map(({ kind }) => (isAffectedAt(kind) ? 'affected' : 'clear')))
}

function isAffectedAt(kind: EventKind): boolean {
  return kind === 'introduced' || kind === 'last_affected'
}

/** The state of a version above the place and below the next one. */
function stateAbove(place: string, sure: readonly SureEvent[], unsure: readonly UncertainEvent[]): State {
  const events: Event[] = [
    ...sure.map(({ kind, key }) => ({ kind, from: key, until: null, sure: true })),
    ...unsure.map(({ kind, from, to }) => ({ kind, from, until: to, sure: false })),
  ].filter(({ from }) => from <= place)
  const passed = events.filter((event) => event.sure || hasPassed(event, place))
  const nearest = events.filter((event) => !passed.some((other) => liesBelow(event, other)))
  const states = nearest.map((event) => stateFrom(event, place))
  return oneOf(passed.length === 0 ? [...states, 'clear'] : states)
}

function oneOf(states: readonly State[]): State {
  const [only = 'clear', ...others] = new Set(states)
  return others.length === 0 ? only : 'either'
}

function hasPassed({ until }: Event, place: string): boolean {
  return until !== null && until <= place
}

function liesBelow(event: Event, other: Event): boolean {
  if (event.sure) return event.from < other.from
  return event.until !== null && event.until <= other.from
}

/** What a version is when this event is the nearest at or below it. */
function stateFrom(event: Event, place: string): State {
  if (event.kind === 'introduced') return 'affected'
  if (event.kind !== 'last_affected' || event.sure || hasPassed(event, place)) return 'clear'
  return 'either'
}

function rank(kind: EventKind): number {
  return eventKinds.indexOf(kind)
}
