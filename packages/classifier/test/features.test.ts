import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Stage } from '@cordon/model'
import { featuresOf } from '../src/features.ts'
import { action, codeOf, sighting } from './evidence.ts'

function featuresAt(stage: Stage, path: string): readonly string[] {
  const at = { path, line: 1 }
  const actions = [action({ stage, at }), action({ stage, at, kind: 'fetch', sources: new Set(['host-facts']) })]
  return featuresOf([sighting({ stage, at })], codeOf({ path, actions }))[0]?.features ?? []
}

test('code that runs unasked has the same features in setup.py, in a start file and in a module', () => {
  const atInstall = featuresAt('install', 'setup.py')
  assert.deepEqual(featuresAt('import', 'toy/__init__.py'), atInstall)
  assert.deepEqual(featuresAt('start', 'toy.pth'), atInstall)
  assert.ok(atInstall.includes('saw:toy:unasked'))
  assert.ok(atInstall.includes('both:fetch+spawn'))
  assert.ok(atInstall.includes('flow:host-facts>fetch:unasked'))
})

test('code that must be called has other features', () => {
  const called = featuresAt('call', 'toy/deep.py')
  assert.deepEqual(called, ['flow:host-facts>fetch', 'saw:toy', 'saw:toy:likely'])
})

test('no feature tells how many, how large, what role or what name', () => {
  const at = { path: 'a/setup.py', line: 1 }
  const one = featuresOf([sighting({ at })], codeOf({ path: 'a/setup.py', role: 'setup', actions: [action({ at })] }))
  const many = featuresOf(
    Array.from({ length: 30 }, () => sighting()),
    {
      ...codeOf({ role: 'module', actions: Array.from({ length: 900 }, () => action({ path: 'os.system' })) }),
      name: 'another',
    },
  )
  assert.deepEqual(
    many.map((file) => file.features),
    one.map((file) => file.features),
  )
})

test('files for which the same holds are told once', () => {
  const [file] = codeOf({ actions: [action()] }).files
  assert.ok(file !== undefined)
  const twice = { ...codeOf(), files: [file, { ...file, path: 'toy/other.py' }] }
  assert.equal(featuresOf([], twice).length, 1)
})

test('tests, documentation and examples count only where they run unasked or as a command', () => {
  const at = { path: 'docs/conf.py', line: 1 }
  const of = (stage: Stage): number =>
    featuresOf(
      [sighting({ stage, at })],
      codeOf({ path: at.path, role: 'documentation', actions: [action({ stage, at })] }),
    ).length
  assert.equal(of('call'), 0)
  assert.equal(of('entry'), 1)
  assert.equal(of('import'), 1)
})

test('what is never reached says nothing', () => {
  assert.deepEqual(featuresOf([], codeOf({ actions: [action({ isReached: false })] })), [])
})
