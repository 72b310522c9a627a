import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { UpdateEvent, UpdateResult } from '@cordon/sources'
import { type FileAnswer, startFeedServer, writeZip } from '@cordon/testkit'
import { benchOf, fails, now, quietIo, wholeFolder } from './support.ts'
import { toyBuilder, toyRecords } from './toy-database.ts'

const newer = writeZip(toyRecords(8, '2026-11-20'))
const older = writeZip(toyRecords(8, '2026-11-10'))
const few = writeZip(toyRecords(3, '2026-11-21'))
const catalogue = Buffer.from(JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-1' }, { cveID: 'CVE-2026-2' }] }))
const scores = gzipSync('#model_version:v2026.01.01\ncve,epss,percentile\nCVE-2026-1,0.5,0.9\n')

const served = (bytes: Uint8Array, etag: string): FileAnswer => ({
  kind: 'file',
  bytes,
  etag,
  lastModified: 'Fri, 20 Nov 2026 10:00:00 GMT',
})

function built(result: UpdateResult): Extract<UpdateResult, { kind: 'built' }> {
  assert.ok(result.kind === 'built', result.kind)
  return result
}

test('builds the database from three sources, and leaves nothing else behind', async (t) => {
  const feed = await startFeedServer(t, [
    { path: '/all.zip', answer: served(newer, '"z1"') },
    { path: '/kev.json', answer: served(catalogue, '"k1"') },
    { path: '/epss.csv.gz', answer: served(scores, '"e1"') },
  ])
  const bench = benchOf(t)
  const events: UpdateEvent[] = []
  const from = { osv: feed.url('/all.zip'), kev: feed.url('/kev.json'), epss: feed.url('/epss.csv.gz') }
  const result = built(await bench.update(from, { onEvent: (event) => void events.push(event) }))
  assert.deepEqual(bench.content().ids.length, 8)
  assert.deepEqual(bench.content().kev, ['CVE-2026-1', 'CVE-2026-2'])
  assert.deepEqual(bench.content().epss, ['CVE-2026-1,0.5,0.9'])
  assert.equal(result.meta.source, feed.url('/all.zip'))
  assert.equal(result.meta.sourceTime, '2026-11-20T10:00:00.000Z')
  assert.equal(result.meta.builtTime, now.toISOString())
  assert.equal(result.bytes, statSync(bench.target).size)
  assert.deepEqual(bench.files(), wholeFolder)
  assert.deepEqual([...new Set(events.map(({ phase }) => phase))], ['lock', 'fetch', 'build', 'write', 'state', 'done'])
})

test('does nothing when the servers say that nothing has changed', async (t) => {
  const feed = await startFeedServer(t, [
    { path: '/all.zip', answer: served(newer, '"z1"'), times: 2 },
    { path: '/kev.json', answer: served(catalogue, '"k1"'), times: 2 },
  ])
  const bench = benchOf(t)
  const from = { osv: feed.url('/all.zip'), kev: feed.url('/kev.json') }
  await bench.update(from)
  const before = statSync(bench.target)
  const later = { now: () => new Date('2026-11-22T12:00:00Z') }
  assert.equal((await bench.update(from, later)).kind, 'unchanged')
  assert.deepEqual(
    feed.requests.slice(2).map(({ headers }) => headers['if-none-match']),
    ['"z1"', '"k1"'],
  )
  assert.equal(statSync(bench.target).ino, before.ino)
  assert.equal(statSync(bench.target).mtimeMs, before.mtimeMs)
  assert.deepEqual(bench.files(), wholeFolder)
})

test('fetches what is known after all when another source has changed', async (t) => {
  const feed = await startFeedServer(t, [
    { path: '/all.zip', answer: served(newer, '"z1"'), times: 3 },
    { path: '/kev.json', answer: served(Buffer.from('{"vulnerabilities":[]}'), '"k0"') },
    { path: '/kev.json', answer: served(catalogue, '"k1"') },
  ])
  const bench = benchOf(t)
  const from = { osv: feed.url('/all.zip'), kev: feed.url('/kev.json') }
  await bench.update(from)
  built(await bench.update(from))
  assert.equal(bench.content().kev.length, 2)
  assert.deepEqual(
    feed.requests.map(({ path, headers }) => [path, headers['if-none-match'] ?? null]),
    [
      ['/all.zip', null],
      ['/kev.json', null],
      ['/all.zip', '"z1"'],
      ['/kev.json', '"k0"'],
      ['/all.zip', null],
    ],
  )
})

test('is not fooled by a server without validators, nor by a file with a new date', async (t) => {
  const feed = await startFeedServer(t, [{ path: '/all.zip', answer: { kind: 'file', bytes: newer }, times: 2 }])
  const bench = benchOf(t)
  await bench.update({ osv: feed.url('/all.zip') })
  assert.equal((await bench.update({ osv: feed.url('/all.zip') })).kind, 'unchanged')
  writeFileSync(join(bench.folder, 'all.zip'), newer)
  built(await bench.update({ osv: 'all.zip' }))
  utimesSync(join(bench.folder, 'all.zip'), now, now)
  assert.equal((await bench.update({ osv: './all.zip' })).kind, 'unchanged')
})

test('builds again when asked to, when the format is new, and when the set of sources differs', async (t) => {
  const bench = benchOf(t)
  writeFileSync(join(bench.folder, 'all.zip'), newer)
  writeFileSync(join(bench.folder, 'kev.json'), catalogue)
  const from = { osv: 'all.zip', kev: 'kev.json' }
  built(await bench.update(from))
  assert.equal((await bench.update(from)).kind, 'unchanged')
  built(await bench.update({ ...from, force: true }))
  const without = built(await bench.update({ osv: 'all.zip' }))
  assert.match(without.notices.join(), /no KEV data/)
  const next = { ...benchOf(t, toyBuilder({ formatVersion: 2 })), target: bench.target }
  const again = built(await next.update({ target: bench.target, cwd: bench.folder, osv: 'all.zip' }))
  assert.match(again.notices.join(), /DATABASE_VERSION/)
})

test('builds again when the database is not the one that the state speaks of', async (t) => {
  const feed = await startFeedServer(t, [{ path: '/all.zip', answer: served(newer, '"z1"'), times: 3 }])
  const bench = benchOf(t)
  await bench.update({ osv: feed.url('/all.zip') })
  writeFileSync(bench.target, 'TOY and damaged')
  const result = built(await bench.update({ osv: feed.url('/all.zip') }))
  assert.match(result.notices.join(), /did not open \(DATABASE_DAMAGED\)/)
  writeFileSync(`${bench.target}.state.json`, '{"version":1,"sources":')
  built(await bench.update({ osv: feed.url('/all.zip') }))
  assert.deepEqual(
    feed.requests.map(({ headers }) => headers['if-none-match']),
    [undefined, undefined, undefined],
  )
})

test('does not overwrite a file that no update wrote, without force', async (t) => {
  const bench = benchOf(t)
  writeFileSync(join(bench.folder, 'all.zip'), newer)
  const target = join(bench.folder, 'notes.txt')
  writeFileSync(target, 'mine')
  await fails('OCCUPIED', bench.update({ osv: 'all.zip', target }), /notes\.txt.*--force/)
  assert.equal(readFileSync(target, 'utf8'), 'mine')
  assert.deepEqual(readdirSync(bench.folder).sort(), ['all.zip', 'notes.txt'])
  built(await bench.update({ osv: 'all.zip', target, force: true }))
  const empty = join(bench.folder, 'empty')
  writeFileSync(empty, '')
  built(await bench.update({ osv: 'all.zip', target: empty }))
})

test('refuses data that is older than what is in use, without force', async (t) => {
  const bench = benchOf(t)
  writeFileSync(join(bench.folder, 'newer.zip'), newer)
  writeFileSync(join(bench.folder, 'older.zip'), older)
  await bench.update({ osv: 'newer.zip' })
  const before = readFileSync(bench.target)
  await fails('ROLLBACK', bench.update({ osv: 'older.zip' }), /2026-11-10, older than 2026-11-20.*--force.*was kept/)
  assert.ok(readFileSync(bench.target).equals(before))
  assert.deepEqual(bench.files(), wholeFolder)
  built(await bench.update({ osv: 'older.zip', force: true }))
})

test('a record dated into the future does not make every later update look old', async (t) => {
  const bench = benchOf(t)
  writeFileSync(join(bench.folder, 'future.zip'), writeZip(toyRecords(8, '2999-01-01')))
  writeFileSync(join(bench.folder, 'honest.zip'), writeZip(toyRecords(8, '2026-11-22')))
  await bench.update({ osv: 'future.zip' })
  built(await bench.update({ osv: 'honest.zip' }, { now: () => new Date('2026-11-23T00:00:00Z') }))
})

test('refuses a database that lost more than half of its advisories, without force', async (t) => {
  const bench = benchOf(t)
  writeFileSync(join(bench.folder, 'all.zip'), newer)
  writeFileSync(join(bench.folder, 'few.zip'), few)
  await bench.update({ osv: 'all.zip' })
  await fails('SHRUNK', bench.update({ osv: 'few.zip' }), /3 advisories, less than half of the 8/)
  built(await bench.update({ osv: 'few.zip', force: true }))
})

test('refuses what holds no advisories, or mostly damaged ones', async (t) => {
  const bench = benchOf(t)
  writeFileSync(join(bench.folder, 'empty.zip'), writeZip([]))
  writeFileSync(join(bench.folder, 'yaml.zip'), writeZip([{ name: 'a.yaml', data: 'id: A' }]))
  writeFileSync(join(bench.folder, 'none.json'), '[]')
  writeFileSync(join(bench.folder, 'page.html'), '<html></html>')
  const damaged = toyRecords(8, '2026-11-20').map((each, index) => (index < 5 ? { ...each, data: '{' } : each))
  writeFileSync(join(bench.folder, 'damaged.zip'), writeZip(damaged))
  for (const osv of ['empty.zip', 'yaml.zip', 'none.json', 'page.html', 'damaged.zip'])
    await fails('BAD_DATA', bench.update({ osv }))
  for (const osv of ['empty.zip', 'none.json']) await fails('BAD_DATA', bench.update({ osv, force: true }))
  assert.deepEqual(bench.files(), [])
  assert.equal(built(await bench.update({ osv: 'damaged.zip', force: true })).problems.length, 5)
})

test('verifies the checksum that a person gives', async (t) => {
  const feed = await startFeedServer(t, [{ path: '/all.zip', answer: served(newer, '"z1"'), times: 3 }])
  const bench = benchOf(t)
  const sha256 = createHash('sha256').update(newer).digest('hex')
  built(await bench.update({ osv: feed.url('/all.zip'), sha256: sha256.toUpperCase() }))
  assert.equal((await bench.update({ osv: feed.url('/all.zip'), sha256 })).kind, 'unchanged')
  writeFileSync(join(bench.folder, 'all.zip'), older)
  await fails('CHECKSUM', bench.update({ osv: 'all.zip', sha256 }), /has the SHA-256/)
  await fails('CHECKSUM', bench.update({ osv: 'all.zip', sha256: '9f86d0' }), /64 hex digits/)
  built(await bench.update({ osv: feed.url('/all.zip'), sha256: `sha256:${sha256}`, force: true }))
  mkdirSync(join(bench.folder, 'folder'))
  await fails('BAD_ADDRESS', bench.update({ osv: 'folder', sha256 }))
})

test('says when data comes over plain http from elsewhere', async (t) => {
  const feed = await startFeedServer(t, [{ path: '/all.zip', answer: served(newer, '"z1"'), times: 2 }])
  const io = {
    fetch: ((url: string, init) => fetch(url.replace('http://mirror.test', feed.origin), init)) as typeof fetch,
  }
  assert.match(built(await benchOf(t).update({ osv: 'http://mirror.test/all.zip' }, io)).notices.join(), /plain http/)
  assert.deepEqual(built(await benchOf(t).update({ osv: feed.url('/all.zip') })).notices, [])
})

test('a source that fails leaves the database in use and nothing else', async (t) => {
  const bench = benchOf(t)
  writeFileSync(join(bench.folder, 'all.zip'), older)
  await bench.update({ osv: 'all.zip' })
  const before = readFileSync(bench.target)
  const bomb = writeZip([{ name: 'bomb.json', data: Buffer.alloc(16 * 1024 * 1024) }])
  const fault = { kind: 'close', after: 300 } as const
  const feed = await startFeedServer(t, [
    { path: '/gone.zip', answer: { kind: 'status', status: 404 } },
    { path: '/broken.zip', answer: { kind: 'file', bytes: newer, fault }, times: 5 },
    { path: '/half.zip', answer: { kind: 'file', bytes: newer.subarray(0, 400) } },
    { path: '/bomb.zip', answer: { kind: 'file', bytes: bomb } },
    { path: '/crc.zip', answer: { kind: 'file', bytes: writeZip([{ name: 'a.json', data: '{}', lie: { crc: 7 } }]) } },
    { path: '/all.zip', answer: served(newer, '"z1"'), times: 2 },
    { path: '/kev.json', answer: { kind: 'file', bytes: Buffer.from('[]') } },
    { path: '/epss.gz', answer: { kind: 'file', bytes: scores.subarray(0, 40) } },
  ])
  await fails('HTTP_STATUS', bench.update({ osv: feed.url('/gone.zip') }))
  await fails('TRUNCATED', bench.update({ osv: feed.url('/broken.zip') }))
  await fails('BAD_ARCHIVE', bench.update({ osv: feed.url('/half.zip') }))
  await fails('BAD_ARCHIVE', bench.update({ osv: feed.url('/bomb.zip') }), /bomb\.json.* unpack to/)
  await fails('BAD_ARCHIVE', bench.update({ osv: feed.url('/crc.zip') }))
  await fails('BAD_DATA', bench.update({ osv: feed.url('/all.zip'), kev: feed.url('/kev.json') }))
  await fails('BAD_ARCHIVE', bench.update({ osv: feed.url('/all.zip'), epss: feed.url('/epss.gz') }))
  await fails('NOT_FOUND', bench.update({ osv: 'nothing.zip' }))
  await fails('OFFLINE', bench.update({ osv: feed.url('/all.zip'), offline: true }))
  await fails('BAD_ADDRESS', bench.update({ osv: 'all.zip', kev: bench.folder }))
  await fails('BAD_ADDRESS', bench.update({ osv: 'ftp://mirror.test/all.zip' }))
  assert.ok(readFileSync(bench.target).equals(before))
  assert.deepEqual(bench.files(), wholeFolder)
})

test('goes on with a download that broke, and builds from the whole', async (t) => {
  const many = writeZip(toyRecords(3000, '2026-11-20'))
  const feed = await startFeedServer(t, [
    { path: '/all.zip', answer: { ...served(many, '"z1"'), fault: { kind: 'break', after: 100_000 } } },
    { path: '/all.zip', answer: served(many, '"z1"') },
  ])
  const bench = benchOf(t)
  await bench.update({ osv: feed.url('/all.zip') })
  assert.equal(bench.content().ids.length, 3000)
  assert.equal(feed.requests[1]?.headers.range, 'bytes=100000-')
})

test('keeps what a mirror’s address holds secret out of the database, the state and the messages', async (t) => {
  const feed = await startFeedServer(t, [{ path: '/all.zip', answer: served(newer, '"z1"') }])
  const bench = benchOf(t)
  const result = await bench.update({ osv: feed.url('/all.zip').replace('//', '//mirror-user:secret-word@') })
  const everything = JSON.stringify(result) + bench.files().map((name) => readFileSync(join(bench.target, '..', name)))
  assert.doesNotMatch(everything, /secret-word|mirror-user/)
})

test('offline works from local files', async (t) => {
  const bench = benchOf(t)
  writeFileSync(join(bench.folder, 'all.zip'), newer)
  built(await bench.update({ osv: 'all.zip', offline: true }, quietIo))
})

test('says when a file is in the way of the cache', async (t) => {
  const bench = benchOf(t)
  writeFileSync(join(bench.folder, 'all.zip'), newer)
  writeFileSync(join(bench.folder, 'cache'), '')
  await fails('DISK', bench.update({ osv: 'all.zip' }), /CORDON_CACHE_DIR/)
})
