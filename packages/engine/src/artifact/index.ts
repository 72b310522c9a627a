/** Door to the inspection of artifacts. Apart, since a scan without artifacts needs none of it. */
export { compareArtifacts } from './compare-artifacts.ts'
export { type Completing, completeArtifact } from './complete.ts'
export { findSitePackages, installedIn } from './environment.ts'
export { type Examination, examineArchive } from './examine.ts'
export {
  artifactCheckIds,
  artifactOutcomes,
  behaviourTexts,
  inspectionOfArtifact,
  mergeOutcomes,
  noteTexts,
} from './findings.ts'
export { inOrder } from './in-order.ts'
export { type ArtifactIdentity, inspectArtifact } from './inspect-artifact.ts'
export type { ArtifactJob, ArtifactSource, JobContext } from './job.ts'
export {
  countArtifacts,
  type PlanContext,
  type PlannedJob,
  planDependency,
  planEnvironment,
  planTarget,
  readAgainst,
  readTarget,
  type Target,
} from './plan.ts'
export { type InspectionPool, openKept, openPool, type PoolSettings } from './pool.ts'
export type { Publication, Standards } from './publication.ts'
export { rulesVersion } from './rules-version.ts'
export { Siblings } from './siblings.ts'
export { type FileVerifier, fileVerifier } from './verified.ts'
export { isInspectionWorker, serveInspections } from './worker.ts'
