import type { FileTree, Owner } from '@cordon/model'
import type { EnvironmentProblem } from '../problem.ts'
import type { OperatingSystem } from './os-release.ts'

/** What a reader of one kind of database is given. */
export interface OwnerRequest {
  readonly tree: FileTree
  /** Files whose owner is asked for; everything else in a database is passed over. */
  readonly wanted: ReadonlySet<string>
  readonly system: OperatingSystem
}

/** Who owns what of it was asked for, and every package that is an interpreter. */
export interface Owned {
  readonly byPath: Map<string, Owner>
  readonly problems: EnvironmentProblem[]
}

/** Adds what its database knows; a database that is not there adds nothing. Never throws. */
export type OwnerReader = (request: OwnerRequest, found: Owned) => void
