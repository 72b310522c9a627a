/** What updates trusted roots, and only what runs an update loads: the rest of the room goes without TUF. */
export { type KnownInstance, knownInstances } from './instances.ts'
export { type TrustCheck, type TrustRequest, type TrustResult, updateTrust } from './update-trust.ts'
