import { type CheckMeta, defineCheck } from '@cordon/model'
import { driftOutcome, momentText, orNone } from '../vouched.ts'

const id = 'provenance/lost'

const meta: CheckMeta = {
  title: 'No attestation any more, where earlier releases had one',
  domain: 'provenance',
  severity: 'high',
  why: `Earlier releases of the project were attested, and nothing vouches for the files of this one. A project that publishes from its workflow does not stop attesting by itself: the usual reason is an upload by hand, with a token. That is how releases are made with a stolen token: the last malicious ones of the attack that is described below could be told by exactly this.

It is told for wheels and source distributions apart, and compared with every attested release that was seen before, however long ago. A type of statement that is no longer made (SLSA provenance, where it was there) is told as medium. Files that could not be asked about are neither attested nor without.`,
  remedy:
    'Stay with the last attested release until the project has said why. If it has stopped attesting, `cordon identities forget` ends the comparison.',
  references: [
    'https://docs.pypi.org/attestations/',
    'https://blog.pypi.org/posts/2024-12-11-ultralytics-attack-analysis/',
    'https://attack.mitre.org/techniques/T1195/002/',
  ],
}

/** Finds kinds of files without an attestation, or without a type of it, that earlier releases had. */
export const lost = defineCheck({
  id,
  meta,
  needs: ['vouched', 'identityHistory'],
  run(facts, dependency) {
    return driftOutcome({ id, meta }, facts, dependency, ({ kind, before, since }, release) => {
      if (kind === 'lost')
        return {
          message: `Nothing vouches for ${release}; ${momentText(since)} was vouched for by ${orNone(before)}.`,
        }
      if (kind !== 'statement-lost') return null
      return {
        title: 'A type of attestation is no longer made',
        message: `${release} comes without ${orNone(before)}, which ${momentText(since)} had.`,
      }
    })
  },
})
