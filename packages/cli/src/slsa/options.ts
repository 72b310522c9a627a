import type { VerifyCommandOptions } from '../verify/options.ts'

/** The options of `cordon slsa verify`, as commander reads them. */
export interface SlsaVerifyOptions extends Omit<VerifyCommandOptions, 'signatureOnly'> {
  readonly minLevel?: string
  readonly expect?: string
  readonly package?: string
}
