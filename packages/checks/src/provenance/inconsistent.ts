import { type CheckMeta, defineCheck, type Finding, type Outcome } from '@cordon/model'
import { findingOf, lineOf, nameOf, outcomeOf } from '../finding.ts'
import { comparedWith, releaseText } from '../vouched.ts'

const id = 'provenance/inconsistent'

const meta: CheckMeta = {
  title: 'Release whose files do not come from one place',
  domain: 'provenance',
  severity: 'medium',
  why: `The files of one release are vouched for by more than one repository or workflow, or some of them by nobody. A release is made in one go: a file from elsewhere was added by somebody, later or from another machine. Indexes take further files for a release that is already out, and installers prefer the one that fits best, so that a single added wheel reaches everybody on its platform.

Low: some files have no attestation, which is common where one platform is built by hand. Medium: two workflows or repositories. Only the files that are pinned or installed here are looked at.`,
  remedy: 'Compare the odd file with the others: its upload time, its author and its content (`cordon inspect`).',
  references: [
    'https://docs.pypi.org/attestations/security-model/',
    'https://peps.python.org/pep-0740/',
    'https://attack.mitre.org/techniques/T1195/002/',
  ],
}

/** Finds releases of which files are vouched for by several sources, or only some. */
export const inconsistent = defineCheck({
  id,
  meta,
  needs: ['vouched', 'identityHistory'],
  run(facts, dependency): Outcome | null {
    const compared = comparedWith(facts, dependency)
    if (facts.vouched === null || compared === null) return null
    const name = nameOf(dependency)
    const evidence = [lineOf(dependency)] as const
    const several = compared.comparisons.flatMap(({ sources }): readonly Finding[] => {
      if (sources.length < 2) return []
      const message = `The files of ${name} are vouched for by ${sources.length} sources: ${sources.slice(0, 3).join(', ')}.`
      return [findingOf(id, meta, { message, evidence })]
    })
    const { files } = facts.vouched
    const without = files.filter(({ state }) => state === 'missing')
    if (without.length === 0 || files.every(({ state }) => state !== 'verified')) return outcomeOf(several)
    const message = `Nothing vouches for ${releaseText(dependency, facts.vouched, without)}, and something does for the other files.`
    const partial = findingOf(id, meta, {
      title: 'Some files of a release without an attestation',
      severity: 'low',
      message,
      evidence,
    })
    return outcomeOf([...several, partial])
  },
})
