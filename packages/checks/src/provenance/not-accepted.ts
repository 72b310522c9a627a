import { type CheckMeta, defineCheck, type Outcome } from '@cordon/model'
import { findingOf, lineOf, outcomeOf } from '../finding.ts'
import { comparedWith, releaseText } from '../vouched.ts'

const id = 'provenance/not-accepted'

const meta: CheckMeta = {
  title: 'Publisher that nobody has accepted yet',
  domain: 'provenance',
  severity: 'high',
  why: `The configuration says that a publisher does not count only because it was the first to be seen (\`trust-on-first-use = false\` in \`[provenance]\`), and nobody has accepted one for this package. The release is vouched for; that this is by whom it should be is for a person to say, once.

With trust on first use, which is the default, the first publisher counts and every later one is compared with it: that misses a project that was taken over before it was first looked at.`,
  remedy: 'Check the publisher, then `cordon identities accept`: the file of identities then shows it for review.',
  references: [
    'https://en.wikipedia.org/wiki/Trust_on_first_use',
    'https://peps.python.org/pep-0740/',
    'https://docs.pypi.org/attestations/security-model/',
  ],
}

/** Finds publishers of which no history tells anything, where first use does not count. */
export const notAccepted = defineCheck({
  id,
  meta,
  needs: ['vouched', 'identityHistory'],
  run(facts, dependency): Outcome | null {
    const compared = comparedWith(facts, dependency)
    const { vouched } = facts
    if (vouched === null || compared === null || facts.identityHistory?.trustOnFirstUse === true) return null
    const first = compared.comparisons.flatMap(({ firstSeen }) => firstSeen)
    const bySource = Map.groupBy(
      first,
      ({ identity }) => identity.repository ?? identity.account ?? 'nobody who is named',
    )
    const findings = [...bySource].map(([source, some]) =>
      findingOf(id, meta, {
        message: `${releaseText(
          dependency,
          vouched,
          some.map(({ filename }) => filename),
        )} is vouched for by ${source}, which nobody has accepted.`,
        evidence: [lineOf(dependency)],
      }),
    )
    return outcomeOf(findings)
  },
})
