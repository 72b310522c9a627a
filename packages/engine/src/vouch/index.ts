/** Door to who vouches for the files of dependencies. Apart, since nothing else needs it. */
export { pinnedOf, withDemands } from './demands.ts'
export { judged } from './judge.ts'
export { vouchingRules } from './rules.ts'
export { type Verifying, type VouchContext, type VouchedDependency, vouchAll } from './vouch.ts'
