import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseVersion } from '@cordon/pypa'
import { parseVersionRange, rangeHolds } from '../src/index.ts'

function holds(range: string, text: string): boolean {
  const [parsed, version] = [parseVersionRange(range), parseVersion(text)]
  assert.ok(parsed !== null && version !== null, range)
  return rangeHolds(parsed, version)
}

test('ranges hold what VERS says', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['vers:pypi/*', '0.1 5', ''],
    ['vers:pypi/1.0', '1 1.0.0', '1.0.1'],
    ['vers:pypi/=1.0|3.0', '1.0 3.0', '2.0'],
    ['vers:pypi/>=1.0|<2.0', '1.0 1.9 2.0rc1', '0.9 2.0 3'],
    ['vers:pypi/<1.0|>=2.0|<3.0|>5', '0.1 2.0 2.9 6', '1.0 1.5 3.0 4 5'],
    ['vers:pypi/>=1.0|!=1.5|<2.0', '1.4 1.6', '1.5 2.0'],
    ['vers:pypi/!=1.5', '1.4 9', '1.5'],
    ['vers:pypi/<=1.0', '0.9 1.0', '1.0.post1'],
    ['vers:pypi/>=1.0|<=2.0|2.5', '1.0 2.0 2.5', '2.4 2.6'],
    ['vers:pypi/1.0%2Blocal', '1.0+local', '1.0'],
  ]
  for (const [range, inside, outside] of cases) {
    for (const version of inside.split(' ').filter(Boolean)) assert.ok(holds(range, version), `${range} ${version}`)
    for (const version of outside.split(' ').filter(Boolean)) assert.ok(!holds(range, version), `${range} ${version}`)
  }
})

test('what is no range of Python versions is none', () => {
  for (const text of [
    '',
    'vers:',
    'vers:pypi/',
    'vers:npm/>=1',
    'vers:pypi/>=',
    'vers:pypi/>=1|',
    'vers:pypi/>=1|<1',
    'vers:pypi/x y',
    'vers:pypi/%',
  ])
    assert.equal(parseVersionRange(text), null, text)
})
