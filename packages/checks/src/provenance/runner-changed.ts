import { type CheckMeta, defineCheck } from '@cordon/model'
import { driftOutcome, momentText, orNone } from '../vouched.ts'

const id = 'provenance/runner-changed'

const meta: CheckMeta = {
  title: 'Built on a machine of its own, where it was hosted',
  domain: 'provenance',
  severity: 'medium',
  why: `Earlier releases were built on a runner of the build service, which is made for one run and thrown away. This one was built on a self-hosted runner: a machine that somebody keeps, on which what an earlier run left behind, or whoever has access, can change what is built. The attestation holds all the same.

Projects have honest reasons (an architecture or a graphics card that is not offered); the step away from hosted runners is also what somebody takes who wants to build something else than the sources say. SLSA counts such a build as level 1.`,
  remedy:
    'Ask the project why it builds on a machine of its own. If that is right, `cordon identities accept` makes it count.',
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use#hardening-for-self-hosted-runners',
    'https://slsa.dev/spec/v1.2/build-track-basics',
    'https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md',
  ],
}

/** Finds releases that were built on a self-hosted runner where earlier ones were not. */
export const runnerChanged = defineCheck({
  id,
  meta,
  needs: ['vouched', 'identityHistory'],
  run(facts, dependency) {
    return driftOutcome({ id, meta }, facts, dependency, ({ kind, before, after, since }, release) =>
      kind === 'runner'
        ? {
            message: `${release} was built on a ${orNone(after)} runner; ${momentText(since)} was built on a ${orNone(before)} one.`,
          }
        : null,
    )
  },
})
