import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import {
  type AdvisoryText,
  absentStatus,
  cacheFolder,
  type DatabaseMeta,
  databasePath,
  type LocalPlace,
  loadDatabaseBytes,
  osv,
  readPlace,
  readyStatus,
  SourceError,
  type SourceProblem,
} from '@cordon/sources'
import { temporaryFolder } from '@cordon/testkit'

interface Read {
  readonly names: readonly string[]
  readonly problems: readonly string[]
}

function readOsv(path: string): Read {
  const problems: SourceProblem[] = []
  const local: LocalPlace = { kind: 'folder', label: 'mirror', path }
  const records: AdvisoryText[] = [
    ...osv.read(local, { onProblem: (problem) => void problems.push(problem), onProgress: () => undefined }),
  ]
  return { names: records.map(({ name }) => name), problems: problems.map(({ record, code }) => `${record} ${code}`) }
}

test('reads every JSON file of a folder’s tree, in a fixed order', (t) => {
  const folder = temporaryFolder(t)
  for (const name of ['b', 'a/deep', 'a']) mkdirSync(join(folder, name), { recursive: true })
  for (const name of ['z.json', 'b/1.json', 'a/deep/2.json', 'a/3.json', 'a/notes.txt'])
    writeFileSync(join(folder, name), '{}')
  mkdirSync(join(folder, 'c.json'))
  assert.deepEqual(readOsv(folder), { names: ['z.json', 'a/3.json', 'a/deep/2.json', 'b/1.json'], problems: [] })
})

test('follows no symbolic link: not in a circle, not out of the folder', (t) => {
  const folder = temporaryFolder(t)
  const outside = temporaryFolder(t)
  writeFileSync(join(outside, 'secret.json'), '{}')
  mkdirSync(join(folder, 'a'))
  writeFileSync(join(folder, 'a', '1.json'), '{}')
  symlinkSync('..', join(folder, 'a', 'circle'))
  symlinkSync(outside, join(folder, 'out'))
  symlinkSync(join(outside, 'secret.json'), join(folder, 'secret.json'))
  symlinkSync('nowhere', join(folder, 'dangling.json'))
  assert.deepEqual(readOsv(folder), {
    names: ['a/1.json'],
    problems: ['dangling.json SYMLINK', 'out SYMLINK', 'secret.json SYMLINK', 'a/circle SYMLINK'],
  })
})

test('a folder may itself be reached through a link, for the person has named it', (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'mirror'))
  symlinkSync('mirror', join(folder, 'link'))
  assert.equal(readPlace('link', folder).kind, 'folder')
})

test('is bounded in depth, and tells what it left out', (t) => {
  const folder = temporaryFolder(t)
  const deep = join(folder, ...Array.from({ length: 20 }, () => 'd'))
  mkdirSync(deep, { recursive: true })
  writeFileSync(join(deep, '1.json'), '{}')
  writeFileSync(join(folder, '0.json'), '{}')
  const { names, problems } = readOsv(folder)
  assert.deepEqual(names, ['0.json'])
  assert.deepEqual(problems, [`${Array.from({ length: 17 }, () => 'd').join('/')} DEPTH`])
})

test('does not wait for a pipe, and says that it is no record', {
  skip: process.platform === 'win32' && 'needs mkfifo',
}, (t) => {
  const folder = temporaryFolder(t)
  assert.equal(spawnSync('mkfifo', [join(folder, 'pipe.json')]).status, 0)
  writeFileSync(join(folder, '1.json'), '{}')
  assert.deepEqual(readOsv(folder), { names: ['1.json'], problems: ['pipe.json NOT_A_FILE'] })
  assert.throws(() => readPlace('pipe.json', folder), { code: 'BAD_ADDRESS' })
})

test('a record nested deeper than the stack is a problem, not a crash', (t) => {
  const folder = temporaryFolder(t)
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  writeFileSync(join(folder, 'all.json'), `[{"id":"A"},{"deep":${deep}}]`)
  const problems: SourceProblem[] = []
  const local: LocalPlace = { kind: 'file', label: 'all.json', path: join(folder, 'all.json') }
  const records = [...osv.read(local, { onProblem: (each) => void problems.push(each), onProgress: () => undefined })]
  assert.deepEqual(records, [{ name: 'all.json[0]', text: '{"id":"A"}' }])
  assert.deepEqual(
    problems.map(({ record, code }) => `${record} ${code}`),
    ['all.json[1] DEPTH'],
  )
})

