import {
  type CheckMeta,
  type Dependency,
  defineCheck,
  type Location,
  type Outcome,
  type RequiredStatements,
  type VouchedFile,
} from '@cordon/model'
import { findingOf, lineOf, nameOf, outcomeOf } from '../finding.ts'
import { releaseText } from '../vouched.ts'

const id = 'provenance/missing'

const meta: CheckMeta = {
  title: 'Required attestation that is not there',
  domain: 'provenance',
  severity: 'high',
  why: `The configuration requires an attestation for this package (\`require\` of a rule in \`[provenance]\`), and its index says that a file has none, or none of the required type: the publish attestation, which says from which workflow the file was uploaded, or SLSA provenance, which says how it was built.

Most projects still publish without. Requiring it is for one's own packages and for those whose projects are known to attest every release: then a file without is one that did not come through the usual way, such as an upload with a stolen token from somebody's machine.`,
  remedy: 'Take a release that has it, or ask the project why this one has not; or take the package out of the rule.',
  references: [
    'https://peps.python.org/pep-0740/',
    'https://docs.pypi.org/attestations/producing-attestations/',
    'https://slsa.dev/spec/v1.2/provenance',
  ],
}

const publish = 'https://docs.pypi.org/attestations/publish/v1'
const isSlsa = (type: string | null): boolean => type?.startsWith('https://slsa.dev/provenance/') === true

const names: Readonly<Record<RequiredStatements, string>> = {
  any: 'an attestation',
  publish: 'a publish attestation',
  slsa: 'SLSA provenance',
  both: 'a publish attestation and SLSA provenance',
}

/** Finds files without the attestations that the policy requires. What is unknown or does not hold is told by others. */
export const missing = defineCheck({
  id,
  meta,
  needs: ['vouched', 'demands'],
  run({ vouched, demands }, dependency): Outcome | null {
    const required = demands.filter(({ require }) => require !== null)
    if (required.length === 0) return null
    if (vouched === null || vouched.files.length === 0)
      return withoutFiles(dependency, required[0]?.at ?? dependency.at)
    const read = vouched.files.filter(({ state }) => state === 'verified' || state === 'missing')
    const findings = required.flatMap(({ require, at }) => {
      const without = read.filter((file) => require !== null && !has(file, require))
      if (require === null || without.length === 0) return []
      const message = `${releaseText(dependency, vouched, without)} does not have ${names[require]}, which ${at.path}:${at.line} requires.`
      return [findingOf(id, meta, { message, evidence: [lineOf(dependency)] })]
    })
    return outcomeOf(findings)
  },
})

/** Nobody can vouch for what comes from no index; of anything else it is not known which files it is. */
function withoutFiles(dependency: Dependency, at: Location): Outcome {
  const { origin, version } = dependency
  const where = `${at.path}:${at.line}`
  if (origin.kind !== 'index' && origin.kind !== 'url') {
    const message = `${nameOf(dependency)} comes from no index (${origin.kind}), where nothing can vouch for it as ${where} requires.`
    return outcomeOf([findingOf(id, meta, { message, evidence: [lineOf(dependency)] })])
  }
  const code = version === null ? 'UNPINNED' : 'PROVENANCE_UNAVAILABLE'
  return {
    kind: 'unknown',
    code,
    detail: `no file of ${nameOf(dependency)} is known that something could vouch for, as ${where} requires`,
  }
}

function has({ vouchings }: VouchedFile, require: RequiredStatements): boolean {
  const isPublished = vouchings.some(({ predicateType }) => predicateType === publish)
  const isBuilt = vouchings.some(({ predicateType }) => isSlsa(predicateType))
  switch (require) {
    case 'any':
      return vouchings.length > 0
    case 'publish':
      return isPublished
    case 'slsa':
      return isBuilt
    case 'both':
      return isPublished && isBuilt
  }
}
