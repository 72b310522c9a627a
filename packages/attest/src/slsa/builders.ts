import { githubIssuer, type TrustedBuilder } from '@cordon/model'

const generator = 'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/'

/** Workflows that build in a job of their own, or attest in one: who calls them cannot reach what they sign. */
const workflows = [
  'builder_container-based_slsa3.yml',
  'builder_go_slsa3.yml',
  'generator_container_slsa3.yml',
  'generator_generic_slsa3.yml',
]

/** Workflows that attest for others, which they verify and name as the builder. */
const delegators = ['delegator_generic_slsa3.yml', 'delegator_lowperms-generic_slsa3.yml']

const delegating = ['bazel', 'gradle', 'maven', 'nodejs'].map((tool) => `builder_${tool}_slsa3.yml`)

/** Every reusable builder that is known to make provenance its callers cannot forge. An expectations file may add its own. */
export const knownBuilders: readonly TrustedBuilder[] = [
  ...workflows.map((file) => known(file, null)),
  ...delegators.flatMap((file) => delegating.map((builder) => known(file, builder))),
]

function known(file: string, builder: string | null): TrustedBuilder {
  return {
    signer: `${generator}${file}`,
    issuer: githubIssuer,
    id: builder === null ? null : `${generator}${builder}`,
    level: 3,
    refs: 'semver-tag',
    selfHosted: false,
  }
}

/** Whether a signer attests for other workflows: then the builder that its provenance names is another. */
export function isDelegator(signer: string): boolean {
  return delegators.some((file) => signer.startsWith(`${generator}${file}@`))
}
