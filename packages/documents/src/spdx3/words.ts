import type { ComponentType, EdgeKind } from '../bom.ts'

/** SPDX 3's purposes for our kinds of components; a cryptographic asset has none. */
export const purposes: Partial<Readonly<Record<ComponentType, string>>> = {
  application: 'application',
  framework: 'framework',
  library: 'library',
  container: 'container',
  platform: 'platform',
  'operating-system': 'operatingSystem',
  device: 'device',
  'device-driver': 'deviceDriver',
  firmware: 'firmware',
  file: 'file',
  'machine-learning-model': 'model',
  data: 'data',
}

/** SPDX 3's kinds of external references, by CycloneDX's; others become `other`. */
export const referenceWords: ReadonlyMap<string, string> = new Map([
  ['advisories', 'securityAdvisory'],
  ['adversary-model', 'securityAdversaryModel'],
  ['attestation', 'secureSoftwareAttestation'],
  ['build-meta', 'buildMeta'],
  ['build-system', 'buildSystem'],
  ['certification-report', 'certificationReport'],
  ['chat', 'chat'],
  ['component-analysis-report', 'componentAnalysisReport'],
  ['distribution', 'binaryArtifact'],
  ['documentation', 'documentation'],
  ['dynamic-analysis-report', 'dynamicAnalysisReport'],
  ['exploitability-statement', 'vulnerabilityExploitabilityAssessment'],
  ['issue-tracker', 'issueTracker'],
  ['license', 'license'],
  ['mailing-list', 'mailingList'],
  ['other', 'other'],
  ['pentest-report', 'securityPenTestReport'],
  ['quality-metrics', 'metrics'],
  ['release-notes', 'releaseNotes'],
  ['risk-assessment', 'riskAssessment'],
  ['runtime-analysis-report', 'runtimeAnalysisReport'],
  ['security-contact', 'securityPolicy'],
  ['social', 'socialMedia'],
  ['source-distribution', 'sourceArtifact'],
  ['static-analysis-report', 'staticAnalysisReport'],
  ['support', 'support'],
  ['threat-model', 'securityThreatModel'],
  ['vcs', 'vcs'],
  ['vulnerability-assertion', 'vulnerabilityDisclosureReport'],
  ['website', 'altWebPage'],
])

/** The other way; SPDX 3 has further words, which are read as `other`. */
export const referencesByWord: ReadonlyMap<string, string> = new Map([
  ...[...referenceWords].map(([ours, theirs]) => [theirs, ours] as const),
  ['altDownloadLocation', 'distribution'],
])

/** How a dependency of each kind is written: its relationship, and the scope of the life in which it holds. */
export const edgeWords: Readonly<Record<EdgeKind, { readonly type: string; readonly scope: string | null }>> = {
  runtime: { type: 'dependsOn', scope: 'runtime' },
  dev: { type: 'dependsOn', scope: 'development' },
  build: { type: 'dependsOn', scope: 'build' },
  test: { type: 'dependsOn', scope: 'test' },
  optional: { type: 'hasOptionalDependency', scope: null },
  provided: { type: 'hasProvidedDependency', scope: null },
}

/** SPDX 3's kinds of bills, by CycloneDX's phases of life. */
export const lifecycleWords: ReadonlyMap<string, string> = new Map([
  ['design', 'design'],
  ['pre-build', 'source'],
  ['build', 'build'],
  ['post-build', 'analyzed'],
  ['operations', 'deployed'],
])

export const core = 'https://spdx.org/rdf/3.0.1/terms/Core/'
export const context = 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld'
