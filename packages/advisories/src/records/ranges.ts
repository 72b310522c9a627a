import { parseVersion, type Version } from '@cordon/pypa'
import { endWith, type Interval, type SureEvent } from './intervals.ts'
import { type EventKind, eventKinds, type RangeEvent } from './record.ts'
import { compileUncertain, type UncertainEvent } from './uncertain.ts'

/** Is told each version that an interval may end at; `released` for those that an event calls a release: fixed, last affected. */
export type Visit = (version: Version, released: boolean) => void

/**
 * The intervals of one range of type ECOSYSTEM (OSV, "evaluation"): events in the order of their versions, and at the same
 * version in that of `introduced`, `last_affected`, `fixed`, `limit`; a version is affected if the nearest event at or
 * below it introduces the flaw, or is a `last_affected` that it equals. `0` introduces it from the first version on.
 * Of several limits the highest counts, for a version need only be below one of them; `*` is no limit.
 * `visit` is told every bound.
 */
export function compileRange(events: readonly RangeEvent[], visit: Visit): Interval[] {
  const sure: SureEvent[] = []
  const unsure: UncertainEvent[] = []
  for (const { kind, text } of withoutIdleLimits(events)) {
    const version = parseVersion(text)
    if (kind === 'introduced' && text === '0') sure.push({ kind, key: '' })
    else if (version === null) unsure.push(placeUnreadable(kind, text, visit))
    else {
      visit(version, kind === 'fixed' || kind === 'last_affected')
      sure.push({ kind, key: version.key })
    }
  }
  // The schema asks for an `introduced`; a range without one does not say where the flaw begins.
  if (!events.some(({ kind }) => kind === 'introduced')) unsure.push({ kind: 'introduced', from: '', to: null })
  const sorted = nearestFirst(keepHighestLimit(sure))
  if (unsure.length > 0) return compileUncertain(sorted, unsure, events.map(showEvent).join(', '))
  return compileSure(sorted)
}

function withoutIdleLimits(events: readonly RangeEvent[]): readonly RangeEvent[] {
  return events.some(({ kind, text }) => kind === 'limit' && text === '*')
    ? events.filter(({ kind }) => kind !== 'limit')
    : events
}

function keepHighestLimit(events: readonly SureEvent[]): SureEvent[] {
  let highest = ''
  for (const { kind, key } of events) if (kind === 'limit' && key > highest) highest = key
  return events.filter(({ kind, key }) => kind !== 'limit' || key === highest)
}

/** Ascending, one event per version: the last in the order of kinds decides. */
function nearestFirst(events: SureEvent[]): SureEvent[] {
  events.sort((a, b) =>
    a.key < b.key ? -1 : a.key > b.key ? 1 : eventKinds.indexOf(a.kind) - eventKinds.indexOf(b.kind),
  )
  return events.filter(({ key }, index) => events[index + 1]?.key !== key)
}

function compileSure(events: readonly SureEvent[]): Interval[] {
  const intervals: Interval[] = []
  let from: string | null = null
  events.forEach(({ kind, key }, index) => {
    const next = events[index + 1]?.key ?? null
    if (kind === 'introduced') from ??= key
    else if (kind === 'last_affected') {
      intervals.push(endWith(from ?? key, key, next))
      from = null
    } else if (from !== null) {
      intervals.push({ from, to: key, end: 'before', fixed: kind === 'fixed', certain: true, text: null })
      from = null
    }
  })
  if (from !== null) intervals.push({ from, to: '', end: 'open', fixed: false, certain: true, text: null })
  return intervals
}

// A release of several numbers, and then something that PEP 440 cannot read: `2.6.0-NA`, `4.6.0.stable11`.
const readableRelease = /^v?(\d{1,9}(?:\.\d{1,9}){1,9})(?=[^\d]|$)/i

/**
 * Where a bound that cannot be read may lie: `2.6.0-NA` is somewhere among the versions of release 2.6.0, so it decides
 * about 2.5 and 2.7 all the same; `2019-09-12` may be anywhere.
 */
function placeUnreadable(kind: EventKind, text: string, visit: Visit): UncertainEvent {
  const release = readableRelease.exec(text)?.[1]?.split('.').map(Number)
  if (release === undefined) return { kind, from: '', to: null }
  const next = [...release.slice(0, -1), (release.at(-1) ?? 0) + 1]
  const [from, to] = [release, next].map((numbers) => parseVersion(`${numbers.join('.')}.dev0`))
  if (!from || !to) return { kind, from: '', to: null }
  visit(from, false)
  visit(to, false)
  return { kind, from: from.key, to: to.key }
}

const signs = { introduced: '>=', last_affected: '<=', fixed: '<', limit: '<' } as const

function showEvent({ kind, text }: RangeEvent): string {
  return kind === 'introduced' && text === '0' ? 'every version' : `${signs[kind]}${text}`
}
