/** Bounds of what is read, all far over what real attestations need. */
export const limits = {
  /** Characters of one document: a provenance object, an attestation, a bundle, a trusted root. */
  text: 4_194_304,
  depth: 64,
  bundles: 64,
  attestations: 16,
  /** Signed things in one document; each costs some milliseconds to verify. */
  items: 64,
  logEntries: 16,
  timestamps: 16,
  certificates: 8,
  subjects: 4096,
  /** Of one envelope. */
  signatures: 16,
  /** Of JSON lines. */
  lines: 256,
  /** Instances in one file of trusted roots. */
  instances: 16,
  hashes: 64,
} as const
