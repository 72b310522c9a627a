export {
  type Archive,
  type ArchiveLimits,
  type Compression,
  type Container,
  defaultArchiveLimits,
  type Member,
  type MemberType,
} from './archive.ts'
export { type ByteSource, bufferBytes } from './byte-source.ts'
export { ArchiveError, type ArchiveErrorCode } from './error.ts'
export { kindOfOddity, type Oddity, type OddityCode, type OddityKind, oddityTable } from './oddity.ts'
export { archiveOfFiles, type LooseFile, openArchive } from './open.ts'
export { openZipStrictly } from './zip-strict.ts'
