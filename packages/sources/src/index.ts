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
  type Environment,
  homeFolder,
  loadDatabaseBytes,
  readyStatus,
  userCacheFolder,
  userDatabasePath,
} from './cache.ts'
export { type DocumentRequest, fetchDocument } from './document.ts'
export { createDomainLookup, type DomainAnswer, type DomainLookup, type DomainSettings } from './domains/lookup.ts'
export { registrableDomain } from './domains/registrable.ts'
export { SourceError, type SourceErrorCode } from './error.ts'
export { printable } from './http/address.ts'
export { createHttpClient, type HttpClient, type HttpIo, type HttpSettings } from './http/client.ts'
export { useProxyOf } from './http/proxy.ts'
export {
  type IdentityTexts,
  openIdentityTexts,
  readIdentityFile,
  type TextChange,
  type TextsSettings,
  writeIdentityFile,
} from './identity-texts.ts'
export { chooseFiles, chooseVersion, filesOf, type Target } from './index-client/choose.ts'
export {
  createIndexClient,
  type FetchedFile,
  type FoundPage,
  type IndexClient,
  type IndexSettings,
} from './index-client/client.ts'
export type { FilePart, PartAsked } from './index-client/part.ts'
export { type PipPlaces, type PipSettings, parsePipConfig, readPipSettings } from './index-client/pip-settings.ts'
export {
  type LocalArtifact,
  type LocalArtifacts,
  type LocalSettings,
  openLocalArtifacts,
} from './local/local-artifacts.ts'
export { listDistributions, type NamedFile, type NamedFiles } from './local/named-files.ts'
export { type CachePlaces, findCaches } from './local/places.ts'
export type { Self } from './lock.ts'
export { popularNames } from './names/popular-names.ts'
export {
  type NamesBuilder,
  type NamesRequest,
  type NamesResult,
  type NamesStatus,
  namesPath,
  updateNames,
} from './names/update-names.ts'
export { type LocalPlace, type Place, readPlace } from './place.ts'
export { openSeal, type Seal, sealWith } from './provenance/seal.ts'
export { openSealedCache, type SealedCache } from './provenance/sealed-cache.ts'
export { stateFolder } from './provenance/state-folder.ts'
export {
  openRepository,
  type RegistryDocument,
  type RegistryRepository,
  type RegistrySettings,
} from './registry/client.ts'
export { type ConfigPlaces, type FoundCredentials, findCredentials } from './registry/docker-config.ts'
export { openResultCache, type ResultCache } from './result-cache.ts'
export { type CertificateRequest, requestCertificate } from './sigstore/fulcio.ts'
export { type GithubTokenRequest, requestGithubToken } from './sigstore/identity-token.ts'
export { type EnvelopeEntry, enterEnvelope, type LogEntryJson, type LogEntryValue } from './sigstore/rekor.ts'
export { type DigestEntry, enterDigest } from './sigstore/rekor-second.ts'
export { requestTimestamp, type TimestampRequest } from './sigstore/timestamp.ts'
export { isInstanceName, type KeptTrust, keptInstances, keptTrustPath, readKeptTrust } from './trust/kept.ts'
export { type UpdateEvent, type UpdateIo, type UpdateRequest, type UpdateResult, updateDatabase } from './update.ts'
