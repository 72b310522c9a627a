import type { SlsaLevel } from '@cordon/model'
import type { UnmetExpectation } from '@cordon/policy'

/** The level of one file, and what was asked of it. */
export interface LevelAnswer {
  /** As it was asked for, or the name of the file in a lock. */
  readonly file: string
  readonly sha256: string | null
  /** `verified`: everything that vouches for it holds; `missing`: nothing vouches for it; `unknown`: it could not be told. */
  readonly state: 'verified' | 'failed' | 'missing' | 'unknown'
  readonly level: SlsaLevel
  /** What does not hold, or cannot be verified here, with stable codes. */
  readonly failures: readonly { readonly document: string | null; readonly code: string; readonly detail: string }[]
  /** What was expected of the package and is otherwise. */
  readonly unmet: readonly UnmetExpectation[]
}
