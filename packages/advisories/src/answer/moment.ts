import { endOf, startOf } from '../date.ts'
import type { StoredRecord } from '../file/items.ts'

/** A time in the past to judge as of, or the present. */
export interface Moment {
  /** Milliseconds since 1970: what was published before is known. Null: everything is. */
  readonly end: number | null
}

/** The moment of an `--as-of` date; throws `AdvisoryError('BAD_DATE')`. */
export function momentOf(asOf: string | undefined): Moment {
  return { end: asOf === undefined ? null : endOf(asOf) }
}

/** True for a record that was known at the moment, and not withdrawn yet. */
export function isVisible(record: StoredRecord, { end }: Moment): boolean {
  if (end === null) return record.withdrawn === null
  return record.published < end && (record.withdrawn === null || record.withdrawn >= end)
}

/** True for what was added on a day (since 1970) that had begun. */
export function isKnownDay(day: number, { end }: Moment): boolean {
  return end === null || startOf(day) < end
}
