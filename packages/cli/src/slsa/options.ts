import type { KeyOptions } from '../attest/options.ts'
import type { VerifyCommandOptions } from '../verify/options.ts'

/** What is asked of files, and what vouches for them, as commander reads it. */
export interface SlsaVerifyOptions extends Omit<VerifyCommandOptions, 'signatureOnly'> {
  readonly minLevel?: string
  readonly expect?: string
  readonly package?: string
}

/** `--key` signs here; keys that vouch for the files are `--evidence-key`. */
export interface IssueSummaryOptions extends Omit<SlsaVerifyOptions, 'key'>, KeyOptions {
  readonly key: string
  readonly evidenceKey?: readonly string[]
  readonly verifierId: string
  readonly resourceUri?: string
  readonly policyUri?: string
  readonly outputDir?: string
  readonly force?: boolean
}

/** What a summary must say. */
export interface VerifySummaryOptions {
  readonly vsa?: readonly string[]
  readonly key: string
  readonly keyId?: string
  readonly verifierId: string
  readonly resourceUri?: string
  readonly digest?: readonly string[]
  readonly level?: readonly string[]
  readonly minLevel?: string
  readonly format: 'table' | 'json'
}
