import { AttestError, defaultTrustedInstance, parsePublicKey, parseTrustedRoots, type Trust } from '@cordon/attest'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { readDocumentText } from '../verify/subjects.ts'

/** What the command line says is trusted. */
export interface TrustOptions {
  readonly trustedRoot?: string
  readonly key?: readonly string[]
  readonly threshold?: string
}

/** The instances and keys to verify with. Throws `UsageError` for a root or key that cannot be used. */
export async function readTrust({ trustedRoot, key = [], threshold }: TrustOptions, io: Io): Promise<Trust> {
  const rootText = trustedRoot === undefined ? null : await readDocumentText(trustedRoot, io.cwd)
  const instances =
    rootText === null ? [defaultTrustedInstance()] : orUsage(trustedRoot, () => parseTrustedRoots(rootText))
  if (key.length === 0) {
    if (threshold !== undefined) throw new UsageError('OPTION', '--threshold counts keys; name them with --key')
    return { instances }
  }
  const texts = await Promise.all(key.map(async (path) => ({ path, text: await readDocumentText(path, io.cwd) })))
  const keys = texts.map(({ path, text }) => orUsage(path, () => parsePublicKey(text)))
  return { instances, keys, threshold: readThreshold(threshold ?? '1', keys.length) }
}

function readThreshold(text: string, keys: number): number {
  const count = /^[1-9][0-9]?$/.test(text) ? Number(text) : 0
  if (count >= 1 && count <= keys) return count
  throw new UsageError('OPTION', `--threshold is from 1 to the number of keys, which is ${keys}`)
}

/** What `read` returns; what it finds wrong is said of `where`. */
export function orUsage<T>(where: string | undefined, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof AttestError) throw new UsageError('OPTION', `${where}: ${cause.message}`, { cause })
    throw cause
  }
}
