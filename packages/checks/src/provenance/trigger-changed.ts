import { type CheckMeta, defineCheck } from '@cordon/model'
import { driftOutcome, momentText, orNone } from '../vouched.ts'

const id = 'provenance/trigger-changed'

const meta: CheckMeta = {
  title: 'Release caused by something else than before',
  domain: 'provenance',
  severity: 'high',
  why: `The certificate says which event started the workflow that published. High: an event that somebody without rights to the repository can cause, such as \`pull_request_target\` or a comment on an issue; a workflow that releases on it can be made to release what an outsider wrote. Low: an event that one person causes by hand (\`workflow_dispatch\`), which leaves no trace in the repository's history.

PyPI refuses \`pull_request_target\` since March 2026; other indexes may not.`,
  remedy:
    'Look at the run that published it (its address is in the attestation). If that is right, `cordon identities accept` makes it count.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows',
    'https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/',
    'https://docs.pypi.org/trusted-publishers/security-model/',
  ],
}

/** Finds releases that were started by an event from outside, or by hand, where earlier ones were not. */
export const triggerChanged = defineCheck({
  id,
  meta,
  needs: ['vouched', 'identityHistory'],
  run(facts, dependency) {
    return driftOutcome({ id, meta }, facts, dependency, ({ kind, before, after, since }, release) =>
      kind === 'trigger'
        ? {
            message: `${release} was published on ${orNone(after)}; ${momentText(since)} was published on ${orNone(before)}.`,
          }
        : null,
    )
  },
})
