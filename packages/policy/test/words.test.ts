import assert from 'node:assert/strict'
import { test } from 'node:test'
import { editDistance } from '@cordon/model'
import fc from 'fast-check'
import { fitsGlob } from '../src/glob.ts'
import { suggest } from '../src/suggest.ts'

test('patterns', () => {
  const fits = ['*/b', '**', '**/b', 'a/?', 'a/*', 'a/b', '**/a/b', 'a**b', '*/*']
  for (const pattern of fits) assert.ok(fitsGlob(pattern, 'a/b'), pattern)
  for (const pattern of ['*', 'a', 'a/', '?', 'b', 'a/b/*', 'A/b', 'a?b', ''])
    assert.ok(!fitsGlob(pattern, 'a/b'), pattern)
  assert.ok(fitsGlob('services/**/x.txt', 'services/a/b/x.txt'))
  assert.ok(fitsGlob('services/**/x.txt', 'services/x.txt'))
  assert.ok(!fitsGlob('services/**/x.txt', 'services/ax.txt'))
  assert.ok(fitsGlob('a.b', 'a.b') && !fitsGlob('a.b', 'axb'))
})

test('law: patterns without slashes are what the same regular expression says', () => {
  const letters = fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }).map((parts) => parts.join(''))
  const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 6 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(pattern, letters, (glob, text) => {
      const expression = new RegExp(`^${glob.replace(/\*+/g, '[ab]*').replaceAll('?', '[ab]')}$`)
      assert.equal(fitsGlob(glob, text), expression.test(text))
    }),
  )
})

test('many stars do not blow up', () => {
  assert.equal(fitsGlob(`${'*a'.repeat(500)}b`, 'a'.repeat(2000)), false)
})

test('distances', () => {
  assert.equal(editDistance('', 'abc'), 3)
  assert.equal(editDistance('kitten', 'sitting'), 3)
  assert.equal(editDistance('ab', 'ba'), 1)
  assert.equal(editDistance('same', 'same'), 0)
  fc.assert(
    fc.property(fc.string({ maxLength: 10 }), fc.string({ maxLength: 10 }), (a, b) => {
      assert.equal(editDistance(a, b), editDistance(b, a))
      assert.ok(editDistance(a, b) <= Math.max(a.length, b.length))
    }),
  )
})

test('suggestions are near or none', () => {
  assert.equal(suggest('exlude', ['exclude', 'extras']), 'exclude')
  assert.equal(suggest('zzz', ['exclude', 'extras']), null)
  assert.equal(suggest('x', []), null)
})
