import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMarker, parseVersion } from '@cordon/pypa'
import fc from 'fast-check'
import { pythonMarker, readPoetryConstraint, satisfiesAny } from '../src/poetry/constraint.ts'

function converted(text: string): string | null {
  return (
    readPoetryConstraint(text)
      ?.map((set) => set.raw)
      .join(' | ') ?? null
  )
}

// The tables of poetry's own documentation, and what its parser takes besides.
const table: Readonly<Record<string, string | null>> = {
  '^1.2.3': '>=1.2.3,<2',
  '^1.2': '>=1.2,<2',
  '^1': '>=1,<2',
  '^0.2.3': '>=0.2.3,<0.3',
  '^0.0.3': '>=0.0.3,<0.0.4',
  '^0.0': '>=0.0,<0.1',
  '^0': '>=0,<1',
  '^1.0.0b2': '>=1.0.0b2,<2',
  '^1!2.3': '>=1!2.3,<1!3',
  '~1.2.3': '>=1.2.3,<1.3',
  '~1.2': '>=1.2,<1.3',
  '~1': '>=1,<2',
  '~=1.4.2': '~=1.4.2',
  '*': '',
  '': '',
  x: '',
  '1.*': '==1.*',
  '1.2.x': '==1.2.*',
  '==1.2.*': '==1.2.*',
  '!=1.2.*': '!=1.2.*',
  '>=1.*': '>=1',
  '1.2.3': '==1.2.3',
  '=1.2.3': '==1.2.3',
  '==1.2.3': '==1.2.3',
  '<>1.5': '!=1.5',
  '>= 1.2, < 1.5': '>=1.2,<1.5',
  '>=1.2 <1.5': '>=1.2,<1.5',
  '>=1.2,<1.5,!=1.3': '>=1.2,<1.5,!=1.3',
  '^2.7 || ^3.5': '>=2.7,<3 | >=3.5,<4',
  '<2|>=3': '<2 | >=3',
  '<2 || *': '',
  '===one-of-a-kind': '===one-of-a-kind',
  'not a version': null,
  '^': null,
  '>=': null,
  '>*': null,
  '>=1 ||| <3': '',
  '1.2.3.4 extra': null,
}

for (const [text, expected] of Object.entries(table)) {
  test(`"${text}" is ${expected === null ? 'refused' : `"${expected}"`}`, () => {
    assert.equal(converted(text), expected)
  })
}

test('a constraint on Python becomes a marker', () => {
  const markers: Readonly<Record<string, string | null>> = {
    '^3.8': 'python_version >= "3.8" and python_full_version < "4"',
    '>=3.8,<3.12': 'python_version >= "3.8" and python_version < "3.12"',
    '>=3.8.1': 'python_full_version >= "3.8.1"',
    '>3.8': 'python_full_version > "3.8"',
    '3.9.*': 'python_version == "3.9"',
    '~2.7 || ^3.5':
      '(python_version >= "2.7" and python_version < "2.8") or (python_version >= "3.5" and python_full_version < "4")',
    '*': null,
    '<3 || *': null,
    nonsense: null,
  }
  for (const [text, expected] of Object.entries(markers)) {
    assert.equal(pythonMarker(text), expected)
    if (expected !== null) assert.equal(typeof parseMarker(expected).raw, 'string')
  }
})

test('a version lies within its own caret and tilde, and the next breaking one does not (law)', () => {
  const part = fc.nat({ max: 20 })
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), fc.constantFrom('^', '~'), (release, operator) => {
      const version = parseVersion(release.join('.')) ?? assert.fail()
      const sets = readPoetryConstraint(`${operator}${release.join('.')}`) ?? assert.fail()
      assert.ok(satisfiesAny(version, sets))
      const above = parseVersion(`${(release[0] ?? 0) + 1}`) ?? assert.fail()
      assert.ok(!satisfiesAny(above, sets))
    }),
  )
})

test('any text is read or refused, in linear time (law)', () => {
  const piece = fc.constantFrom('^', '~', '>=', '<', '=', '*', '1', '.', ' ', ',', '|', '||', '.*', 'x', '!', 'a')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const sets = readPoetryConstraint(pieces.join(''))
      assert.ok(sets === null || sets.length > 0)
    }),
  )
  assert.equal(readPoetryConstraint('>'.repeat(100_000)), null)
  assert.equal(readPoetryConstraint(`${'1 '.repeat(900)}>`), null)
})
