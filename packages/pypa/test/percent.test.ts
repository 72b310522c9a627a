import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodePercent, lastSegment } from '@cordon/pypa'
import fc from 'fast-check'

test('escapes are undone as a whole, or not at all', () => {
  assert.equal(decodePercent('a%20b%C3%A9'), 'a b\u00e9')
  for (const broken of ['%', '%2', '%zz', '100%', '%ff', '%20%ff', '%c3']) assert.equal(decodePercent(broken), broken)
})

test('the last segment of a URL, of a path and of nothing', () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ['https://example.invalid/a/foo-1.0%2Blocal.whl?x=/y#sha256=/0', 'foo-1.0+local.whl'],
    ['https://example.invalid/a/foo-%zz.whl', 'foo-%zz.whl'],
    ['dist\\foo-1.0.zip', 'foo-1.0.zip'],
    ['foo-1.0.zip', 'foo-1.0.zip'],
    ['https://example.invalid/a/', null],
    ['', null],
  ]
  for (const [text, expected] of cases) assert.equal(lastSegment(text), expected)
})

test('nothing makes either throw', () => {
  const escapes = fc
    .array(fc.constantFrom('%', 'c3', 'a9', '/', '2', 'z', '?', '#', 'ff'))
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), escapes), (text) => {
      assert.equal(typeof decodePercent(text), 'string')
      assert.notEqual(lastSegment(text), '')
    }),
  )
})
