import {
  AttestError,
  defaultRootVersion,
  defaultTrustedInstance,
  latestChange,
  parsePublicKey,
  parseTrustedRoot,
  parseTrustedRoots,
  type Trust,
  type TrustedInstance,
} from '@cordon/attest'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { type InstanceText, readTrustTexts, type TrustOptions, type TrustTexts } from './texts.ts'

export type { TrustOptions } from './texts.ts'

/** The instances and keys to verify with. Throws `UsageError` for a root or key that cannot be used. */
export async function readTrust(options: TrustOptions, io: Io): Promise<Trust> {
  return trustOf(await readTrustTexts(options, io))
}

/** The same, of texts that have been read. */
export function trustOf({ root, instances, keys, threshold }: TrustTexts): Trust {
  const trusted = root === null ? instances.map(newestInstance) : orUsage(root.path, () => parseTrustedRoots(root.text))
  if (keys.length === 0) {
    if (threshold !== null) throw new UsageError('OPTION', '--threshold counts keys; name them with --key')
    return { instances: trusted }
  }
  return {
    instances: trusted,
    keys: keys.map(({ path, text }) => orUsage(path, () => parsePublicKey(text))),
    threshold: readThreshold(threshold ?? '1', keys.length),
  }
}

/** What is kept of an instance, or what is built in, whichever is newer. Throws `UsageError` for what cannot be used. */
export function newestInstance(text: InstanceText): TrustedInstance {
  return chooseInstance(text).instance
}

/** Which of the two it is. */
export function chooseInstance({ name, kept }: InstanceText): {
  readonly instance: TrustedInstance
  readonly isKept: boolean
} {
  const builtIn = defaultTrustedInstance()
  if (kept === null) return { instance: builtIn, isKept: false }
  const where = `what is kept of ${name}`
  const instance = { ...orUsage(where, () => parseTrustedRoot(kept.trustedRoot)), name }
  if (name !== builtIn.name) return { instance, isKept: true }
  // A release of this program may bring a newer root than the last update found.
  const lead = kept.versions.root - defaultRootVersion()
  const isKept = lead > 0 || (lead === 0 && latestChange(instance) >= latestChange(builtIn))
  return { instance: isKept ? instance : builtIn, isKept }
}

function readThreshold(text: string, keys: number): number {
  const count = /^[1-9][0-9]?$/.test(text) ? Number(text) : 0
  if (count >= 1 && count <= keys) return count
  throw new UsageError('OPTION', `--threshold is from 1 to the number of keys, which is ${keys}`)
}

/** What `read` returns; what it finds wrong is said of `where`. */
export function orUsage<T>(where: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof AttestError) throw new UsageError('OPTION', `${where}: ${cause.message}`, { cause })
    throw cause
  }
}
