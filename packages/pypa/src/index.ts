export {
  type CoreMetadata,
  type MetadataProblem,
  type MetadataProblemCode,
  type ProjectUrl,
  parseCoreMetadata,
} from './core-metadata.ts'
export { type DirectUrl, readDirectUrl } from './direct-url.ts'
export { type EntryPoint, type EntryPoints, parseEntryPoints } from './entry-points.ts'
export { PypaError, type PypaErrorCode } from './error.ts'
export {
  distributionOf,
  type FileDistribution,
  parseSdistFilename,
  parseWheelFilename,
  type SdistFilename,
  type WheelFilename,
} from './filename.ts'
export { type Header, type HeaderBlock, parseHeaderBlock } from './header-block.ts'
export {
  type ProjectPage,
  type ProjectPageText,
  type ProjectStatus,
  parseProjectPage,
  type ReleaseFile,
  type SkippedFile,
} from './index-page.ts'
export {
  evaluateMarker,
  type Marker,
  type MarkerEnvironment,
  type MarkerExpression,
  type MarkerOperand,
  type MarkerVariable,
  markerVariables,
  parseMarker,
} from './marker.ts'
export { condaName, normalizeName, type PackageName, parseName } from './name.ts'
export {
  type Digest,
  digestLengths,
  isStrongAlgorithm,
  type OriginRecordProblem,
  recordableUrl,
} from './origin-record.ts'
export { type OriginRuleCode, originRules } from './origin-rules.ts'
export { decodePercent, lastSegment } from './percent.ts'
export { type PipInstall, parsePipReport } from './pip-report.ts'
export { type Publisher, parseProvenancePublishers } from './provenance.ts'
export { type ProvenanceUrl, provenanceUrlText, readProvenanceUrl } from './provenance-url.ts'
export { type Purl, parsePurl, purlOf, readPurl } from './purl.ts'
export { parseRecord, type RecordEntry, type RecordFile } from './record.ts'
export { type RecordRow, withoutRecordRow, withRecordRow } from './record-edit.ts'
export { parseRequirement, type Requirement } from './requirement.ts'
export {
  parseSpecifiers,
  pinnedVersion,
  type Specifier,
  type SpecifierOperator,
  type SpecifierSet,
  satisfies,
} from './specifier.ts'
export { validateDirectUrl, validateOrigins, validateProvenanceUrl } from './validate-origin.ts'
export { type ArchiveUrl, parseVcsUrl, readArchiveUrl, type VcsUrl } from './vcs-url.ts'
export {
  type AnyVersion,
  compareVersions,
  type LegacyVersion,
  parseVersion,
  readVersion,
  type Version,
} from './version.ts'

/** The public index: the one place where its address is written. */
export const defaultIndexUrl = 'https://pypi.org/simple'
