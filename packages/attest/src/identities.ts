/** Door to who signed, who has before, and how it was built: apart, since whoever compares that needs no cryptography. */
export { AttestError, type AttestErrorCode, isUndecided } from './error.ts'
export {
  compareRelease,
  type Drift,
  type Release,
  type ReleaseComparison,
  type ReleaseState,
  type SeenIdentity,
} from './history/compare.ts'
export { type Difference, type DifferenceKind, differencesBetween } from './history/differences.ts'
export { acceptPending, emptyHistory, mergeHistories, observeRelease, withoutPending } from './history/observe.ts'
export {
  fileKindOf,
  historyIndexOf,
  identityFields,
  isSameIdentity,
  releaseIdentityOf,
} from './history/release-identity.ts'
export { readHistories, writeHistories } from './history/text.ts'
export { anyone, type IdentityDemand, mismatch, parseIdentity } from './identity.ts'
export { type Publisher, type PublisherClaim, publisherOf, readPublisher } from './publisher.ts'
export { slsaLevelOf } from './slsa/level.ts'
