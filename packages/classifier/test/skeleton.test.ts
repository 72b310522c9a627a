import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Action } from '@cordon/capabilities'
import { hexOf, resembles } from '../src/families.ts'
import { type Skeleton, similarityOf, skeletonOf, skeletonOfWorst } from '../src/skeleton.ts'
import { action, codeOf, sighting } from './evidence.ts'

const calls = [
  'os.getenv',
  'socket.gethostname',
  'requests.post',
  'os.system',
  'open',
  'base64.b64decode',
  'zlib.decompress',
]

function skeleton(actions: readonly Action[]): Skeleton {
  const found = skeletonOf(codeOf({ path: 'a.py', actions }), 'a.py')
  assert.ok(found !== null)
  return found
}

function actionsOf(paths: readonly string[], text = 'one'): readonly Action[] {
  return paths.map((path, line) => action({ path, texts: [`${text} ${line}`], at: { path: 'a.py', line } }))
}

test('texts and lines are no part of a skeleton', () => {
  const moved = actionsOf(calls, 'another').map((each) => ({ ...each, at: { path: 'a.py', line: 99 } }))
  assert.equal(similarityOf(skeleton(actionsOf(calls)), skeleton(moved)), 1)
})

test('one call more is a relative, other calls are none', () => {
  const first = skeleton(actionsOf(calls))
  assert.ok(similarityOf(first, skeleton(actionsOf([...calls, 'os.remove']))) >= 0.7)
  assert.ok(similarityOf(first, skeleton(actionsOf(calls.map((path) => `other.${path}`)))) < 0.2)
})

test('a file that does next to nothing has no skeleton', () => {
  assert.equal(skeletonOf(codeOf({ path: 'a.py', actions: actionsOf(['os.system']) }), 'a.py'), null)
  assert.equal(skeletonOf(codeOf(), 'absent.py'), null)
})

test('the most similar family is told, and none below the bound', () => {
  const near = skeleton(actionsOf([...calls, 'os.remove']))
  const index = { families: { 'family-1': [hexOf(near)], 'family-2': [hexOf(skeleton(actionsOf(calls)))] } }
  assert.deepEqual(resembles(skeleton(actionsOf(calls)), index), { id: 'family-2', similarity: 1 })
  assert.equal(resembles(skeleton(actionsOf(calls.map((path) => `other.${path}`))), index), null)
})

test('the file of the most telling sighting is the one that is compared; without a deed there is none', () => {
  const code = codeOf({ path: 'a.py', actions: actionsOf(calls) })
  const low = sighting({ confidence: 'low', at: { path: 'absent.py', line: 1 } })
  const high = sighting({ confidence: 'high', at: { path: 'a.py', line: 1 } })
  assert.deepEqual(skeletonOfWorst([low, high], code), skeletonOf(code, 'a.py'))
  assert.equal(skeletonOfWorst([sighting({ id: 'source/placeholder', at: { path: 'a.py', line: 1 } })], code), null)
  assert.equal(skeletonOfWorst([], code), null)
})
