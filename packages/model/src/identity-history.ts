import type { Location } from './place.ts'

/** What stays the same from release to release of one publisher, as certificates say it; null where one does not say it. */
export interface ReleaseIdentity {
  readonly issuer: string | null
  /** Who signed, where that is no workflow: the address of a person or of a service account. */
  readonly account: string | null
  /** Address of the source repository, and the number that stays when it is renamed. */
  readonly repository: string | null
  readonly repositoryId: string | null
  /** Address of the repository's owner, and the number that stays when it is renamed. */
  readonly owner: string | null
  readonly ownerId: string | null
  /** Path of the workflow in its repository. */
  readonly workflow: string | null
  /** Address of the workflow that signs, where the repository calls one that lies elsewhere; without its version. */
  readonly signer: string | null
  readonly environment: string | null
  /** Whether it was built from a tag, a branch, or something else. */
  readonly ref: RefClass | null
  readonly runner: string | null
  readonly trigger: string | null
}

export type RefClass = 'tag' | 'branch' | 'other'

/** Files of one kind are made alike: wheels often in another job than the sdist. */
export type FileKind = 'sdist' | 'wheel'

/** A release in which something was seen, and when that was signed (ISO 8601); null where no time is known. */
export interface IdentityMoment {
  readonly version: string
  readonly time: string | null
}

/** In which releases an identity signed statements of one type for files of one kind. */
export interface IdentitySighting {
  readonly files: FileKind
  /** The type of the statement, as it is written in it. */
  readonly says: string
  readonly first: IdentityMoment
  readonly last: IdentityMoment
}

/**
 * Why an identity counts. `first-use`: nothing was known before; `follows`: it differs from one that counts in nothing that matters;
 * `accepted`: a person said so; `pending`: it was seen and does not count.
 */
export type IdentityTrust = 'accepted' | 'first-use' | 'follows' | 'pending'

export interface KnownIdentity {
  readonly identity: ReleaseIdentity
  readonly trust: IdentityTrust
  readonly seen: readonly [IdentitySighting, ...IdentitySighting[]]
}

/** Every identity that was seen to vouch for a project's files, by the index that they came from. */
export interface IdentityHistory {
  /** Address of the index, without credentials and without a slash at its end. */
  readonly index: string
  /** Normalized name. */
  readonly project: string
  readonly identities: readonly KnownIdentity[]
}

/** What is known of a project's identities. A history that cannot be read is no empty one. */
export type IdentityAnswer =
  | { readonly kind: 'known'; readonly history: IdentityHistory }
  | { readonly kind: 'damaged'; readonly index: string; readonly path: string; readonly detail: string }

/** The history of every index that a release's files come from. */
export interface IdentityFacts {
  readonly answers: readonly IdentityAnswer[]
  /** Whether an identity that nothing is known of counts from then on. */
  readonly trustOnFirstUse: boolean
}

/** Statements that a policy asks for: PyPI's publish attestation, SLSA build provenance, both, or any of them. */
export type RequiredStatements = 'any' | 'publish' | 'slsa' | 'both'

/** What a policy demands of one dependency's files. Every demand that speaks of it must be met. */
export interface VouchDemand {
  /** Null: nothing has to vouch for it; but whatever does is held to the rest. */
  readonly require: RequiredStatements | null
  /** Who may vouch for it, as `--identity` of `cordon verify` writes it; empty: anyone. */
  readonly publishers: readonly string[]
  /** 0: none is asked for. */
  readonly slsaLevel: 0 | 1 | 2 | 3
  readonly at: Location
}
