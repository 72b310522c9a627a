import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type LockfileFormat, lockfileFormats } from '@cordon/lockfiles'
import { sharedData, withoutSharedData } from '@cordon/testkit'
import { checks } from '../src/index.ts'
import { runChecks } from './support/run.ts'

/** Real locks of well-kept projects, and the path under which a format reads each. */
const locks = [
  ['pdm/pdm.pdm.lock', 'pdm.lock'],
  ['poetry/poetry.poetry.lock', 'poetry.lock'],
  ['pylock/pdm-demo.pylock.toml', 'pylock.toml'],
  ['requirements/warehouse-deploy.txt', 'requirements/deploy.txt'],
  ['requirements/warehouse-main.txt', 'requirements/main.txt'],
  ['requirements/warehouse-tests.txt', 'requirements/tests.txt'],
  ['uv/saleor.uv.lock', 'uv.lock'],
] as const

for (const [source, path] of locks) {
  const real = sharedData('locks', source)
  test(`nothing is wrong with ${source}`, { skip: real === null && withoutSharedData('locks', source) }, () => {
    const formats: readonly LockfileFormat[] = lockfileFormats
    const format = formats.find((each) => each.matches(path))
    assert.ok(format !== undefined && real !== null)
    const text = readFileSync(real, 'utf8')
    const file = format.parse(text, path)
    const runs = runChecks(checks, [{ file, text }])
    assert.deepEqual(
      runs.filter((run) => run.outcome.kind !== 'clean').map((run) => `${run.check.id} ${run.dependency?.name}`),
      [],
    )
    const judged = new Set(runs.flatMap((run) => (run.check.id === 'hygiene/missing-hash' ? [run.dependency] : [])))
    const fromIndex = file.dependencies.filter((each) => each.origin.kind === 'index' && !each.own)
    assert.equal(judged.size, fromIndex.length)
    assert.ok(judged.size > 5)
  })
}
