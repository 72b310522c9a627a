/** Who issues the identity tokens of the services that Trusted Publishing knows. */
export const githubIssuer = 'https://token.actions.githubusercontent.com'
export const gitlabIssuer = 'https://gitlab.com'
export const googleIssuer = 'https://accounts.google.com'

/** SLSA build levels: what is known of how a file was built, from nothing (0) to a hardened build that its own authors cannot forge (3). */
export type BuildLevel = 0 | 1 | 2 | 3

/** A builder that is trusted for a level beyond what any build on a hosted runner has. The pair of issuer and signer is what is trusted. */
export interface TrustedBuilder {
  /**
   * Who signs: address of a workflow or of a repository (all its workflows) without `@REF`, the whole subject of a certificate, or
   * `key` for a key that the command names.
   */
  readonly signer: string
  /** Who issued the identity of the signer; null for a key. */
  readonly issuer: string | null
  /**
   * What the provenance names as its builder, without `@REF`: another than the signer where the signer attests for other workflows.
   * Null: the signer itself.
   */
  readonly id: string | null
  readonly level: 2 | 3
  /** What the address of the signer must end with: `@refs/tags/vX.Y.Z`, any tag or commit, or anything. */
  readonly refs: 'semver-tag' | 'tag-or-commit' | 'any'
  /** Whether it may run on runners of its user. */
  readonly selfHosted: boolean
}

/** One external parameter of a build: what who started it could choose. */
export interface SlsaParameter {
  /** JSON pointer (RFC 6901) below the external parameters. */
  readonly name: string
  readonly value: string
  /** Whether it is compared as source, ref or workflow: the certificate says the same, or a trusted builder has no certificate that does. */
  readonly certified: boolean
}

/** How a file was built, as far as the certificate or a trusted builder says it; null where neither does. */
export interface SlsaBuild {
  /** Address of the builder, with its `@REF`. */
  readonly builder: string | null
  readonly source: string | null
  readonly commit: string | null
  readonly ref: string | null
  /** Path of the workflow in its source. */
  readonly workflow: string | null
  readonly buildType: string | null
  /** External parameters of the build, in the order of its provenance. */
  readonly parameters: readonly SlsaParameter[]
}

export const slsaReasonCodes = [
  'no-provenance',
  'publisher-unlocated',
  'publisher-authenticated',
  'signer-not-recognised',
  'builder-not-borne-out',
  'runner-not-said',
  'runner-self-hosted',
  'hosted-build',
  'builder-not-trusted',
  'builder-not-pinned',
  'builder-trusted',
] as const
export type SlsaReasonCode = (typeof slsaReasonCodes)[number]

/** Why a level is what it is. */
export interface SlsaReason {
  readonly code: SlsaReasonCode
  /** One sentence for people. */
  readonly text: string
  /** What would raise the level, one sentence; null where nothing can. */
  readonly raise: string | null
}

/** The SLSA build level of a file, by what its certificates say and not by what its provenance says of itself. */
export interface SlsaLevel {
  readonly track: 'build'
  readonly level: BuildLevel
  /** The build that has the level; null where nothing says of one. */
  readonly build: SlsaBuild | null
  readonly reasons: readonly SlsaReason[]
}
