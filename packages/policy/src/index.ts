export { unknownCodes } from './codes.ts'
export {
  type Config,
  type ConfigKind,
  type DatabaseConfig,
  defaultConfig,
  parseConfig,
  parseKnownArtifacts,
  type ScanConfig,
} from './config.ts'
export {
  type Decider,
  decide,
  decideAll,
  decideSkipped,
  decisionOrder,
  exitOf,
  gravest,
  openDecider,
} from './decide.ts'
export { defaultPolicy, defaultRules, defaultSkipped, defaultUnknown } from './defaults.ts'
export { PolicyError, type PolicyErrorCode } from './error.ts'
export { explainPolicy, type PolicyLine } from './explain.ts'
export { type PolicyFlags, withFlags } from './flags.ts'
export { type CooldownFor, cooldownDaysOf, defaultInspect, type InspectConfig } from './inspect-config.ts'
export { namesOnly, requireKnownChecks } from './known-checks.ts'
export type { CodeDecision, CodeDecisions, Covered, Policy, PolicyException } from './policy.ts'
export { defaultProvenance, demandsOf, type ProvenanceConfig, type ProvenanceRule } from './provenance/config.ts'
export { explainProvenance, type ProvenanceLine } from './provenance/explain.ts'
export { type Action, type Conditions, conditionsText, type Rule, type Source } from './rule.ts'
export {
  expectationFor,
  type UnmetCode,
  type UnmetExpectation,
  unmetCodes,
  unmetExpectations,
} from './slsa/compare.ts'
export { type PackageExpectation, parseExpectations, type SlsaExpectations } from './slsa/expectations.ts'
export { suggest } from './suggest.ts'
export { packagePatternOf } from './terms.ts'
export {
  defaultVex,
  explainVex,
  type NeverSilenced,
  type Unmatched,
  unmatchedWords,
  type VexConfig,
  type VexPolicy,
} from './vex/config.ts'
export { isProduct } from './vex/product.ts'
export { parseVersionRange, rangeHolds, type VersionRange } from './vex/version-range.ts'
