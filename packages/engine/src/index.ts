export { type Advisories, type AdvisoryRequest, openAdvisories } from './advisories.ts'
export { compareArtifacts } from './artifact/compare-artifacts.ts'
export { type Completing, completeArtifact } from './artifact/complete.ts'
export { findSitePackages, installedIn } from './artifact/environment.ts'
export { type Examination, examineArchive } from './artifact/examine.ts'
export {
  artifactCheckIds,
  artifactOutcomes,
  behaviourTexts,
  inspectionOfArtifact,
  mergeOutcomes,
  noteTexts,
} from './artifact/findings.ts'
export { inOrder } from './artifact/in-order.ts'
export { type ArtifactIdentity, inspectArtifact } from './artifact/inspect-artifact.ts'
export type { ArtifactJob, ArtifactSource, JobContext } from './artifact/job.ts'
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
} from './artifact/plan.ts'
export { type InspectionPool, openKept, openPool, type PoolSettings } from './artifact/pool.ts'
export type { Publication, Standards } from './artifact/publication.ts'
export { rulesVersion } from './artifact/rules-version.ts'
export { Siblings } from './artifact/siblings.ts'
export { isInspectionWorker, serveInspections } from './artifact/worker.ts'
export { type Candidate, type DiscoverRequest, type Discovery, discover, displayPath } from './discover.ts'
export { EngineError } from './error.ts'
export { formatOf } from './formats.ts'
export { type ImageTarget, openTarget } from './image/open-image.ts'
export { type ImageRequest, type ImageSummary, type TakenImage, takeImage } from './image/take-image.ts'
export type { Placed } from './includes.ts'
export { Inspector, type Loaders, type Pathway, type Subject } from './inspect.ts'
export { type Progress, type Taken, takeInventory } from './inventory.ts'
export {
  type NameAnswer,
  type Names,
  type NamesReport,
  namesBuilder,
  namesFileOf,
  openNames,
  reportNames,
} from './names.ts'
export { type ReportParts, reportOf } from './report.ts'
export { inspectAll, type Judged, type JudgeRequest } from './scan.ts'
export { selectInventory } from './select-inventory.ts'
