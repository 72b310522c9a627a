import type { StoredEntry, StoredInterval } from '../file/items.ts'
import type { Place } from './view.ts'

/** What one record says of one version. */
export type Ruling =
  | { readonly kind: 'affected'; readonly intervals: readonly StoredInterval[]; readonly listed: number }
  | { readonly kind: 'undecided'; readonly interval: StoredInterval }
  | { readonly kind: 'silent' | 'clear' }

const clear: Ruling = { kind: 'clear' }
const silent: Ruling = { kind: 'silent' }

/**
 * A version is affected when an interval holds it or the list names it (a local version counts as its public one, unless
 * the record names a local one); undecided when only an interval with a bound that cannot be read holds it.
 */
export function judge(entry: StoredEntry, place: Place): Ruling {
  let unsure: StoredInterval | null = null
  let intervals: StoredInterval[] | null = null
  for (const interval of entry.intervals) {
    if (!holds(interval, place)) continue
    if (!interval.certain) unsure ??= interval
    else if (intervals === null) intervals = [interval]
    else intervals.push(interval)
  }
  const listed = listedPoint(entry.runs, place)
  if (intervals !== null || listed >= 0) return { kind: 'affected', intervals: intervals ?? [], listed }
  if (unsure !== null) return { kind: 'undecided', interval: unsure }
  return entry.silent ? silent : clear
}

function holds({ from, to, end }: StoredInterval, place: Place): boolean {
  if (from > place.at) return false
  if (end === 'open' || place.at < to) return true
  return end === 'through' && (place.exact === to || place.public === to)
}

/** The point by which the list names the version, or -1. */
function listedPoint(runs: readonly number[], place: Place): number {
  if (isInRuns(runs, place.exact)) return place.exact
  return isInRuns(runs, place.public) ? place.public : -1
}

function isInRuns(runs: readonly number[], point: number): boolean {
  if (point < 0) return false
  let low = 0
  let high = runs.length / 2
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((runs[middle * 2 + 1] ?? 0) < point) low = middle + 1
    else high = middle
  }
  const start = runs[low * 2]
  return start !== undefined && start <= point
}
