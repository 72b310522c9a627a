import { type CheckMeta, defineCheck } from '@cordon/model'
import { driftOutcome, momentText, orNone } from '../vouched.ts'

const id = 'provenance/repository-transferred'

const meta: CheckMeta = {
  title: 'Repository that has changed hands',
  domain: 'provenance',
  severity: 'medium',
  why: `The release comes from the repository of the earlier ones (it has the same number), and that belongs to another owner now. Transfers are ordinary: a project moves from a person's account into an organization. They are also how a project is sold, or handed to somebody who has offered help, and its users are not asked.

A change of the owner's name alone, with the same number, is a rename and no transfer.`,
  remedy:
    'Look at who the new owner is and whether the project has said so. If it is right, `cordon identities accept` makes it count.',
  references: [
    'https://docs.github.com/en/repositories/creating-and-managing-repositories/transferring-a-repository',
    'https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md',
    'https://attack.mitre.org/techniques/T1195/001/',
  ],
}

/** Finds releases from the same repository with another owner. */
export const repositoryTransferred = defineCheck({
  id,
  meta,
  needs: ['vouched', 'identityHistory'],
  run(facts, dependency) {
    return driftOutcome({ id, meta }, facts, dependency, ({ kind, before, after, since }, release) =>
      kind === 'transferred'
        ? {
            message: `The repository behind ${release} belongs to ${orNone(after)} now; in ${momentText(since)} it was ${orNone(before)}.`,
          }
        : null,
    )
  },
})
