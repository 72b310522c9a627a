import type { ComponentType } from '../bom.ts'

/** Versions of CycloneDX that are written and read, the oldest first. */
export const cyclonedxVersions = ['1.4', '1.5', '1.6', '1.7'] as const
export type CyclonedxVersion = (typeof cyclonedxVersions)[number]

/** True from `since` on. */
export function isSince(version: CyclonedxVersion, since: CyclonedxVersion): boolean {
  return cyclonedxVersions.indexOf(version) >= cyclonedxVersions.indexOf(since)
}

const typesSince: readonly (readonly [CyclonedxVersion, readonly ComponentType[]])[] = [
  ['1.4', ['application', 'framework', 'library', 'container', 'operating-system', 'device', 'firmware', 'file']],
  ['1.5', ['platform', 'device-driver', 'machine-learning-model', 'data']],
  ['1.6', ['cryptographic-asset']],
]

/** Kinds of external references, by the version that brought them. */
const referencesSince: readonly (readonly [CyclonedxVersion, readonly string[]])[] = [
  [
    '1.4',
    [
      'vcs',
      'issue-tracker',
      'website',
      'advisories',
      'bom',
      'mailing-list',
      'social',
      'chat',
      'documentation',
      'support',
      'distribution',
      'license',
      'build-meta',
      'build-system',
      'release-notes',
      'other',
    ],
  ],
  [
    '1.5',
    [
      'distribution-intake',
      'security-contact',
      'model-card',
      'log',
      'configuration',
      'evidence',
      'formulation',
      'attestation',
      'threat-model',
      'adversary-model',
      'risk-assessment',
      'vulnerability-assertion',
      'exploitability-statement',
      'pentest-report',
      'static-analysis-report',
      'dynamic-analysis-report',
      'runtime-analysis-report',
      'component-analysis-report',
      'maturity-report',
      'certification-report',
      'codified-infrastructure',
      'quality-metrics',
      'poam',
    ],
  ],
  ['1.6', ['source-distribution', 'electronic-signature', 'digital-signature', 'rfc-9116']],
  ['1.7', ['patent', 'patent-family', 'patent-assertion', 'citation']],
]

function namesOf<T extends string>(
  table: readonly (readonly [CyclonedxVersion, readonly T[]])[],
  version: CyclonedxVersion,
): ReadonlySet<string> {
  return new Set(table.flatMap(([since, names]) => (isSince(version, since) ? names : [])))
}

/** The kinds of components that a version knows. */
export function componentTypesOf(version: CyclonedxVersion): ReadonlySet<string> {
  return namesOf(typesSince, version)
}

/** The kinds of external references that a version knows. */
export function referenceTypesOf(version: CyclonedxVersion): ReadonlySet<string> {
  return namesOf(referencesSince, version)
}

const newest = '1.7'
export const componentTypes: ReadonlySet<string> = componentTypesOf(newest)
export const referenceTypes: ReadonlySet<string> = referenceTypesOf(newest)

/** `metadata.lifecycles[].phase`, since 1.5. */
export const lifecyclePhases: ReadonlySet<string> = new Set([
  'design',
  'pre-build',
  'build',
  'post-build',
  'operations',
  'discovery',
  'decommission',
])
