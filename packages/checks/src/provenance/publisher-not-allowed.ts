import { mismatch, parseIdentity } from '@cordon/attest/identities'
import { type CheckMeta, defineCheck, type Outcome, type SignerIdentity } from '@cordon/model'
import { findingOf, lineOf, outcomeOf } from '../finding.ts'
import { releaseText } from '../vouched.ts'

const id = 'provenance/publisher-not-allowed'

const meta: CheckMeta = {
  title: 'Publisher that the policy does not allow',
  domain: 'provenance',
  severity: 'high',
  why: `The configuration says who may publish this package (\`publishers\` of a rule in \`[provenance]\`), and what vouches for a file is signed by somebody else. The attestation holds: it is the wrong one. This is what a package of a prefix that is one's own looks like when an outsider has uploaded it, and what a taken-over project looks like whose new owner attests properly.

It is the certificate that is compared (the source repository, its owner, the workflow), never what the index says about the publisher, which nothing signs.`,
  remedy:
    'Check where the package comes from. If the publisher is right, add it to `publishers` of the rule; if not, remove the package.',
  references: [
    'https://peps.python.org/pep-0740/',
    'https://docs.pypi.org/trusted-publishers/',
    'https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md',
  ],
}

/** Finds files that are vouched for by somebody whom the policy does not name. Every statement with an identity is compared. */
export const publisherNotAllowed = defineCheck({
  id,
  meta,
  needs: ['vouched', 'demands'],
  run({ vouched, demands }, dependency): Outcome | null {
    const limiting = demands.filter(({ publishers }) => publishers.length > 0)
    if (vouched === null || limiting.length === 0) return null
    const findings = limiting.flatMap(({ publishers, at }) => {
      const allowed = publishers.map(parseIdentity)
      const others = vouched.files.flatMap((file) =>
        file.state !== 'verified'
          ? []
          : file.vouchings
              .filter(({ identity }) => allowed.every((demand) => mismatch(identity, demand) !== null))
              .map(({ identity }) => ({ file, signer: signerOf(identity) })),
      )
      return [...Map.groupBy(others, ({ signer }) => signer)].map(([signer, some]) => {
        const message = `${releaseText(
          dependency,
          vouched,
          some.map(({ file }) => file),
        )} is vouched for by ${signer}; ${at.path}:${at.line} allows ${publishers.join(', ')}.`
        return findingOf(id, meta, { message, evidence: [lineOf(dependency)] })
      })
    })
    return outcomeOf(findings)
  },
})

function signerOf(identity: SignerIdentity | null): string {
  if (identity === null) return 'a key'
  return identity.facts.buildConfigUri ?? identity.facts.sourceRepository ?? identity.subject ?? 'nobody who is named'
}
