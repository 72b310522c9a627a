import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const repositoryRoot = resolve(import.meta.dirname, '..', '..', '..')

/**
 * Path of a file or folder of the real data that lies beside the repository (`../shared/data`, or where the environment's
 * `CORDON_SHARED` points), or null when it is not there: the test is then skipped with a reason that says so.
 */
export function sharedData(...parts: readonly string[]): string | null {
  const configured = process.env.CORDON_SHARED
  const path = join(configured ?? resolve(repositoryRoot, '..', 'shared', 'data'), ...parts)
  return existsSync(path) ? path : null
}

/** Why a test on real data cannot run: the text for `{ skip }`. */
export function withoutSharedData(...parts: readonly string[]): string {
  return `needs ${['../shared/data', ...parts].join('/')} (or CORDON_SHARED)`
}
