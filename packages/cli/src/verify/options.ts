/** The options of `cordon verify`, as commander reads them. */
export interface VerifyCommandOptions {
  readonly bundle?: readonly string[]
  readonly provenance?: readonly string[]
  readonly attestation?: readonly string[]
  readonly identity?: readonly string[]
  readonly issuer?: string
  readonly key?: readonly string[]
  readonly threshold?: string
  readonly trustedRoot?: string
  readonly signatureOnly?: boolean
  readonly format: 'table' | 'json'
}
