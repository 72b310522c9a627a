export { type FaultyServer, type ServedBody, type ServerFault, startFaultyServer } from './faulty-server.ts'
export {
  type Answer,
  type Exchange,
  type Fault,
  type FeedServer,
  type FileAnswer,
  type RecordedRequest,
  startFeedServer,
} from './feed-server.ts'
export { golden } from './golden.ts'
export { localWheels, sourcesOfWheel, type WheelSource, withoutLocalWheels } from './local-wheels.ts'
export { distInfo, type MadeDistribution, recordLine } from './made-distribution.ts'
export {
  githubBuild,
  type MadeBuild,
  madeProvenance,
  madeRelease,
  type ProvenanceOptions,
  publisherOfBuild,
  publishStatement,
  type ReleasedFile,
  releasedFile,
  signingOf,
  slsaStatement,
} from './made-release.ts'
export {
  type MadeAttestation,
  type MadeSigning,
  type MadeSigstore,
  madeSigstore,
  type SigstoreOptions,
} from './made-sigstore.ts'
export { canonical, type MadeTuf, madeTuf, type TufOptions } from './made-tuf.ts'
export {
  type MadeIdentity,
  madeIdentity,
  madeIndex,
  madeVouching,
  missingFile,
  publishType,
  slsaType,
  unreadFile,
  verifiedFile,
} from './made-vouching.ts'
export { type MadeFile, memoryTree } from './memory-tree.ts'
export { type NameAnswer, type NameServer, startNameServer } from './name-server.ts'
export {
  type IndexedFile,
  provenancePath,
  type ReleaseIndex,
  type ReleaseIndexOptions,
  startReleaseIndex,
} from './release-index.ts'
export { hostileText } from './sample-flaws.ts'
export { sampleInstalled, sampleOwner } from './sample-installed.ts'
export { sampleInventory } from './sample-inventory.ts'
export {
  advisoryFinding,
  found,
  practiceFinding,
  sampleAdvisory,
  sampleDependency,
  sampleFile,
  sampleFileVerdict,
  sampleHash,
  samplePlace,
  sampleRequirement,
  sampleVerdict,
  unknown,
} from './sample-parts.ts'
export { cleanReport, imageReport, sampleReport } from './sample-report.ts'
export { sharedData, withoutSharedData } from './shared-data.ts'
export {
  type ServiceFault,
  type SigningService,
  type SigningServices,
  startSigningServices,
} from './signing-services.ts'
export { type TarLie, type TarMember, writeTar } from './tar.ts'
export { type Ending, temporaryFolder } from './temporary-folder.ts'
export { writeZip, type ZipLie, type ZipMember, type ZipOptions } from './zip.ts'
