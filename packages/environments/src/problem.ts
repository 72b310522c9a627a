import type { SkipCode } from '@cordon/model'

/** Something that may hold distributions and could not be read: reported, never dropped. */
export interface EnvironmentProblem {
  /** From the root of the tree. */
  readonly path: string
  readonly code: SkipCode
  readonly reason: string
}
