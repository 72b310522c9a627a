/** A run that is cut off at any step leaves a tree that uninstalls cleanly, and the next run mends it. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { openInstalled, undoOrigins } from '@cordon/engine/installed'
import { readOriginFiles, removeOrigin, type Step, writeOrigin } from '../../src/installed/origin-files.ts'
import { madeEnvironment, tells, write } from './made.ts'

const demo = { name: 'demo', version: '1.0', installer: 'pip' }
const sha256 = 'a'.repeat(64)
const near = [tells({ source: 'report', filename: 'demo-1.0-py3-none-any.whl', sha256 })]
const text = `{\n  "archive_info": {\n    "hashes": {\n      "sha256": "${sha256}"\n    }\n  },\n  "url": "https://files.example.invalid/demo-1.0-py3-none-any.whl"\n}\n`

class Cut extends Error {}

/** Stops at the n-th step. */
function cutAt(n: number): Step {
  let left = n
  return () => {
    left -= 1
    if (left < 0) throw new Cut()
  }
}

function files(t: TestContext) {
  const made = madeEnvironment(t, [demo])
  return { made, read: () => readOriginFiles(made.info('demo')) }
}

/** A file that is there and that RECORD does not list would stay behind. */
function assertListed(folder: string): void {
  if (existsSync(join(folder, 'provenance_url.json')))
    assert.match(readFileSync(join(folder, 'RECORD'), 'utf8'), /provenance_url\.json,sha256=/)
}

describe('writing that is cut off', () => {
  for (const step of [0, 1, 2, 3])
    it(`at step ${step} is mended by the next run`, async (t) => {
      const whole = files(t)
      await whole.made.record({ near })
      const { made, read } = files(t)
      assert.throws(() => writeOrigin(read(), text, cutAt(step)))
      assertListed(made.info('demo'))
      await made.record({ near })
      assert.deepEqual(made.content(), whole.made.content())
    })

  it('is undone by the next run where nothing tells of the file any more', async (t) => {
    const { made, read } = files(t)
    const before = made.content()
    assert.throws(() => writeOrigin(read(), text, cutAt(2)))
    assert.notDeepEqual(made.content(), before)
    assert.equal((await made.record({})).get('demo')?.code, 'UNKNOWN')
    assert.deepEqual(made.content(), before)
  })

  it('leaves files of its own that the next run takes away', async (t) => {
    const { made } = files(t)
    const before = made.content()
    for (const name of ['RECORD', 'provenance_url.json'])
      write(join(made.info('demo'), `.${name}.00000000-0000-4000-8000-000000000000.cordon-new`), 'half')
    await made.record({})
    assert.deepEqual(made.content(), before)
  })
})

describe('taking back that is cut off', () => {
  for (const step of [0, 1, 2])
    it(`at step ${step} is mended by the next run`, async (t) => {
      const { made, read } = files(t)
      const before = made.content()
      await made.record({ near })
      assert.throws(() => removeOrigin(read(), cutAt(step)))
      assertListed(made.info('demo'))
      await undoOrigins(openInstalled('venv', { cwd: made.cwd, verify: false }), { dryRun: false })
      assert.deepEqual(made.content(), before)
    })
})
