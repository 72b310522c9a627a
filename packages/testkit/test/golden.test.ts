import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { golden, sharedData, temporaryFolder } from '@cordon/testkit'

function setEnvironment(t: TestContext, values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(values)) {
    const before = process.env[name]
    t.after(() => {
      if (before === undefined) delete process.env[name]
      else process.env[name] = before
    })
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}

test('a golden that is equal passes, another fails, a missing one says what to run', (t) => {
  setEnvironment(t, { UPDATE_GOLDEN: undefined })
  const path = join(temporaryFolder(t), 'out.golden')
  assert.throws(() => golden(path, 'one\n'), /UPDATE_GOLDEN=1/)
  writeFileSync(path, 'one\n')
  golden(path, 'one\n')
  assert.throws(() => golden(path, 'two\n'), assert.AssertionError)
})

test('UPDATE_GOLDEN=1 writes, and is refused in CI', (t) => {
  const path = join(temporaryFolder(t), 'deep', 'out.golden')
  setEnvironment(t, { UPDATE_GOLDEN: '1', CI: 'true' })
  assert.throws(() => golden(path, 'one\n'), /refused in CI/)
  assert.equal(existsSync(path), false)
  process.env.CI = 'false'
  golden(path, 'one\n')
  assert.equal(readFileSync(path, 'utf8'), 'one\n')
})

test('shared data is found through CORDON_SHARED, and absent data is null', (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'here.txt'), '')
  setEnvironment(t, { CORDON_SHARED: folder })
  assert.equal(sharedData('here.txt'), join(folder, 'here.txt'))
  assert.equal(sharedData('not', 'here'), null)
})
