import type { Drift } from '@cordon/attest/identities'
import { type CheckMeta, defineCheck, type Outcome } from '@cordon/model'
import { nameOf } from '../finding.ts'
import { comparedWith, type DriftWords, driftOutcome, momentText, orNone } from '../vouched.ts'

const id = 'provenance/identity-changed'

const meta: CheckMeta = {
  title: 'Other publisher or workflow than before',
  domain: 'provenance',
  severity: 'high',
  why: `The release is properly attested, by somebody else than the releases before it: another repository or service, another workflow, another environment, or a branch where it was a tag. Whoever takes over a project on its index registers a publisher of their own, and every signature holds from then on; that it is another one is what is left to see.

High: another service, account or repository of another owner. Medium: another repository of the same owner, another workflow, or an environment (with its approvals) that is no longer used. Low: another environment, a branch instead of a tag. A rename that keeps both numbers is told and nothing more. Repositories that were made anew, owners, runners and triggers have checks of their own.

It is compared with everybody who counts: those who were there on first use and those whom somebody has accepted, for files of the same kind.`,
  remedy:
    'Compare with what the project says of its releases. If the change is right, `cordon identities accept` makes it count.',
  references: [
    'https://docs.pypi.org/attestations/security-model/',
    'https://peps.python.org/pep-0740/',
    'https://attack.mitre.org/techniques/T1195/002/',
  ],
}

const words: Readonly<Partial<Record<Drift['kind'], { readonly what: string; readonly title: string }>>> = {
  publisher: { what: 'is vouched for by', title: 'Other publisher than before' },
  workflow: { what: 'was published by the workflow', title: 'Other workflow than before' },
  signer: { what: 'is signed in the called workflow', title: 'Other signing workflow than before' },
  environment: { what: 'was published in the environment', title: 'Other environment than before' },
  ref: { what: 'was built from a ref that is a', title: 'Built from something else than a tag' },
}

/** Finds releases by another publisher, workflow or environment than any that counts. A history that cannot be read is unknown. */
export const identityChanged = defineCheck({
  id,
  meta,
  needs: ['vouched', 'identityHistory'],
  run(facts, dependency): Outcome | null {
    const outcome = driftOutcome({ id, meta }, facts, dependency, wordsOf)
    const [damaged] = comparedWith(facts, dependency)?.damaged ?? []
    if (damaged === undefined || outcome === null) return outcome
    const detail = `what is known of who vouched for ${nameOf(dependency)} before cannot be read: ${damaged.path}: ${damaged.detail}`
    return {
      kind: 'unknown',
      code: 'HISTORY_DAMAGED',
      detail,
      findings: outcome.kind === 'found' ? outcome.findings : [],
    }
  },
})

function wordsOf({ kind, before, after, since }: Drift, release: string): DriftWords | null {
  if (kind === 'renamed')
    return {
      title: 'Repository under another address',
      message: `The repository behind ${release} is at ${orNone(after)} now; in ${momentText(since)} it was at ${orNone(before)}. It is the same one, by its number and its owner's.`,
      remedy: 'Nothing has to be done; `cordon identities` lists both.',
    }
  const own = words[kind]
  if (own === undefined) return null
  const what =
    kind === 'environment' && after === null ? 'was published in no environment' : `${own.what} ${orNone(after)}`
  return { title: own.title, message: `${release} ${what}; ${momentText(since)} had ${orNone(before)}.` }
}
