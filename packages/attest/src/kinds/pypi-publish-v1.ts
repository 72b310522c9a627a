import { AttestError } from '../error.ts'
import { isObject } from '../json.ts'
import type { AttestationKind } from '../kind.ts'

/** PyPI's own: this file was uploaded from this workflow. Says nothing but who signs it. */
export const pypiPublishV1: AttestationKind = {
  id: 'pypi-publish-v1',
  title: 'published by',
  predicateTypes: ['https://docs.pypi.org/attestations/publish/v1'],
  hosted: true,
  read(predicate) {
    const empty = predicate === null || (isObject(predicate) && Object.keys(predicate).length === 0)
    if (!empty) throw new AttestError('predicate', 'The predicate of a publish attestation must be empty.')
    return []
  },
}
