import type { AttestationForm } from '@cordon/attest'

/** Options of a local key, as commander reads them. */
export interface KeyOptions {
  readonly key?: string
  readonly passphraseFile?: string
  readonly passphraseEnv?: string
}

/** Options of every `cordon attest` that signs a statement. */
export interface SigningOptions extends KeyOptions {
  readonly log?: boolean
  readonly identityTokenFile?: string
  readonly identityTokenEnv?: string
  readonly fulcioUrl?: string
  readonly rekorUrl?: string
  readonly rekorVersion?: string
  readonly tsaUrl?: readonly string[]
  readonly signingConfig?: string
  readonly trustedRoot?: string
  readonly instance?: string
  readonly form?: AttestationForm
  readonly together?: boolean
  readonly output?: string
  readonly outputDir?: string
  readonly force?: boolean
  readonly format: 'table' | 'json'
}

/** What is said of a build, where no CI job says it. */
export interface ProvenanceOptions extends SigningOptions {
  readonly buildType?: string
  readonly builderId?: string
  readonly source?: string
  readonly commit?: string
  readonly parameter?: readonly string[]
  readonly dependency?: readonly string[]
  readonly invocationId?: string
  readonly startedOn?: string
  readonly finishedOn?: string
}

export interface StatementOptions extends SigningOptions {
  readonly predicate: string
  readonly predicateType: string
}

export interface EnvelopeOptions extends KeyOptions {
  readonly payloadType: string
  readonly output?: string
  readonly force?: boolean
  readonly format: 'table' | 'json'
}
