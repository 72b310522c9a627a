export {
  type AuditedDistribution,
  type AuditedEnvironment,
  type AuditRequest,
  auditDistribution,
} from './audit.ts'
export { type AuditCode, type AuditReason, auditReasons } from './audit-reasons.ts'
export type { AuditedOrigin, InstalledFrom } from './audited-origin.ts'
export {
  type Candidate,
  type CandidateFinder,
  type CandidateSource,
  candidateSources,
  type VersionedCandidate,
} from './candidate.ts'
export { cacheFinder, folderFinder, indexFinder, lockFinder, reportFinder } from './finders.ts'
export { type OpenedEnvironments, openInstalled, shownEnvironment } from './open-installed.ts'
export {
  type RecordAction,
  type RecordCode,
  type RecordedDistribution,
  type RecordedEnvironment,
  type RecordRequest,
  recordOrigins,
  undoOrigins,
} from './record.ts'
export { isContentOf } from './record-match.ts'
export { remoteRecord } from './remote-record.ts'
export { type ArtifactProof, type Resolution, resolveArtifact, type UnresolvedCode } from './resolve.ts'
export type { LeftAlone, LeftAloneCode } from './settle.ts'
export { recordAt, recordOfWheel } from './wheel-record.ts'
