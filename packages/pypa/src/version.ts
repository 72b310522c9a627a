import { PypaError } from './error.ts'

/** A version by PEP 440. `key` orders: `a.key < b.key` (plain string comparison) exactly when a is older than b. */
export interface Version {
  readonly kind: 'pep440'
  /** As written. */
  readonly raw: string
  /** PEP 440 normal form, e.g. `1.0rc1`, with the local part. */
  readonly normalized: string
  /** Order-preserving key of the whole version, local part included. Equal versions have equal keys (1.0 and 1.0.0). */
  readonly key: string
  /** The key of the same version without its local part. */
  readonly publicKey: string
  readonly epoch: number
  readonly release: readonly number[]
  readonly pre: readonly ['a' | 'b' | 'rc', number] | null
  readonly post: number | null
  readonly dev: number | null
  readonly local: string | null
  readonly isPrerelease: boolean
}

/** A version text that PEP 440 cannot read, as `===` allows: compared as a string, never ordered. */
export interface LegacyVersion {
  readonly kind: 'legacy'
  readonly raw: string
}

export type AnyVersion = Version | LegacyVersion

/** Reads a version by PEP 440 appendix B, or null. */
export function parseVersion(_text: string): Version | null {
  throw new PypaError('VERSION', 'not built yet')
}

/** Reads any version text: PEP 440 where it can be, else legacy. */
export function readVersion(text: string): AnyVersion {
  return parseVersion(text) ?? { kind: 'legacy', raw: text.trim() }
}

/** Negative, zero or positive as a is older than, equal to or newer than b (PEP 440). */
export function compareVersions(a: Version, b: Version): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}
