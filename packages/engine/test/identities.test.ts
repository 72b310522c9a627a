import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { compareRelease } from '@cordon/attest/identities'
import { SourceError } from '@cordon/sources'
import { madeIdentity, madeIndex, madeVouching, temporaryFolder, verifiedFile } from '@cordon/testkit'
import { type ObservedRelease, openProjectHistories, openUserHistories } from '../src/identities/index.ts'

const self = { pid: process.pid, host: 'here', isRunning: () => true }
const settings = (folder: string) => ({ folder, self, now: () => new Date() })

function observed(project: string, version: string, made: Parameters<typeof madeIdentity>[0] = {}): ObservedRelease {
  const vouching = madeVouching(madeIdentity(made), `2026-0${version.at(-1)}-10T10:00:00.000Z`)
  const files = [verifiedFile(`${project}-${version}.tar.gz`, vouching)]
  return { index: `${madeIndex}/`, project, version, files, trustOnFirstUse: true }
}

function trustsOf(histories: ReturnType<typeof openUserHistories>, project: string): readonly string[] {
  const answer = histories.answer(madeIndex, project)
  assert.equal(answer.kind, 'known')
  return answer.kind === 'known' ? answer.history.identities.map(({ trust }) => trust) : []
}

test('what was looked at is known to the next run, whatever the slash at the end of its index', (t) => {
  const folder = join(temporaryFolder(t), 'identities')
  const first = openUserHistories(settings(folder))
  assert.deepEqual(trustsOf(first, 'demo'), [])
  first.observe([observed('demo', '1.1'), observed('other', '1.1')])
  const second = openUserHistories(settings(folder))
  assert.deepEqual(trustsOf(second, 'demo'), ['first-use'])
  second.observe([observed('demo', '1.2', { sourceRepositoryId: '999' })])
  assert.deepEqual(trustsOf(openUserHistories(settings(folder)), 'demo'), ['first-use', 'pending'])
  assert.deepEqual(second.all().length, 2)
  assert.ok(readdirSync(folder).every((name) => /^(?:demo|other)\.[0-9a-f]{32}\.json$/.test(name)))
})

test('looking at the same again writes nothing and takes no lock', (t) => {
  const folder = join(temporaryFolder(t), 'identities')
  openUserHistories(settings(folder)).observe([observed('demo', '1.1')])
  const busy = { pid: 1, host: 'elsewhere', token: 'x', since: new Date().toISOString() }
  writeFileSync(join(folder, 'identities.lock'), JSON.stringify(busy))
  openUserHistories(settings(folder)).observe([observed('demo', '1.1')])
})

test('a damaged history is told, is no first use, and stays for a person to look at', (t) => {
  const folder = join(temporaryFolder(t), 'identities')
  const histories = openUserHistories(settings(folder))
  histories.observe([observed('demo', '1.1')])
  const [name] = readdirSync(folder)
  const path = join(folder, name ?? '')
  for (const damage of [readFileSync(path, 'utf8').slice(0, 100), '', '{"version":1,"projects":[]}', '\u0000']) {
    writeFileSync(path, damage)
    const answer = histories.answer(madeIndex, 'demo')
    assert.equal(answer.kind, 'damaged', JSON.stringify(damage.slice(0, 20)))
    assert.equal(answer.kind === 'damaged' && answer.path, path)
    histories.observe([observed('demo', '1.2')])
    assert.equal(readFileSync(path, 'utf8'), damage)
  }
  writeFileSync(path, new Uint8Array([0xff, 0xfe, 0xff]))
  assert.equal(histories.answer(madeIndex, 'demo').kind, 'damaged')
})

test('the history of one project under the name of another is damaged', (t) => {
  const folder = join(temporaryFolder(t), 'identities')
  const histories = openUserHistories(settings(folder))
  histories.observe([observed('demo', '1.1'), observed('other', '1.1')])
  const [demo = '', other = ''] = readdirSync(folder).sort()
  writeFileSync(join(folder, other), readFileSync(join(folder, demo)))
  assert.equal(histories.answer(madeIndex, 'other').kind, 'damaged')
})

test('a folder that cannot be made is told with its code', (t) => {
  const base = temporaryFolder(t)
  writeFileSync(join(base, 'file'), '')
  const histories = openUserHistories(settings(join(base, 'file', 'identities')))
  assert.throws(() => histories.observe([observed('demo', '1.1')]), SourceError)
})

test('a large number of releases at once, and names that are no file names', (t) => {
  const folder = join(temporaryFolder(t), 'identities')
  const histories = openUserHistories(settings(folder))
  const names = [...Array.from({ length: 50 }, (_, at) => `p${at}`), `${'long-'.repeat(60)}name`, '../../etc', 'CON']
  histories.observe(names.map((name) => observed(name, '1.1')))
  for (const name of names) assert.deepEqual(trustsOf(histories, name), ['first-use'])
})

test("a project's own file: read, compared with, and written only where asked, the same bytes each time", (t) => {
  const folder = temporaryFolder(t)
  const path = join(folder, 'cordon-identities.json')
  const user = openUserHistories(settings(join(folder, 'state')))
  user.observe([observed('demo', '1.1'), observed('zeta', '1.1')])
  user.observe([observed('demo', '1.2', { sourceRepositoryId: '999' })])
  const known = user.all().flatMap((answer) => (answer.kind === 'known' ? [answer.history] : []))
  const file = openProjectHistories(path)
  assert.equal(file.exists, false)
  file.observe([observed('demo', '1.1')])
  assert.equal(openProjectHistories(path).exists, false)
  file.keep(known)
  const text = readFileSync(path, 'utf8')
  assert.ok(!text.includes('pending'))
  openProjectHistories(path).keep(known.toReversed())
  assert.equal(readFileSync(path, 'utf8'), text)
  const answer = openProjectHistories(path).answer(madeIndex, 'demo')
  assert.equal(answer.kind, 'known')
  if (answer.kind !== 'known') return
  const { version, files } = observed('demo', '1.3', { sourceRepositoryId: '999' })
  assert.equal(compareRelease(answer.history, { version, files }).drifts[0]?.kind, 'recreated')
  const changed = openProjectHistories(path).change(
    ({ project }) => project === 'zeta',
    (history) => ({ ...history, identities: [] }),
  )
  assert.deepEqual(
    changed.map(({ project }) => project),
    ['zeta'],
  )
  assert.ok(!readFileSync(path, 'utf8').includes('zeta'))
})

test("a project's own file that is damaged is told of every project, and not written over", (t) => {
  const folder = temporaryFolder(t)
  const path = join(folder, 'cordon-identities.json')
  writeFileSync(path, '{"version":1,"projects":[')
  const file = openProjectHistories(path)
  assert.equal(file.answer(madeIndex, 'demo').kind, 'damaged')
  assert.throws(() => file.keep([]), SourceError)
  const asFolder = join(folder, 'folder')
  mkdirSync(asFolder)
  assert.equal(openProjectHistories(asFolder).answer(madeIndex, 'demo').kind, 'damaged')
})
