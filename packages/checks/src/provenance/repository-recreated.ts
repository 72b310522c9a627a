import { type CheckMeta, defineCheck } from '@cordon/model'
import { driftOutcome, momentText, orNone } from '../vouched.ts'

const id = 'provenance/repository-recreated'

const meta: CheckMeta = {
  title: 'Publisher that another has taken the name of',
  domain: 'provenance',
  severity: 'critical',
  why: `The release comes from a repository, or from an owner's account, with the same address as before and another number. Addresses are given away: when an account or a repository is deleted or renamed, whoever registers the name next gets the address, and everything that trusts the address trusts them (repo jacking). The numbers in the certificate (repository id, owner id) are never used twice.

A repository that was deleted and made anew by the same people looks the same from here; that is rare, and worth asking them about.`,
  remedy:
    'Do not install the release. Ask the project by another way than its repository whether it has made it anew; if so, `cordon identities accept`.',
  references: [
    'https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md',
    'https://docs.pypi.org/trusted-publishers/security-model/',
    'https://attack.mitre.org/techniques/T1195/001/',
  ],
}

/** Finds releases from a repository or an account that only has the address of the one before. */
export const repositoryRecreated = defineCheck({
  id,
  meta,
  needs: ['vouched', 'identityHistory'],
  run(facts, dependency) {
    return driftOutcome({ id, meta }, facts, dependency, ({ kind, before, after, since }, release) =>
      kind === 'recreated'
        ? {
            message: `${release} comes from ${orNone(after)}, which is not ${orNone(before)} that vouched for ${momentText(since)}: the same address, and somebody else behind it.`,
          }
        : null,
    )
  },
})
