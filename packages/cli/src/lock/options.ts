/** The options of `cordon lock pin-identities`, as commander reads them. */
export interface PinOptions {
  readonly update?: boolean
  readonly dryRun?: boolean
  readonly indexUrl?: readonly string[]
  readonly offline?: boolean
  readonly refresh?: boolean
  readonly trustedRoot?: string
  readonly format: 'table' | 'json'
}
