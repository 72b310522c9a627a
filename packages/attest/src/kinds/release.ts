import { AttestError } from '../error.ts'
import { textOf } from '../json.ts'
import type { AttestationKind } from '../kind.ts'
import { factsAt } from '../kind.ts'

/** in-toto release: this file belongs to this release. */
export const release: AttestationKind = {
  id: 'release',
  title: 'released by',
  predicateTypes: ['https://in-toto.io/attestation/release/v0.1', 'https://in-toto.io/attestation/release/v0.2'],
  hosted: false,
  read(predicate) {
    if (textOf(predicate, 'purl') === null && textOf(predicate, 'releaseId') === null)
      throw new AttestError('predicate', 'The predicate names no release.')
    return factsAt(predicate, { purl: ['purl'], release: ['releaseId'], repository: ['repository'], tag: ['tag'] })
  },
}
