import { type CheckMeta, defineCheck, type Outcome } from '@cordon/model'
import { findingOf, lineOf, outcomeOf } from '../finding.ts'
import { demandCodes, releaseText } from '../vouched.ts'

const id = 'provenance/pinned-identity'

const meta: CheckMeta = {
  title: 'File by somebody else than was demanded',
  domain: 'provenance',
  severity: 'high',
  why: `A lock file may say who built each package (\`packages.attestation-identities\` of PEP 751; \`cordon lock pin-identities\` writes it), and a command line may (\`--identity\`). Every file of the package must then be vouched for by one of those. This one is vouched for by somebody else, or by nobody.

A hash in a lock says that the bytes are the ones that were locked; the identity says that they came from whom the project trusts. When a lock is made anew after an account was taken over, the hashes follow the attacker's files and the identity does not.`,
  remedy:
    'Find out from the project whether its release process has changed. If it has, pin the new identity; if not, stay with the release before.',
  references: [
    'https://peps.python.org/pep-0751/',
    'https://packaging.python.org/en/latest/specifications/pylock-toml/',
    'https://peps.python.org/pep-0740/',
  ],
}

/** Finds files that are vouched for by nobody whom the lock or the command line names. */
export const pinnedIdentity = defineCheck({
  id,
  meta,
  needs: ['vouched'],
  run({ vouched }, dependency): Outcome | null {
    if (vouched === null) return null
    const reasons = vouched.files.flatMap((file) =>
      file.state === 'failed'
        ? file.failures.flatMap(({ code, detail }) => (demandCodes.has(code) ? [{ file, detail }] : []))
        : [],
    )
    const findings = [...Map.groupBy(reasons, ({ detail }) => detail)].map(([detail, some]) =>
      findingOf(id, meta, {
        message: `${releaseText(
          dependency,
          vouched,
          some.map(({ file }) => file),
        )} is not by whom it should be. ${detail}`,
        evidence: [lineOf(dependency)],
      }),
    )
    return findings.length === 0 && vouched.pinned === null ? null : outcomeOf(findings)
  },
})
