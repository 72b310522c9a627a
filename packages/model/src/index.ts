export {
  type AdvisoryAnswer,
  type AdvisoryMatch,
  type FixChoice,
  type Proof,
  type Severity,
  type SeverityVector,
  severities,
} from './advisory.ts'
export type {
  ArtifactComparison,
  ArtifactFacts,
  ArtifactInspection,
  ArtifactMetadata,
  ArtifactOddity,
  AuthorDomain,
  BinaryFacts,
  BytecodeFacts,
  Contribution,
  KnownArtifact,
  Sighting,
  Turning,
  Unanalysed,
} from './artifact.ts'
export {
  type Check,
  type CheckMeta,
  type Confidence,
  type DependencyCheck,
  type Domain,
  defineCheck,
  defineFileCheck,
  type Evidence,
  type Facts,
  type FileCheck,
  type Finding,
  type LockedAt,
  type Need,
  type Outcome,
  type ProjectFile,
} from './check.ts'
export {
  type Artifact,
  type ContentHash,
  type Dependency,
  type DocumentFacts,
  type Edge,
  emptyLockfile,
  type Hash,
  type Include,
  type InstallOption,
  type Lockfile,
  type LockfileRole,
  type Origin,
  type Scope,
} from './dependency.ts'
export { editDistance } from './edit-distance.ts'
export { CodedError } from './error.ts'
export type { FileTree, FileWish, TreeFile } from './file-tree.ts'
export type {
  FileKind,
  IdentityAnswer,
  IdentityFacts,
  IdentityHistory,
  IdentityMoment,
  IdentitySighting,
  IdentityTrust,
  KnownIdentity,
  RefClass,
  ReleaseIdentity,
  RequiredStatements,
  VouchDemand,
} from './identity-history.ts'
export {
  type EnvironmentFacts,
  type EnvironmentKind,
  type Installed,
  type InstalledFlaw,
  type InstalledFlawCode,
  type Integrity,
  type LayerReference,
  type NestedComponent,
  type Owner,
  type PythonRuntime,
  type ShadowedModule,
  type StartFile,
  shownPath,
} from './installed.ts'
export type { InternalFacts, InternalName, Resemblance, ResembledName } from './internal-name.ts'
export { isObject } from './json.ts'
export type { Edit, EditKind, NameFacts, NearName, ScoreParts } from './name.ts'
export { dropCredentials, isDefaultIndex, purlOfDependency, replaceCredentials, versionText } from './package-url.ts'
export { type Location, type SkipCode, type Skipped, skipCodes } from './place.ts'
export type {
  Because,
  Coverage,
  CoveredFile,
  DatabaseStatus,
  Decision,
  ExceptionNotice,
  ExitCode,
  FailedFile,
  Inspection,
  Report,
  ReportedBase,
  ReportedImage,
  ReportedLayer,
  ReportMeta,
  Summary,
  Verdict,
} from './report.ts'
export {
  type BuildLevel,
  githubIssuer,
  gitlabIssuer,
  googleIssuer,
  type SlsaBuild,
  type SlsaLevel,
  type SlsaParameter,
  type SlsaReason,
  type SlsaReasonCode,
  slsaReasonCodes,
  type TrustedBuilder,
} from './slsa.ts'
export {
  type ArtifactClass,
  type ArtifactReference,
  artifactClasses,
  isEarlier,
  isUnasked,
  later,
  type Stage,
  stages,
} from './stage.ts'
export {
  type VexDocument,
  type VexFormat,
  type VexJustification,
  type VexProblem,
  type VexProduct,
  type VexReference,
  type VexStatement,
  type VexStatus,
  vexJustifications,
  vexStatuses,
} from './vex.ts'
export type { PinnedIdentity, SignerFact, SignerIdentity, VouchedFile, VouchedRelease, Vouching } from './vouched.ts'
