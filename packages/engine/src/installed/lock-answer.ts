import type { Distribution } from '@cordon/environments'
import type { Dependency } from '@cordon/model'
import type { AuditedOrigin } from './audited-origin.ts'
import { isSameVersion } from './candidate.ts'

/**
 * `pinned` the very file is · `version` its version is, and nothing says which file was installed · `other-file` its version is, with other files ·
 * `other-version` its project is · `absent` nothing of it is.
 */
export type LockState = 'pinned' | 'version' | 'other-file' | 'other-version' | 'absent'

export interface LockAnswer {
  readonly state: LockState
  /** Versions that the lock pins. */
  readonly versions: readonly string[]
}

export function lockAnswer(
  { name, version }: Distribution,
  { hashes }: AuditedOrigin,
  { dependencies }: { readonly dependencies: readonly Dependency[] },
): LockAnswer {
  const own = dependencies.filter((each) => each.name === name && !each.constraint)
  const versions = [...new Set(own.flatMap((each) => (each.version === null ? [] : [each.version.raw])))]
  const same = own.filter((each) => each.version === null || (version !== null && isSameVersion(each.version, version)))
  if (own.length === 0) return { state: 'absent', versions }
  if (same.length === 0) return { state: 'other-version', versions }
  const pinned = same.flatMap(({ artifacts }) => artifacts.flatMap((each) => each.hashes))
  const comparable = pinned.filter(({ algorithm }) => hashes.some((each) => each.algorithm === algorithm))
  if (comparable.length === 0) return { state: 'version', versions }
  const isPinned = comparable.some(({ algorithm, value }) =>
    hashes.some((each) => each.algorithm === algorithm && each.value === value.toLowerCase()),
  )
  return { state: isPinned ? 'pinned' : 'other-file', versions }
}
