import { levelName } from '@cordon/attest'
import type { PlacesLevels } from './places.ts'

/** How many releases have each level, highest first; those that are not known have none. */
export function countLevels({ releases }: Pick<PlacesLevels, 'releases'>): ReadonlyMap<string, number> {
  const counts = ([3, 2, 1, 0] as const).map((level) => {
    const count = releases.filter((each) => each.level === level).length
    return [levelName(level), count] as const
  })
  return new Map(counts.filter(([, count]) => count > 0))
}
