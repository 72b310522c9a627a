import { SourceError } from '../error.ts'
import type { HttpClient } from './client.ts'

/** A failure that another try may mend. `wait` is what the server asked for, in milliseconds. */
export class Transient extends Error {
  readonly failure: SourceError
  readonly wait: number | null
  constructor(failure: SourceError, wait: number | null = null) {
    super(failure.message, { cause: failure })
    this.failure = failure
    this.wait = wait
  }
}

const retryableStatuses = new Set([408, 425, 429, 500, 502, 503, 504])
const retryableCodes = new Set(['CONNECT', 'TIMEOUT', 'TRUNCATED', 'CHECKSUM'])

/** Whether another try may mend a status. */
export function isRetryable(status: number): boolean {
  return retryableStatuses.has(status)
}

/** What a status that is no success means, and whether another try may mend it. */
export function statusError(
  url: string,
  answer: { readonly status: number; readonly headers: Headers },
  now: Date,
): Error {
  const { status, headers } = answer
  const advice =
    status === 401 || status === 403
      ? 'Check the credentials in the address.'
      : status === 404 || status === 410
        ? 'Check how the address is spelt.'
        : 'Try again later, or take a mirror with --from.'
  const failure = new SourceError('HTTP_STATUS', `${url}: the server answered ${status}. ${advice}`)
  return isRetryable(status) ? new Transient(failure, retryAfter(headers.get('retry-after'), now)) : failure
}

/** RFC 9110 10.2.3: seconds, or an HTTP date. Null when absent or unreadable. */
export function retryAfter(value: string | null, now: Date): number | null {
  if (value === null) return null
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  const time = Date.parse(value)
  return Number.isNaN(time) ? null : Math.max(0, time - now.getTime())
}

const firstWait = 500
const longestWait = 20_000

export interface Task<T> {
  /** Ends everything, with its reason. */
  readonly signal: AbortSignal
  attempt(): Promise<T>
  /** Grows when a try, failed as it may be, brought something new. */
  progress(): number
}

/**
 * Runs a task until it succeeds, fails for good, or fails `attempts` times in a row without progress.
 * Waits longer each time, with jitter, so that many clients do not come back together; a server's Retry-After counts more.
 */
export async function retry<T>(client: HttpClient, task: Task<T>): Promise<T> {
  const { io, settings } = client
  let failures = 0
  for (;;) {
    const before = task.progress()
    try {
      return await task.attempt()
    } catch (error) {
      const transient = transientOf(error)
      if (transient === null || task.signal.aborted) throw error
      failures = task.progress() > before ? 1 : failures + 1
      if (failures >= settings.attempts) throw transient.failure
      if (transient.wait !== null && transient.wait > settings.patienceMilliseconds) throw tooLong(transient)
      const ceiling = Math.min(longestWait, firstWait * 2 ** (failures - 1))
      await io.sleep(Math.max(transient.wait ?? 0, ceiling / 2 + (ceiling / 2) * io.random()))
      task.signal.throwIfAborted()
    }
  }
}

function transientOf(error: unknown): Transient | null {
  if (error instanceof Transient) return error
  return error instanceof SourceError && retryableCodes.has(error.code) ? new Transient(error) : null
}

function tooLong({ failure, wait }: Transient): SourceError {
  const seconds = Math.ceil((wait ?? 0) / 1000)
  return new SourceError(failure.code, `${failure.message} It asks to wait ${seconds} s.`, { cause: failure })
}
