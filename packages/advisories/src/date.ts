import { AdvisoryError } from './error.ts'

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/i
const day = /^\d{4}-\d\d-\d\d$/
const millisecondsPerDay = 86_400_000
/** The last of the year 9999: later ones cannot be written. */
export const lastMillisecond = 253_402_300_799_999

/** An RFC 3339 instant or a plain day, as milliseconds since 1970 (never before, nor after the year 9999), or null. */
export function readInstant(text: unknown): number | null {
  if (typeof text !== 'string' || !(instant.test(text) || day.test(text))) return null
  const time = Date.parse(text.toUpperCase())
  return Number.isNaN(time) || time < 0 || time > lastMillisecond ? null : time
}

/** `2026-07-13T16:03:10Z`; the fraction of a second is left out. */
export function writeInstant(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}

/** A day as days since 1970, or null. */
export function readDay(text: unknown): number | null {
  const time = typeof text === 'string' && day.test(text) ? readInstant(text) : null
  return time === null ? null : time / millisecondsPerDay
}

/** The first millisecond of a day. */
export function startOf(days: number): number {
  return days * millisecondsPerDay
}

export function writeDay(days: number): string {
  return new Date(days * millisecondsPerDay).toISOString().slice(0, 10)
}

/**
 * The first millisecond that was *not* known yet as of the date: a day counts to its end (UTC), an instant to itself.
 * Throws `AdvisoryError('BAD_DATE')`.
 */
export function endOf(date: string): number {
  const time = readInstant(date)
  if (time === null) throw new AdvisoryError('BAD_DATE', `\`${date.slice(0, 40)}\` is no date; write it as 2026-01-31`)
  return day.test(date) ? time + millisecondsPerDay : time + 1
}
