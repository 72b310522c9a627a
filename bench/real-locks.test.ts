/** Scans of real locks answer exactly what a plain reading of the advisories answers. Needs the shared data; says so when it is not there. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { main } from '@cordon/cli'
import { sharedData, withoutSharedData } from '@cordon/testkit'
import { readOsvRecords } from './osv-records.ts'
import { answersOf, everyLock } from './real-locks.ts'
import { type OsvRecord, slowMatch } from './slow-matcher.ts'

const archive = sharedData('osv', 'PyPI-all.zip')
const locks = everyLock()

async function run(words: readonly string[], folder: string): Promise<string> {
  let text = ''
  const stdout = {
    write: (more: string) => {
      text += more
    },
    isTTY: false,
    columns: 100,
  }
  const stderr = { write: () => {}, isTTY: false, columns: 100 }
  const refuse = async (): Promise<never> => {
    throw new Error('a scan tried to reach the network')
  }
  await main(words, {
    stdout,
    stderr,
    env: { CORDON_CACHE_DIR: folder },
    cwd: folder,
    fetch: refuse,
    now: () => new Date('2026-11-21T12:00:00Z'),
  })
  return text
}

describe('scans of real locks', {
  skip: archive === null || locks.length === 0 ? withoutSharedData('locks') : false,
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-locks-'))
  let records: readonly OsvRecord[] = []
  before(async () => {
    records = [...readOsvRecords(archive ?? '')]
    await run(['db', 'update', '--from', archive ?? '', '--database', 'pypi.cordondb'], folder)
  })
  after(() => rmSync(folder, { recursive: true }))

  for (const lock of locks)
    it(`${lock.name} gives the ids of the slow matcher`, async () => {
      const json = await run(
        ['scan', lock.path, '--no-config', '--database', 'pypi.cordondb', '--format', 'json'],
        folder,
      )
      const found = [...answersOf(json)].filter(([, ids]) => ids.length > 0).sort()
      const slow = [...slowMatch(records, lock.pins)].filter(([, ids]) => ids.length > 0).sort()
      assert.deepEqual(found, slow)
      const judged = new Set(answersOf(json).keys())
      const missing = lock.pins.filter(({ name, version }) => !judged.has(`${name}==${version}`))
      assert.ok(
        missing.length <= 1,
        `pins that the scan did not judge, beyond the project itself: ${missing.map((each) => each.name)}`,
      )
    })
})
