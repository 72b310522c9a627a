export { defaultTrustedInstance } from './default-root.ts'
export { AttestError, type AttestErrorCode, attestErrorCodes } from './error.ts'
export { anyone, type IdentityDemand, parseIdentity } from './identity.ts'
export { type Envelope, type EnvelopeSignature, preAuthEncoding, signEnvelope } from './issue/dsse.ts'
export { IssueError, type IssueErrorCode, issueErrorCodes } from './issue/error.ts'
export {
  digestOf,
  keyIdOf,
  readSigningKey,
  type SigningKey,
  type SigningSuite,
  signingKeyOf,
  suiteOf,
} from './issue/key.ts'
export type { AttestationKind, PredicateFact } from './kind.ts'
export { attestationKinds } from './kinds/index.ts'
export type { PublisherClaim } from './publisher.ts'
export { slsaLevelOf } from './slsa/level.ts'
export { parseTrustedRoot, type TrustedInstance } from './trusted-root.ts'
export { type AttestationOutcome, type VerifiedAttestation, type VerifyOptions, verifyDocument } from './verify.ts'
export { parsePublicKey, type Subject, type Trust } from './verify-bundle.ts'
