import type { AttestationKind } from '../kind.ts'
import { factsAt, required } from '../kind.ts'

/** in-toto link: one step of a supply chain was run. Checked against a layout, it is part of a chain; alone it says little. */
export const inTotoLink: AttestationKind = {
  id: 'in-toto-link',
  title: 'step by',
  predicateTypes: ['https://in-toto.io/attestation/link/v0.3', 'https://in-toto.io/Link/v1'],
  hosted: false,
  read(predicate) {
    required(predicate, 'name')
    return factsAt(predicate, { step: ['name'] })
  },
}
