import { AttestError } from '../error.ts'
import { listOf } from '../json.ts'
import type { AttestationKind } from '../kind.ts'
import { factsAt, required } from '../kind.ts'

/** SLSA verification summary: somebody verified this file, and found these levels. */
export const slsaVsaV1: AttestationKind = {
  id: 'slsa-vsa-v1',
  title: 'verified by',
  predicateTypes: ['https://slsa.dev/verification_summary/v1'],
  hosted: false,
  read(predicate) {
    required(predicate, 'verifier', 'id')
    required(predicate, 'resourceUri')
    const result = required(predicate, 'verificationResult')
    if (result !== 'PASSED' && result !== 'FAILED')
      throw new AttestError('predicate', 'The verification summary has a result that is neither PASSED nor FAILED.')
    const levels = listOf(predicate, 'verifiedLevels').filter((each) => typeof each === 'string')
    const facts = factsAt(predicate, {
      verifier: ['verifier', 'id'],
      resource: ['resourceUri'],
      result: ['verificationResult'],
      policy: ['policy', 'uri'],
    })
    return [...facts, { name: 'levels', value: levels.join(', ').slice(0, 500) }]
  },
}
