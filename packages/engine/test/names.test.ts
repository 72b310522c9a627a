import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { namesBuilder, namesFileOf, openNames, reportNames } from '@cordon/engine'
import { temporaryFolder } from '@cordon/testkit'

const meta = { source: 'list.json', dataTime: null, builtTime: '2026-11-21T12:00:00.000Z' }

test('names lie beside the database, and beside the one in the cache where none is named', () => {
  const at = { env: { CORDON_CACHE_DIR: '/cache' }, cwd: '/project' }
  assert.equal(namesFileOf('own.cordondb', at), '/project/own.cordondb.names')
  assert.equal(namesFileOf(null, at), '/cache/advisories/pypi.cordondb.names')
})

test('a file of names is used, and read only when a name is asked about', (t) => {
  const file = join(temporaryFolder(t), 'names')
  const names = openNames(file)
  writeFileSync(file, namesBuilder.build(['quarterly-report'], meta))
  assert.equal(names.answer('quarterly-report').isListed, true)
  assert.equal(names.answer('quartelry-report').near[0]?.target, 'quarterly-report')
  assert.equal(names.answer('numpy').isListed, false)
  assert.deepEqual(names.warnings, [])
})

test('without a file there are the names that are built in; a damaged one is told', (t) => {
  const file = join(temporaryFolder(t), 'names')
  const none = openNames(file)
  assert.equal(none.answer('numpy').isListed, true)
  assert.deepEqual(none.warnings, [])
  assert.equal(reportNames(file).state, 'built-in')
  writeFileSync(file, 'broken')
  const broken = openNames(file)
  assert.equal(broken.answer('numpyy').near[0]?.target, 'numpy')
  assert.equal(broken.warnings.length, 1)
  assert.match(broken.warnings[0] ?? '', /names: .*damaged.*built in$/)
  assert.equal(reportNames(file).state, 'damaged')
})
