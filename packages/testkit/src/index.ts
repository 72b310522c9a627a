export { golden } from './golden.ts'
export { sharedData, withoutSharedData } from './shared-data.ts'
export { temporaryFolder } from './temporary-folder.ts'
export { writeZip, type ZipLie, type ZipMember, type ZipOptions } from './zip.ts'
