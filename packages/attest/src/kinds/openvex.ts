import { AttestError } from '../error.ts'
import { listOf, textOf } from '../json.ts'
import type { AttestationKind } from '../kind.ts'
import { factsAt } from '../kind.ts'

/** OpenVEX statements about vulnerabilities, signed. */
export const openvex: AttestationKind = {
  id: 'openvex',
  title: 'vulnerabilities judged by',
  predicateTypes: ['https://openvex.dev/ns', 'https://openvex.dev/ns/v0.2.0'],
  hosted: false,
  read(predicate) {
    if (textOf(predicate, '@context')?.startsWith('https://openvex.dev/ns') !== true)
      throw new AttestError('predicate', 'The predicate is no OpenVEX document.')
    const statements = { name: 'statements', value: String(listOf(predicate, 'statements').length) }
    return [...factsAt(predicate, { author: ['author'], date: ['timestamp'] }), statements]
  },
}
