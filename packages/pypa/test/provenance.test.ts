import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sharedData, withoutSharedData } from '@cordon/testkit'
import fc from 'fast-check'
import { parseProvenancePublishers } from '../src/index.ts'

test('publishers are read, and what is no provenance is none', () => {
  const publisher = { kind: 'GitHub', repository: 'acme/shop', workflow: 'release.yml' }
  const text = JSON.stringify({
    version: 1,
    attestation_bundles: [{ publisher }, { publisher: { kind: 'Google' } }, 7],
  })
  assert.deepEqual(parseProvenancePublishers(text), [
    { kind: 'GitHub', repository: 'acme/shop' },
    { kind: 'Google', repository: null },
  ])
  for (const other of [
    '',
    '[]',
    '{}',
    'null',
    '{"attestation_bundles": {}}',
    '{"__proto__": {"attestation_bundles": []}}',
  ])
    assert.equal(parseProvenancePublishers(other), null, other)
})

test('law: any text is read without an error', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseProvenancePublishers(text)))
})

const real = sharedData('attestations', 'pypi_attestations-0.0.19.tar.gz.provenance')
test('a real provenance names its repository', { skip: real === null && withoutSharedData('attestations') }, () => {
  const found = parseProvenancePublishers(readFileSync(real ?? '', 'utf8'))
  assert.deepEqual(found, [{ kind: 'GitHub', repository: 'trailofbits/pypi-attestations' }])
})
