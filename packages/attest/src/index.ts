export { defaultRootVersion, defaultTrustedInstance } from './default-root.ts'
export { readEnvelope, type SignedEnvelope, type VerifiedEnvelope, verifyEnvelope } from './envelope.ts'
export { AttestError, type AttestErrorCode, attestErrorCodes, isUndecided } from './error.ts'
export { anyone, type IdentityDemand, parseIdentity } from './identity.ts'
export { type BuildDependency, type BuildFacts, provenancePredicate } from './issue/build-facts.ts'
export { ciBuild, type JobEnvironment } from './issue/ci-builds.ts'
export { type Converted, type ConvertedForm, convertDocument } from './issue/convert.ts'
export { checkEnvelope, type Envelope, type EnvelopeSignature, preAuthEncoding, signEnvelope } from './issue/dsse.ts'
export { IssueError, type IssueErrorCode, issueErrorCodes } from './issue/error.ts'
export {
  type AttestationForm,
  attestationForms,
  type SignedStatement,
  sidecarName,
  writeForm,
} from './issue/forms.ts'
export {
  digestOf,
  keyIdOf,
  readSigningKey,
  type SigningKey,
  type SigningSuite,
  signingKeyOf,
  suiteOf,
} from './issue/key.ts'
export {
  certificateRequest,
  checkIssuedCertificate,
  ephemeralKey,
  type TimestampQuery,
  timestampQuery,
  toPem,
} from './issue/requests.ts'
export { type AskedServices, chooseServices, type LogService, type SigningServices } from './issue/services.ts'
export {
  checkDistributionName,
  composeStatement,
  hostedPredicateTypes,
  parsePredicate,
  predicateTypes,
  type StatedFile,
  type StatementParts,
} from './issue/statement.ts'
export { type IdentityToken, readIdentityToken } from './issue/token.ts'
export type { Json, JsonObject } from './json.ts'
export type { AttestationKind, PredicateFact } from './kind.ts'
export { attestationKinds } from './kinds/index.ts'
export { verifyLayoutOf } from './layout/outcome.ts'
export { type LayoutInput, type VerifiedLayout, verifyLayout } from './layout/verify-layout.ts'
export type { PublisherClaim } from './publisher.ts'
export { slsaLevelOf } from './slsa/level.ts'
export { type SummaryDemands, type TrustedVerifier, verifyVsa } from './slsa/verify-vsa.ts'
export {
  isLevelName,
  levelName,
  type SummaryReference,
  type VerificationSummary,
  vsaPredicate,
  vsaType,
} from './slsa/vsa.ts'
export {
  latestChange,
  parseTrustedRoot,
  parseTrustedRoots,
  partsOf,
  type TrustedInstance,
  type TrustedPart,
} from './trusted-root.ts'
export { type AttestationOutcome, type VerifiedAttestation, type VerifyOptions, verifyDocument } from './verify.ts'
export { parsePublicKey, type Subject, type Trust } from './verify-bundle.ts'
