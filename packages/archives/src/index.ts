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
export type { CodeFacts, MarshalFacts } from './bytecode/marshal.ts'
export { type PycFacts, readPyc } from './bytecode/pyc.ts'
export {
  type AesRequest,
  bunzip2Bounded,
  codecs,
  decipherAes,
  inflateBounded,
  unlzmaBounded,
} from './codecs/index.ts'
export type { BytecodeFile, Contents, KnownFile } from './contents.ts'
export { type DistributionFacts, type DistributionOptions, readDistribution } from './distribution.ts'
export { ArchiveError, type ArchiveErrorCode } from './error.ts'
export { type FileKind, headBytes, kindOfFile } from './file-kind.ts'
export type { DistributionProblem, DistributionProblemCode } from './layout.ts'
export { readNative, readTexts, type TextLimits } from './native/index.ts'
export type { NativeFacts } from './native/native-facts.ts'
export {
  kindOfOddity,
  type Oddity,
  type OddityCode,
  type OddityKind,
  oddityLog,
  oddityTable,
  type Report,
} from './oddity.ts'
export { archiveOfFiles, type LooseFile, openArchive } from './open.ts'
export type { Placement, PlacementKind } from './placement.ts'
export type { RecordCheck } from './record-check.ts'
export type { StartFile, StartLine } from './start-file.ts'
export type { ContentSink, StreamedMember, TarVisitor } from './tar-member.ts'
export { TarStream, type TarStreamSettings } from './tar-stream.ts'
export type { WheelFile } from './wheel-file.ts'
export { readZipMember } from './zip-member.ts'
export { openZipStrictly } from './zip-strict.ts'
