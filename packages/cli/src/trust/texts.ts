import { platform } from 'node:os'
import { homeFolder, type KeptTrust, readKeptTrust, stateFolder } from '@cordon/sources'
import type { Io } from '../command.ts'
import { UsageError } from '../error.ts'
import { readDocumentText } from '../verify/subjects.ts'

/** What the command line says is trusted. */
export interface TrustOptions {
  readonly trustedRoot?: string
  readonly instance?: readonly string[]
  readonly key?: readonly string[]
  readonly threshold?: string
}

/** All that decides what is trusted, unread: a cache that keeps what was verified goes by it, without any cryptography. */
export interface TrustTexts {
  /** A file of roots; null: the instances. */
  readonly root: NamedText | null
  readonly instances: readonly InstanceText[]
  readonly keys: readonly NamedText[]
  readonly threshold: string | null
}

export interface NamedText {
  readonly path: string
  readonly text: string
}

export interface InstanceText {
  readonly name: string
  /** Null where it was never updated. */
  readonly kept: KeptTrust | null
}

/** The instance that is trusted where nobody names another, and the only one that is built in. */
export const production = 'production'

/** Reads what is named, and what is kept of the instances that are. Throws `UsageError`, `SourceError`. */
export async function readTrustTexts(
  { trustedRoot, instance = [], key = [], threshold }: TrustOptions,
  io: Io,
): Promise<TrustTexts> {
  if (trustedRoot !== undefined && instance.length > 0)
    throw new UsageError('OPTION', '--trusted-root and --instance both say what to trust; give one')
  const named = async (path: string): Promise<NamedText> => ({ path, text: await readDocumentText(path, io.cwd) })
  const names = instance.length === 0 ? [production] : [...new Set(instance)].sort()
  return {
    root: trustedRoot === undefined ? null : await named(trustedRoot),
    instances: trustedRoot === undefined ? names.map((name) => readInstanceText(name, io)) : [],
    keys: await Promise.all(key.map(named)),
    threshold: threshold ?? null,
  }
}

/** What is kept of an instance. Throws `UsageError` where nothing is, and nothing is built in. */
export function readInstanceText(name: string, io: Io): InstanceText {
  const kept = readKept(name, io)
  if (kept !== null || name === production) return { name, kept }
  throw new UsageError(
    'OPTION',
    `--instance ${name}: nothing is known of it yet. Run: cordon trust update --instance ${name}`,
  )
}

/** A machine without a home keeps nothing, and has what is built in all the same. */
function readKept(name: string, io: Io): KeptTrust | null {
  const folder = trustFolder(io)
  return folder === null ? null : readKeptTrust(folder, name)
}

/**
 * Where trusted roots are kept: what this user's programs must remember, and not the cache, which builds restore from elsewhere. Null where
 * there is no such place.
 */
export function trustFolder(io: Io): string | null {
  return stateFolder(io.env, platform(), homeFolder())
}
