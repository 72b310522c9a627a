/** Popular names: from a file or a feed on loopback to the file beside the database. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { CodedError } from '@cordon/model'
import { type NamesBuilder, type NamesRequest, namesPath, popularNames, updateNames } from '@cordon/sources'
import { type Ending, startFeedServer, temporaryFolder } from '@cordon/testkit'
import { fails, onlineIo } from './support.ts'

/** An index that is the names themselves. */
const toy: NamesBuilder = {
  build: (names, meta) => Buffer.from(JSON.stringify({ ...meta, list: names.filter((name) => name !== '') })),
  read(bytes) {
    try {
      const { list, ...meta } = JSON.parse(Buffer.from(bytes).toString())
      return { ...meta, names: list.length }
    } catch (cause) {
      throw new CodedError('NAMES_DAMAGED', 'no names', { cause })
    }
  },
}

function benchOf(t: Ending) {
  const folder = temporaryFolder(t)
  const target = namesPath(join(folder, 'cache', 'pypi.cordondb'))
  const rest = { target, cwd: folder, offline: false, force: false }
  return {
    folder,
    target,
    update: (request: Partial<NamesRequest>) => updateNames({ place: 'list.json', ...rest, ...request }, toy, onlineIo),
    list: (): readonly string[] => JSON.parse(readFileSync(target, 'utf8')).list,
    write: (value: unknown) => writeFileSync(join(folder, 'list.json'), JSON.stringify(value)),
    files: () => readdirSync(join(folder, 'cache')).sort(),
  }
}

const rows = (...projects: readonly string[]) => ({
  last_update: '2026-04-01 06:34:06',
  rows: projects.map((project, index) => ({ project, download_count: 1000 - index })),
})

test('a list comes from a file; nothing is left beside it but the state', async (t) => {
  const bench = benchOf(t)
  bench.write({
    ...rows('six'),
    rows: [
      { project: 'six', download_count: 1 },
      { project: 'boto3', download_count: 9 },
    ],
  })
  const result = await bench.update({})
  assert.deepEqual(bench.list(), ['boto3', 'six'])
  assert.equal(result.kind, 'built')
  assert.equal(result.status.dataTime, '2026-04-01T06:34:06.000Z')
  assert.deepEqual(bench.files(), ['pypi.cordondb.names', 'pypi.cordondb.names.state.json'])
  assert.equal((await bench.update({})).kind, 'unchanged')
  assert.equal((await bench.update({ force: true })).kind, 'built')
})

test('an array of names is a list in its own order', async (t) => {
  const bench = benchOf(t)
  bench.write(['zope', 'attrs'])
  await bench.update({})
  assert.deepEqual(bench.list(), ['zope', 'attrs'])
})

test('a server is asked whether the list has changed', async (t) => {
  const bench = benchOf(t)
  const bytes = Buffer.from(JSON.stringify(rows('six', 'boto3')))
  const feed = await startFeedServer(t, [
    { path: '/names.json', answer: { kind: 'file', bytes, etag: '"1"' }, times: 2 },
  ])
  const place = feed.url('/names.json')
  assert.equal((await bench.update({ place })).kind, 'built')
  assert.equal((await bench.update({ place })).kind, 'unchanged')
  await fails('OFFLINE', bench.update({ place, offline: true }))
})

test('older or much shorter lists are refused unless forced, empty ones always', async (t) => {
  const bench = benchOf(t)
  bench.write(rows('a', 'b', 'c', 'd', 'e'))
  await bench.update({})
  bench.write({ ...rows('a', 'b', 'c', 'd', 'e'), last_update: '2026-03-01 06:34:06' })
  await fails('ROLLBACK', bench.update({}), /2026-03-01.*kept/)
  bench.write(rows('a', 'b'))
  await fails('SHRUNK', bench.update({}), /kept/)
  bench.write([''])
  await fails('BAD_DATA', bench.update({ force: true }))
  assert.equal(bench.list().length, 5)
  bench.write(rows('a', 'b'))
  assert.equal((await bench.update({ force: true })).status.names, 2)
})

test('a file that no update wrote is not overwritten unasked', async (t) => {
  const bench = benchOf(t)
  bench.write(rows('six'))
  await bench.update({})
  writeFileSync(bench.target, 'broken')
  assert.equal((await bench.update({})).kind, 'built')
  const other = benchOf(t)
  other.write(rows('six'))
  const target = join(other.folder, 'notes.txt')
  writeFileSync(target, 'my notes')
  await fails('OCCUPIED', other.update({ target }))
  assert.equal(readFileSync(target, 'utf8'), 'my notes')
})

test('what is no list', async (t) => {
  const bench = benchOf(t)
  for (const value of [null, 7, {}, { rows: {} }, { rows: [1] }, { rows: [{ project: 1 }] }, ['six', 7]]) {
    bench.write(value)
    await fails('BAD_DATA', bench.update({}))
  }
  writeFileSync(join(bench.folder, 'list.json'), '{')
  await fails('BAD_DATA', bench.update({}))
  await fails('NOT_FOUND', bench.update({ place: 'none.json' }))
  await fails('BAD_ADDRESS', bench.update({ place: '.' }))
  assert.ok(URL.canParse(popularNames.defaultUrl))
})