test('a place is a file, a folder or a URL, or a coded error', (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'a b.zip'), '')
  assert.deepEqual(readPlace('a b.zip', folder), { kind: 'file', label: 'a b.zip', path: join(folder, 'a b.zip') })
  assert.equal(readPlace(pathToFileURL(join(folder, 'a b.zip')).href, '/').kind, 'file')
  assert.equal(readPlace('HTTPS://mirror.test/all.zip', folder).label, 'https://mirror.test/all.zip')
  const wrong: readonly (readonly [string, string])[] = [
    ['', 'BAD_ADDRESS'],
    ['a\0b', 'BAD_ADDRESS'],
    ['ftp://mirror.test/all.zip', 'BAD_ADDRESS'],
    ['s3://bucket/all.zip', 'BAD_ADDRESS'],
    ['file://host/all.zip', 'BAD_ADDRESS'],
    ['https://', 'BAD_ADDRESS'],
    ['missing.zip', 'NOT_FOUND'],
    ['a b.zip/inside', 'NOT_FOUND'],
    ['x'.repeat(5000), 'UNREADABLE'],
  ]
  for (const [text, code] of wrong)
    assert.throws(
      () => readPlace(text, folder),
      (error) => error instanceof SourceError && error.code === code,
      text,
    )
})

test('the cache folder: our variable, XDG when absolute, the platform’s own', () => {
  assert.equal(cacheFolder({ CORDON_CACHE_DIR: '/c', XDG_CACHE_HOME: '/x' }, 'linux', '/home/ada'), '/c')
  assert.equal(cacheFolder({ XDG_CACHE_HOME: '/x' }, 'linux', '/home/ada'), '/x/cordon')
  assert.equal(cacheFolder({ XDG_CACHE_HOME: 'x' }, 'linux', '/home/ada'), '/home/ada/.cache/cordon')
  assert.equal(cacheFolder({ XDG_CACHE_HOME: '' }, 'linux', '/home/ada'), '/home/ada/.cache/cordon')
  assert.equal(cacheFolder({}, 'darwin', '/Users/ada'), '/Users/ada/Library/Caches/cordon')
  assert.equal(cacheFolder({ LOCALAPPDATA: '/local' }, 'win32', '/u'), '/local/cordon/Cache')
  assert.equal(databasePath('/c'), '/c/advisories/pypi.cordondb')
})

test('a database that is not there, or is a folder, is a coded error', (t) => {
  const folder = temporaryFolder(t)
  assert.throws(() => loadDatabaseBytes(join(folder, 'x')), { code: 'NO_DATABASE', message: /cordon db update/ })
  assert.throws(() => loadDatabaseBytes(folder), { code: 'UNREADABLE' })
})

const meta: DatabaseMeta = {
  formatVersion: 1,
  source: 'https://mirror.test/all.zip',
  sourceTime: null,
  dataTime: '2026-11-14T12:00:00Z',
  builtTime: '2026-11-14T13:00:00Z',
  counts: { records: 5, live: 4, withdrawn: 1, packages: 3, malware: 0, kev: 0, epss: 0 },
  digest: 'abc',
}

test('a database is stale when its data is more than seven days old, or has no date', () => {
  const at = (time: string) => readyStatus(meta, new Date(time))
  assert.deepEqual([at('2026-11-21T13:00:00Z').state, at('2026-11-21T13:00:00Z').ageDays], ['ready', 7])
  assert.deepEqual([at('2026-11-22T12:00:00Z').state, at('2026-11-22T12:00:00Z').advice], ['stale', 'cordon db update'])
  assert.equal(at('2026-11-01T00:00:00Z').ageDays, 0)
  assert.equal(readyStatus({ ...meta, dataTime: '2999-01-01T00:00:00Z' }, new Date('2026-12-14T13:00:00Z')).ageDays, 30)
  assert.equal(readyStatus({ ...meta, dataTime: null }, new Date()).state, 'stale')
  assert.equal(readyStatus(meta, new Date('2026-12-21T00:00:00Z'), 60).state, 'ready')
  assert.equal(absentStatus('missing').advice, 'cordon db update')
})
