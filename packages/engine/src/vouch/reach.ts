import { SourceError, type SourceErrorCode } from '@cordon/sources'

/** Requests to indexes: so many at a time, and none any more to one that does not answer. */
export interface Reach {
  /** Runs a request to `place`. Throws what it throws, or `CONNECT` where the place is given up. */
  ask<T>(place: string, request: () => Promise<T>): Promise<T>
}

const silent: readonly SourceErrorCode[] = ['CONNECT', 'CERTIFICATE', 'TIMEOUT', 'TRUNCATED']
/** Failures in a row, each of them tried again already. */
const patience = 4

export function openReach(width: number): Reach {
  const waiting: (() => void)[] = []
  const failures = new Map<string, number>()
  let free = width
  const enter = async (): Promise<void> => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }
  const leave = (): void => {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }
  return {
    async ask(place, request) {
      await enter()
      try {
        if ((failures.get(place) ?? 0) >= patience)
          throw new SourceError('CONNECT', `${place}: not asked any more, since it did not answer ${patience} times.`)
        const answer = await request()
        failures.delete(place)
        return answer
      } catch (error) {
        if (error instanceof SourceError && silent.includes(error.code))
          failures.set(place, (failures.get(place) ?? 0) + 1)
        throw error
      } finally {
        leave()
      }
    },
  }
}
