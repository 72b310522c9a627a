import type { Location } from './place.ts'

/** What a certificate authority wrote about a signer (Fulcio's certificate extensions); all are optional. */
export type SignerFact =
  | 'issuer'
  | 'buildSignerUri'
  | 'buildSignerDigest'
  | 'runnerEnvironment'
  | 'sourceRepository'
  | 'sourceCommit'
  | 'sourceRef'
  | 'sourceRepositoryId'
  | 'sourceOwner'
  | 'sourceOwnerId'
  | 'buildConfigUri'
  | 'buildConfigDigest'
  | 'trigger'
  | 'runUri'
  | 'visibility'
  | 'environment'
  | 'tokenSubject'

/** Who signed, as a certificate authority says: the only facts about a signer that can be trusted. */
export interface SignerIdentity {
  /** Subject alternative name: an address of a workflow, or of a person. */
  readonly subject: string | null
  /** Address of who had issued the identity token. */
  readonly issuer: string | null
  readonly facts: Readonly<Partial<Record<SignerFact, string>>>
}

/** One attestation of a file that holds, all of it verified. */
export interface Vouching {
  /** Id of the kind of statement; `signature` where the file itself is signed, null for a predicate that is not known here. */
  readonly kind: string | null
  readonly predicateType: string | null
  /** What the statement says, as its kind reads it. */
  readonly facts: readonly { readonly name: string; readonly value: string }[]
  /** Null for a signature by a key. */
  readonly identity: SignerIdentity | null
  /** Times that were signed, ISO 8601, oldest first. */
  readonly times: readonly string[]
  /** Who the index says has published it (PEP 740), borne out by the certificate. */
  readonly publisher: { readonly kind: string; readonly place: string } | null
}

/**
 * What is known of who vouches for one file. `verified`: every attestation holds; `failed`: one does not (`failures`); `missing`: its
 * index says that nothing vouches for it; `unknown`: it could not be asked, or cannot be verified here. `unknown` is never `missing`.
 */
export interface VouchedFile {
  readonly filename: string
  /** Lower case hex: of which bytes this is said; null where nobody says which they are. */
  readonly sha256: string | null
  /** Who says that these are the bytes: a lock (or a person), what an installer recorded, or only the index that was asked. */
  readonly digestFrom: 'pin' | 'record' | 'index' | null
  /** The index that was asked, without credentials; null where none was. */
  readonly index: string | null
  /** When the index says that it was uploaded, ISO 8601; null or left out where it does not say. */
  readonly uploaded?: string | null
  readonly state: 'verified' | 'failed' | 'missing' | 'unknown'
  readonly vouchings: readonly Vouching[]
  /** Stable codes and their words: the first that fails of each attestation, or why it is not known. */
  readonly failures: readonly { readonly code: string; readonly detail: string }[]
}

/** Every file of a dependency that its lock pins, or that is installed, and who vouches for each. */
export interface VouchedRelease {
  readonly files: readonly VouchedFile[]
  /** True where the files are all that may be meant: it is installed, and nothing says which of them it was made from. */
  readonly candidates: boolean
  /** Identities that the lock pins for it (`packages.attestation-identities` of PEP 751), as they stand there; null: none pinned. */
  readonly pinned: readonly PinnedIdentity[] | null
}

/** A Trusted Publisher identity as PEP 740 and PEP 751 write it: `kind` and the keys of its kind. */
export interface PinnedIdentity {
  readonly kind: string
  readonly claims: Readonly<Record<string, string>>
  readonly at: Location | null
}
