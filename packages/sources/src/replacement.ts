import type { DatabaseMeta } from './cache.ts'
import { SourceError } from './error.ts'

export interface Replacement {
  readonly next: DatabaseMeta
  /** Records that could not be used at all. */
  readonly refused: number
  /** The database in use, or null. */
  readonly current: DatabaseMeta | null
  readonly now: Date
  readonly force: boolean
}

/**
 * Why a new database must not replace the one in use, or null. Whoever can feed an old or a thinned-out copy could hide an
 * advisory with it; `force` lets everything pass but a database without advisories.
 */
export function refuseReplacement({ next, refused, current, now, force }: Replacement): SourceError | null {
  const { source, counts } = next
  if (counts.live === 0)
    return new SourceError('BAD_DATA', `${source}: holds no PyPI advisories. Check the address. ${kept(current)}`)
  if (force) return null
  if (refused > counts.records)
    return new SourceError(
      'BAD_DATA',
      `${source}: ${refused} records cannot be read and only ${counts.records} can. Check the address, or pass --force. ${kept(current)}`,
    )
  if (current === null) return null
  const before = believableTime(current, Date.parse(current.builtTime))
  const after = believableTime(next, now.getTime())
  if (after < before)
    return new SourceError(
      'ROLLBACK',
      `${source}: its newest advisory is of ${day(after)}, older than ${day(before)} in the database in use. Take a fresher mirror, or pass --force. ${kept(current)}`,
    )
  if (counts.records * 2 < current.counts.records)
    return new SourceError(
      'SHRUNK',
      `${source}: ${counts.records} advisories, less than half of the ${current.counts.records} in use. Check the address, or pass --force. ${kept(current)}`,
    )
  return null
}

/**
 * When the data was newest, in milliseconds: a record that is dated into the future counts as of the build, lest it makes
 * every later update look old.
 */
function believableTime(meta: DatabaseMeta, built: number): number {
  return meta.dataTime === null ? 0 : Math.min(Date.parse(meta.dataTime), built)
}

function day(time: number): string {
  return time === 0 ? 'no date' : new Date(time).toISOString().slice(0, 10)
}

function kept(current: DatabaseMeta | null): string {
  return current === null ? 'No database was written.' : 'The database in use was kept.'
}

/** What the new database lacks that the one in use had: worth a line, no reason to refuse. */
export function lossNotices(next: DatabaseMeta, current: DatabaseMeta | null): string[] {
  const lost = (['kev', 'epss'] as const).filter((id) => next.counts[id] === 0 && (current?.counts[id] ?? 0) > 0)
  return lost.map(
    (id) => `this database has no ${id.toUpperCase()} data, and the one before had: add --${id} to keep it`,
  )
}
