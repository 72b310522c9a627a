import type { AttestationOutcome } from '@cordon/attest'

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
