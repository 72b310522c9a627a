/** Door to who has vouched before. Apart, since a scan needs none of it. */
export {
  type HistoryChange,
  type IdentityHistories,
  type ObservedRelease,
  openProjectHistories,
  openUserHistories,
  type ProjectHistories,
} from './histories.ts'
export { inspectProvenance, observedReleases, type ProvenanceRequest, provenanceChecks } from './judge.ts'
