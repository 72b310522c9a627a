export { type ByteSource, bufferBytes, fileBytes } from './archive/bytes.ts'
export { readZip, type ZipEntry } from './archive/zip.ts'
export { defaultZipLimits, type ZipLimits } from './archive/zip-directory.ts'
export { SourceError, type SourceErrorCode } from './error.ts'
