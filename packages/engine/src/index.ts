export { type Advisories, type AdvisoryRequest, openAdvisories } from './advisories.ts'
export { type Candidate, type DiscoverRequest, type Discovery, discover, displayPath } from './discover.ts'
export { readBomFile } from './document.ts'
export { EngineError } from './error.ts'
export { formatOf, formats } from './formats.ts'
export { type ImageTarget, openTarget } from './image/open-image.ts'
export { withLayers } from './image/remedies.ts'
export { reportedImage } from './image/reported-image.ts'
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
export { type FileFault, readPlainFile } from './plain-file.ts'
export { type ReportParts, reportOf } from './report.ts'
export { inspectAll, type Judged, type JudgeRequest } from './scan.ts'
export { selectInventory } from './select-inventory.ts'
