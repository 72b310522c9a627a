import type { EventKind } from './record.ts'

/**
 * A stretch of versions that a record calls affected. Its ends are keys in the order of `Version.key`;
 * `''` lies below every version.
 */
export interface Interval {
  readonly from: string
  readonly to: string
  /** `before`: ends below `to`. `through`: ends with `to`, its local versions included. `open`: never ends (`to` is `''`). */
  readonly end: 'open' | 'before' | 'through'
  /** True where a `fixed` event ends it. */
  readonly fixed: boolean
  /** False where a bound that cannot be read decides: versions in it may be affected or not. */
  readonly certain: boolean
  /** The clause as the record has it, where the ends alone do not say it. */
  readonly text: string | null
}

/** An event at a place that is known. */
export interface SureEvent {
  readonly kind: EventKind
  readonly key: string
}

/** A last affected version covers its local versions, unless the next event is at one of them: then only those below it. */
export function endWith(from: string, last: string, next: string | null): Interval {
  if (next?.startsWith(`${last}+`)) return { from, to: next, end: 'before', fixed: false, certain: true, text: null }
  return { from, to: last, end: 'through', fixed: false, certain: true, text: null }
}
