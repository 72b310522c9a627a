import { slsaLevelOf } from '@cordon/attest/identities'
import { type CheckMeta, defineCheck, type Outcome } from '@cordon/model'
import { findingOf, lineOf, outcomeOf } from '../finding.ts'
import { releaseText } from '../vouched.ts'

const id = 'provenance/below-slsa-level'

const meta: CheckMeta = {
  title: 'Build below the SLSA level that is asked for',
  domain: 'provenance',
  severity: 'high',
  why: `The configuration asks for a SLSA build level (\`slsa-level\` of a rule in \`[provenance]\`) that a file does not reach. Level 1: something says how it was built. Level 2: a hosted build service signed that, and the certificate bears it out. Level 3: the build ran in a workflow that the project's own authors cannot change while it runs.

The level follows from certificates and from who is known to build as it says, not from what a provenance claims of itself. A publish attestation alone is level 1, and so is whatever ran on a runner of the project's own.`,
  remedy: 'Take a release that reaches the level, ask the project to build it so, or lower `slsa-level` of the rule.',
  references: [
    'https://slsa.dev/spec/v1.2/build-track-basics',
    'https://slsa.dev/spec/v1.2/verifying-artifacts',
    'https://docs.github.com/en/actions/concepts/security/artifact-attestations',
  ],
}

/** Finds files whose build is below the level that the policy asks for; one without any attestation is of level 0. */
export const belowSlsaLevel = defineCheck({
  id,
  meta,
  needs: ['vouched', 'demands'],
  run({ vouched, demands }, dependency): Outcome | null {
    const asking = demands.filter(({ slsaLevel }) => slsaLevel > 0)
    if (vouched === null || asking.length === 0) return null
    const levels = vouched.files
      .filter(({ state }) => state === 'verified' || state === 'missing')
      .map((file) => ({ file, slsa: slsaLevelOf(file.vouchings) }))
    const findings = asking.flatMap(({ slsaLevel, at }) => {
      const below = levels.filter(({ slsa }) => slsa.level < slsaLevel)
      return [...Map.groupBy(below, ({ slsa }) => slsa.level)].map(([level, some]) => {
        const why = [...new Set(some.flatMap(({ slsa }) => slsa.reasons.map(({ text }) => text)))].join(' ')
        const message = `${releaseText(
          dependency,
          vouched,
          some.map(({ file }) => file),
        )} is of SLSA build level ${level}, and ${at.path}:${at.line} asks for ${slsaLevel}. ${why}`
        return findingOf(id, meta, { message, evidence: [lineOf(dependency)] })
      })
    })
    return outcomeOf(findings)
  },
})
