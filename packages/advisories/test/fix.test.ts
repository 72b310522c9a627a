import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FixChoice } from '@cordon/model'
import { parseSpecifiers } from '@cordon/pypa'
import { ask, type Json, open, range, record } from './support.ts'

const zero = { introduced: '0' }

function fixFor(records: readonly Json[], version: string, constraint?: string): FixChoice | null | undefined {
  return ask(open(records), version, constraint === undefined ? {} : { constraint: parseSpecifiers(constraint) }).fix
}

test('the end of the interval that holds the release', () => {
  const records = [record('A-1', range(zero, { fixed: '1.11.27' }, { introduced: '2.2' }, { fixed: '2.2.9' }))]
  assert.deepEqual(fixFor(records, '2.2.1'), {
    version: '2.2.9',
    unfixable: [],
    because: '2.2.9 is the nearest known release that clears the flaw',
  })
  assert.equal(fixFor(records, '1.0')?.version, '1.11.27')
  assert.equal(fixFor(records, '2.1'), null)
})

test('the nearest release that clears all flaws, with what is wrong with those below', () => {
  const records = [
    record('CVE-2024-1', range(zero, { fixed: '1.1' })),
    record('CVE-2024-2', range(zero, { fixed: '1.3' })),
    record('CVE-2024-3', range({ introduced: '1.3' }, { fixed: '1.4' })),
  ]
  assert.deepEqual(fixFor(records, '1.0'), {
    version: '1.4',
    unfixable: [],
    because: '1.4 is the nearest known release that clears both flaws; 1.1 has CVE-2024-2; 1.3 has CVE-2024-3',
  })
})

test('a known release beyond a last affected one', () => {
  const records = [
    record('A-1', range(zero, { last_affected: '1.5' })),
    record('A-2', { versions: ['0.1', '1.6'] }, { withdrawn: '2024-01-01T00:00:00Z' }),
  ]
  assert.equal(fixFor(records, '1.0')?.version, '1.6')
})

test('a final release is better than a nearer pre-release, unless a pre-release is installed', () => {
  const candidate = record('A-1', range(zero, { fixed: '2.0rc1' }))
  const later = [candidate, record('B-1', range(zero, { fixed: '0.9' }, { introduced: '3' }, { fixed: '3.1' }))]
  assert.equal(fixFor(later, '1.0')?.version, '3.1')
  assert.equal(fixFor(later, '2.0b1')?.version, '2.0rc1')
  const only = fixFor([record('A-1', range(zero, { fixed: '2.0rc1' }))], '1.0')
  assert.equal(only?.version, '2.0rc1')
  assert.match(only?.because ?? '', /it is a pre-release/)
})

test('a constraint: the nearest release that it admits, or none with the one that it refuses', () => {
  const records = [record('A-1', range(zero, { fixed: '2.0' })), record('B-1', range({ introduced: '3' }))]
  assert.equal(fixFor(records, '1.0', '<3')?.version, '2.0')
  assert.deepEqual(fixFor(records, '1.0', '<2'), {
    version: null,
    unfixable: [],
    because: '2.0 is the nearest known release that clears the flaw, and `<2` does not admit it',
  })
  const backported = [record('A-1', range(zero, { fixed: '1.5.1' }, { introduced: '2.0' }, { fixed: '2.0.3' }))]
  assert.equal(fixFor(backported, '1.0', '!=1.5.1,<3')?.version, '2.0.3')
})

test('no fix at all', () => {
  const records = [record('CVE-2024-1', range(zero)), record('CVE-2024-2', range(zero, { fixed: '1.5' }))]
  assert.deepEqual(fixFor(records, '1.0'), {
    version: null,
    unfixable: ['CVE-2024-1'],
    because: 'no known release is free of CVE-2024-1; 1.5 clears the other one; 1.5 has CVE-2024-1',
  })
  assert.deepEqual(fixFor([record('CVE-2024-1', { versions: ['0.9', '1.0'] })], '1.0'), {
    version: null,
    unfixable: ['CVE-2024-1'],
    because: 'the advisories know no later release',
  })
})

test('a hijacked release: the newest clean one before it is named', () => {
  const records = [
    record('MAL-2024-1', { versions: ['1.2.1', '1.2.2'] }),
    record('PYSEC-2020-1', range(zero, { fixed: '1.1' })),
  ]
  assert.match(fixFor(records, '1.2.1')?.because ?? '', /the newest older release that is clear is 1\.1$/)
})

test('every later release has a flaw of its own', () => {
  const records = [record('A-1', range(zero, { fixed: '1.5' })), record('A-2', range({ introduced: '1.5' }))]
  assert.deepEqual(fixFor(records, '1.0'), {
    version: null,
    unfixable: [],
    because: 'every later release that is known has a flaw; 1.5 clears the flaw; 1.5 has A-2',
  })
})

test('a release that every record can be read for is better than a nearer one', () => {
  const records = [
    record('A-1', range(zero, { fixed: '2.6.1' })),
    record('A-2', range(zero, { last_affected: '2.6-NA' })),
    record('A-3', range(zero, { fixed: '0.1' }, { introduced: '0.1' }, { fixed: '2.8' })),
  ]
  assert.equal(fixFor(records.slice(0, 2), '1.0')?.version, '2.6.1')
  assert.match(fixFor(records.slice(0, 2), '1.0')?.because ?? '', /whether it is affected by A-2 cannot be told/)
  assert.equal(fixFor(records, '1.0')?.version, '2.8')
})

test('local versions are never offered', () => {
  const records = [record('A-1', range(zero, { fixed: '2.0+cpu' }))]
  assert.equal(fixFor(records, '1.0')?.version, null)
})
