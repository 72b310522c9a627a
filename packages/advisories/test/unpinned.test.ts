import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, type Json, open, range, record } from './support.ts'

const zero = { introduced: '0' }

function detail(records: readonly Json[], specifier?: string): string {
  const answer = ask(open(records), null, specifier === undefined ? {} : { specifier })
  assert.ok(answer.kind === 'unknown' && answer.code === 'UNPINNED')
  return answer.detail
}

const flaw = record('A-1', {
  ...range({ introduced: '1.2' }, { fixed: '2.0' }),
  versions: ['1.2', '1.3', '1.9rc1'],
})

test('the range of verdicts over what is known and admitted', () => {
  assert.equal(
    detail([flaw], '>=1.2'),
    'no version is fixed; 2 of 3 known releases that `>=1.2` admits are affected; the lowest that is clear is 2.0',
  )
  assert.equal(
    detail([flaw], '<2'),
    'no version is fixed; 2 of 2 known releases that `<2` admits are affected; none is known to be clear; the newest of them, 1.3, is affected',
  )
  assert.equal(
    detail([flaw]),
    'no version is fixed; 2 of 3 known releases are affected; the lowest that is clear is 2.0',
  )
  assert.equal(
    detail([flaw], '==1.9rc1'),
    'no version is fixed; 1 of 1 known releases that `==1.9rc1` admits are affected; none is known to be clear; the newest of them, 1.9rc1, is affected',
  )
})

test('a name that no advisory names, and one of which no release is admitted', () => {
  assert.equal(detail([]), 'no version is fixed; no advisory names demo')
  assert.equal(
    detail([record('A-1', range(zero), { withdrawn: '2024-01-01T00:00:00Z' })]),
    'no version is fixed; no advisory names demo',
  )
  assert.equal(detail([flaw], '>5'), 'no version is fixed; the advisories about demo know no release that `>5` admits')
})

test('what cannot be told is neither affected nor clear', () => {
  const records = [flaw, record('A-2', range(zero, { last_affected: '1.3-NA' }))]
  assert.match(detail(records, '>=1.3'), /1 of 2 known releases .* affected; the lowest that is clear is 2\.0/)
  assert.match(detail([record('A-3', {}), flaw], '>=2'), /of 1 it cannot be told \(A-3\); none is known to be clear/)
})

test('a flaw of every version is certain without a version', () => {
  const answer = ask(open([record('MAL-2024-1', range(zero)), flaw]), null)
  assert.deepEqual(
    answer.matches.map(({ id, kind, proof }) => [id, kind, proof[0]?.text]),
    [['MAL-2024-1', 'malware', 'every version']],
  )
  assert.deepEqual(ask(open([flaw]), null).matches, [])
})
