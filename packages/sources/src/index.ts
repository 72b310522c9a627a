export { epss } from './advisories/epss.ts'
export { type AdvisorySourceId, advisorySources } from './advisories/index.ts'
export { kev } from './advisories/kev.ts'
export { type AdvisoryText, osv } from './advisories/osv.ts'
export type { AdvisorySource, Reading, SourceProblem } from './advisories/source.ts'
export { fileBytes } from './archive/bytes.ts'
export { defaultZipLimits, readZip, type ZipEntry } from './archive/zip.ts'
export type { BuildInput, BuildOutput, DatabaseBuilder } from './builder.ts'
export {
  absentStatus,
  ageInDays,
  cacheFolder,
  type DatabaseCounts,
  type DatabaseMeta,
  databasePath,
  defaultStaleDays,
  loadDatabaseBytes,
  readyStatus,
  userDatabasePath,
} from './cache.ts'
export { SourceError, type SourceErrorCode } from './error.ts'
export { createHttpClient, type HttpClient, type HttpIo, type HttpSettings } from './http/client.ts'
export { useProxyOf } from './http/proxy.ts'
export type { Self } from './lock.ts'
export { type LocalPlace, type Place, readPlace } from './place.ts'
export { type UpdateEvent, type UpdateIo, type UpdateRequest, type UpdateResult, updateDatabase } from './update.ts'
