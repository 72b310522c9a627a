import { AttestError } from '../error.ts'
import { listOf, textOf } from '../json.ts'
import type { AttestationKind } from '../kind.ts'
import { factsAt } from '../kind.ts'

/** An SPDX document, signed. */
export const spdx: AttestationKind = {
  id: 'spdx',
  title: 'bill of materials by',
  predicateTypes: ['https://spdx.dev/Document', 'https://spdx.dev/Document/v2.2', 'https://spdx.dev/Document/v2.3'],
  hosted: false,
  read(predicate) {
    if (textOf(predicate, 'spdxVersion') === null && listOf(predicate, '@graph').length === 0)
      throw new AttestError('predicate', 'The predicate is no SPDX document.')
    return factsAt(predicate, { version: ['spdxVersion'], name: ['name'] })
  },
}
