import type { Check } from '@cordon/model'
import { knownMalware } from './advisory/known-malware.ts'
import { knownVulnerability } from './advisory/known-vulnerability.ts'
import { changedFile } from './environment/changed-file.ts'
import { missingFile } from './environment/missing-file.ts'
import { originRecord } from './environment/origin-record.ts'
import { recordEscape } from './environment/record-escape.ts'
import { shadowedModule } from './environment/shadowed-module.ts'
import { startFile } from './environment/start-file.ts'
import { strayFile } from './environment/stray-file.ts'
import { directUrlWithoutDigest } from './hygiene/direct-url-without-digest.ts'
import { extraIndex } from './hygiene/extra-index.ts'
import { findLinksNetwork } from './hygiene/find-links-network.ts'
import { localOrEditable } from './hygiene/local-or-editable.ts'
import { lockOutOfDate } from './hygiene/lock-out-of-date.ts'
import { missingHash } from './hygiene/missing-hash.ts'
import { mutableVcsReference } from './hygiene/mutable-vcs-reference.ts'
import { plainHttp } from './hygiene/plain-http.ts'
import { trustedHost } from './hygiene/trusted-host.ts'
import { unpinnedBuildRequirement } from './hygiene/unpinned-build-requirement.ts'
import { unpinnedRequirement } from './hygiene/unpinned-requirement.ts'
import { weakHash } from './hygiene/weak-hash.ts'
import { combosquat } from './name/combosquat.ts'
import { dependencyConfusion } from './name/dependency-confusion.ts'
import { homoglyph } from './name/homoglyph.ts'
import { separatorConfusion } from './name/separator-confusion.ts'
import { typosquat } from './name/typosquat.ts'
import { belowSlsaLevel } from './provenance/below-slsa-level.ts'
import { failed } from './provenance/failed.ts'
import { identityChanged } from './provenance/identity-changed.ts'
import { inconsistent } from './provenance/inconsistent.ts'
import { lost } from './provenance/lost.ts'
import { missing } from './provenance/missing.ts'
import { notAccepted } from './provenance/not-accepted.ts'
import { pinnedIdentity } from './provenance/pinned-identity.ts'
import { publisherNotAllowed } from './provenance/publisher-not-allowed.ts'
import { repositoryRecreated } from './provenance/repository-recreated.ts'
import { repositoryTransferred } from './provenance/repository-transferred.ts'
import { runnerChanged } from './provenance/runner-changed.ts'
import { triggerChanged } from './provenance/trigger-changed.ts'

/** Every check, alphabetical by id. Order never carries meaning. */
export const checks: readonly Check[] = [
  knownMalware,
  knownVulnerability,
  changedFile,
  missingFile,
  originRecord,
  recordEscape,
  shadowedModule,
  startFile,
  strayFile,
  directUrlWithoutDigest,
  extraIndex,
  findLinksNetwork,
  localOrEditable,
  lockOutOfDate,
  missingHash,
  mutableVcsReference,
  plainHttp,
  trustedHost,
  unpinnedBuildRequirement,
  unpinnedRequirement,
  weakHash,
  combosquat,
  dependencyConfusion,
  homoglyph,
  separatorConfusion,
  typosquat,
  belowSlsaLevel,
  failed,
  identityChanged,
  inconsistent,
  lost,
  missing,
  notAccepted,
  pinnedIdentity,
  publisherNotAllowed,
  repositoryRecreated,
  repositoryTransferred,
  runnerChanged,
  triggerChanged,
]
