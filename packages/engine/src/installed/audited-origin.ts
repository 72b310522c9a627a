import type { Digest, OriginRecordProblem } from '@cordon/pypa'

/**
 * Where an installed distribution came from, as its metadata tells: `index` a file of an index, by its name; `url` by its URL; `unknown` nothing was written
 * down, which is what installers do for everything that is asked for by its name.
 */
export type InstalledFrom = 'conda' | 'editable' | 'folder' | 'index' | 'system' | 'unknown' | 'url' | 'vcs'

export interface AuditedOrigin {
  readonly kind: InstalledFrom
  /** Without secrets. */
  readonly url: string | null
  readonly filename: string | null
  readonly hashes: readonly Digest[]
  /** Commit of a repository. */
  readonly commit: string | null
  /** The package of the system or of conda that it belongs to. */
  readonly owner: string | null
}

/** One rule of PEP 610 or PEP 710 that a file of its metadata breaks. */
export interface AuditedProblem extends OriginRecordProblem {
  readonly file: 'direct_url.json' | 'provenance_url.json' | 'both'
}
