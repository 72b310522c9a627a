import { AttestError } from '../error.ts'
import { textOf } from '../json.ts'
import type { AttestationKind } from '../kind.ts'
import { factsAt } from '../kind.ts'

/** A CycloneDX bill of materials, signed. */
export const cyclonedx: AttestationKind = {
  id: 'cyclonedx',
  title: 'bill of materials by',
  predicateTypes: ['https://cyclonedx.org/bom', 'https://cyclonedx.org/schema'],
  hosted: false,
  read(predicate) {
    if (textOf(predicate, 'bomFormat') !== 'CycloneDX')
      throw new AttestError('predicate', 'The predicate is no CycloneDX document.')
    return factsAt(predicate, { version: ['specVersion'], serial: ['serialNumber'] })
  },
}
