import type { AttestationOutcome } from '@cordon/attest'
import type { VouchedDependency } from '@cordon/engine/vouch'
import type { Dependency, Location, Verdict } from '@cordon/model'

/** What one document says of a file. */
export interface DocumentAnswer {
  /** Path, as it was named, or from the working folder. */
  readonly document: string
  readonly outcome: AttestationOutcome
}

/** `verified`: all that vouches for it holds. `failed`: something does not. `unknown`: nothing vouches, or in a way not known here. */
export interface FileAnswer {
  readonly file: string
  readonly sha256: string
  readonly answer: 'verified' | 'failed' | 'unknown'
  readonly documents: readonly DocumentAnswer[]
}

/** Who vouches for what the projects, locks and environments of a command line pin or hold. */
export interface PlacesAnswer {
  readonly packages: readonly VouchedDependency[]
  /** Asked for without one version: nothing says which files that are. */
  readonly unpinned: readonly Dependency[]
  /** From no index: a repository, a folder, conda, a package of the system. */
  readonly elsewhere: readonly Dependency[]
  /** What could not be read, whole files and lines of them. */
  readonly unread: readonly { readonly at: Location; readonly code: string; readonly detail: string }[]
  /** What the policy makes of it, and of who has vouched before. */
  readonly verdicts: readonly Verdict[]
  readonly warnings: readonly string[]
}
