import type { Integrity, VouchedRelease } from '@cordon/model'
import type { AuditedOrigin, AuditedProblem } from './audited-origin.ts'
import type { IndexAnswer } from './index-answer.ts'
import type { LockAnswer } from './lock-answer.ts'

/** What is known of one installed distribution. */
export interface AuditFacts {
  readonly name: string
  readonly version: string | null
  /** From the root of what was audited. */
  readonly path: string
  readonly installer: string | null
  readonly requested: boolean | null
  readonly origin: AuditedOrigin
  readonly problems: readonly AuditedProblem[]
  /** Its files against RECORD; null where they were not compared, or nothing lists them. */
  readonly integrity: Integrity | null
  /** What a lock says of it; null where none was named. */
  readonly lock: LockAnswer | null
  /** What an index says of it today; null where none was asked. */
  readonly index: IndexAnswer | null
  /** Who vouches for what it may have been installed from; null where nobody was asked. */
  readonly vouched: VouchedRelease | null
}
