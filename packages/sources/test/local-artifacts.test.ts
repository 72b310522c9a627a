import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type PackageName, parseName } from '@cordon/pypa'
import { temporaryFolder } from '@cordon/testkit'
import {
  createHttpClient,
  createIndexClient,
  findCaches,
  type LocalArtifacts,
  openLocalArtifacts,
  readPipSettings,
} from '../src/index.ts'

const bytes = Buffer.from('not really a wheel')
const sha256 = createHash('sha256').update(bytes).digest('hex')
const filename = 'demo-1.0-py3-none-any.whl'
const url = `https://files.example.invalid/ab/${filename}`
const index = 'https://index.example.invalid/simple'
const wanted = { filename, url, hashes: new Map([['sha256', sha256]]) }

function demo(): PackageName {
  const name = parseName('demo')
  assert.ok(name !== null)
  return name
}

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/** Where pip keeps the answer of an address. */
function pathOf(cache: string, layout: string, address: string): string {
  const key = createHash('sha224').update(address).digest('hex')
  return join(cache, layout, ...key.slice(0, 5), key)
}

interface Opened {
  readonly local: LocalArtifacts
  readonly cache: string
  readonly folder: string
}

function open(t: TestContext, kind: 'pip' | 'poetry' | 'uv'): Opened {
  const root = temporaryFolder(t)
  const cache = join(root, 'cache')
  const folder = join(root, 'downloads')
  const caches = { pip: [], poetry: [], uv: [], [kind]: [cache] }
  return { local: openLocalArtifacts({ caches, indexes: [index], folder }), cache, folder }
}

test('a body that pip keeps is found by its address, and taken only for its digest', (t) => {
  const { local, cache, folder } = open(t, 'pip')
  const path = `${pathOf(cache, 'http-v2', url)}.body`
  put(path, bytes)
  const found = local.find({ ...wanted, url: `${url}#sha256=${sha256}` })
  assert.deepEqual(found?.kind === 'file' && found.path, path)
  const other = { ...wanted, hashes: new Map([['sha256', '0'.repeat(64)]]) }
  assert.equal(local.find(other), null)
  assert.equal(local.find({ ...wanted, hashes: new Map([['md5', '0'.repeat(32)]]) }), null)
  assert.equal(existsSync(folder), false)
})

test('the older layout of pip holds the body inside of its file: it is taken out, beside the cache', (t) => {
  const { local, cache, folder } = open(t, 'pip')
  const head = Buffer.from('\x82\xa8response\x82\xa4body\xc4', 'latin1')
  const content = Buffer.concat([
    Buffer.from('cc=4,'),
    head,
    Buffer.from([bytes.length]),
    bytes,
    Buffer.from('\xa4vary'),
  ])
  put(pathOf(cache, 'http', url), content)
  const found = local.find(wanted)
  assert.ok(found?.kind === 'file')
  assert.equal(dirname(found.path), folder)
  assert.deepEqual(readFileSync(found.path), bytes)
  found.release()
  assert.deepEqual(readdirSync(folder), [])
})

test('a damaged answer in the cache is not there', (t) => {
  const { local, cache } = open(t, 'pip')
  for (const content of ['', 'cc=4,', 'cc=4,\xa4body', 'cc=4,\xa4body\xc6\xff\xff\xff\xff', 'cc=3,\xa4body\xc4\x01x']) {
    put(pathOf(cache, 'http', url), Buffer.from(content, 'latin1'))
    assert.equal(local.find(wanted), null)
  }
})

test('a page that pip keeps tells addresses and digests, nothing else', (t) => {
  const { local, cache } = open(t, 'pip')
  const page = JSON.stringify({ meta: { 'api-version': '1.0' }, files: [{ filename, url, hashes: { sha256 } }] })
  put(`${pathOf(cache, 'http-v2', `${index}/demo/`)}.body`, page)
  assert.deepEqual(
    local.filesOf(demo()).map((file) => [file.filename, file.url, file.hashes.get('sha256')]),
    [[filename, url, sha256]],
  )
  put(`${pathOf(cache, 'http-v2', `${index}/demo/`)}.body`, '{"no": "page"}')
  assert.deepEqual(local.filesOf(demo()), [])
})

for (const [kind, below] of [
  ['pip', 'wheels/1a/2b/3c/4d5e'],
  ['poetry', 'artifacts/1a/2b/3c/4d5e'],
] as const)
  test(`a file in the ${below.split('/')[0]} of ${kind} is found by its name, and taken for its digest`, (t) => {
    const { local, cache } = open(t, kind)
    put(join(cache, below, filename), bytes)
    const found = local.find(wanted)
    assert.deepEqual(found?.kind === 'file' && found.path, join(cache, below, filename))
    assert.deepEqual(
      local.filesOf(demo()).map((file) => file.hashes.get('sha256')),
      [sha256],
    )
    put(join(cache, below, filename), 'other bytes')
    assert.equal(local.find(wanted), null)
  })

/** A pointer of uv: MessagePack, a map as it writes it today. */
function pointer(id: string, digest: string | null, file: string | null): Buffer {
  const text = (value: string): Buffer =>
    Buffer.concat([
      value.length < 32 ? Buffer.from([0xa0 + value.length]) : Buffer.from([0xd9, value.length]),
      Buffer.from(value),
    ])
  const hashes = digest === null ? [Buffer.from([0x90])] : [Buffer.from([0x91, 0x92]), text('Sha256'), text(digest)]
  const named = file === null ? [] : [text('filename'), text(file)]
  return Buffer.concat([Buffer.from([0x85]), text('id'), text(id), text('hashes'), ...hashes, ...named])
}

test('uv keeps wheels unpacked: the digest it recorded ties the content to the lock', (t) => {
  const { local, cache } = open(t, 'uv')
  const id = 'Zq3_b-Yt0LkPmN4xWv9Rs'
  put(join(cache, 'archive-v0', id, 'demo/__init__.py'), '')
  const at = join(cache, 'wheels-v6/pypi/demo/1.0-py3-none-any.http')
  put(at, pointer(id, sha256, filename))
  assert.deepEqual(local.find(wanted), { kind: 'unpacked', path: join(cache, 'archive-v0', id) })
  assert.deepEqual(
    local.filesOf(demo()).map((file) => file.filename),
    [filename],
  )
  for (const content of [
    pointer(id, null, filename),
    pointer(id, '0'.repeat(64), filename),
    pointer('gone0gone0gone0gone0g', sha256, filename),
    Buffer.from('\xff'.repeat(100), 'latin1'),
  ]) {
    put(at, content)
    assert.equal(local.find(wanted), null)
  }
})

test('uv keeps source distributions unpacked below a revision', (t) => {
  const { local, cache } = open(t, 'uv')
  const id = 'Zq3_b-Yt0LkPmN4xWv9Rs'
  const version = join(cache, 'sdists-v9/index/0123456789abcdef/demo/1.0')
  put(join(version, id, 'src/setup.py'), '')
  put(join(version, 'revision.http'), pointer(id, sha256, null))
  assert.deepEqual(local.find({ ...wanted, filename: 'demo-1.0.tar.gz' }), {
    kind: 'unpacked',
    path: join(version, id, 'src'),
  })
})

test('folders and pages of links are read before an index', async (t) => {
  const root = temporaryFolder(t)
  put(join(root, 'links', filename), bytes)
  put(join(root, 'links', 'other-1.0.tar.gz'), bytes)
  put(join(root, 'page.html'), `<a href="links/${filename}">x</a><a href="links/other-1.0.tar.gz">y</a>`)
  put(join(root, 'simple/demo/index.html'), `<a href="../../links/${filename}">x</a>`)
  const http = createHttpClient({ fetch, now: () => new Date(0), sleep: async () => undefined }, { offline: true })
  const client = createIndexClient(http, {
    indexes: [pathToFileURL(join(root, 'simple')).href],
    findLinks: [pathToFileURL(join(root, 'page.html')).href, join(root, 'links'), join(root, 'not-there')],
    netrc: null,
    folder: join(root, 'downloads'),
    maxFileBytes: 1024,
  })
  const found = []
  for await (const { page } of client.findPages(demo()))
    found.push(page.files.map((file) => [file.filename, file.hashes.get('sha256')]))
  assert.deepEqual(found, [[[filename, sha256]], [[filename, undefined]], [[filename, undefined]]])
})

test('where installers keep things: their variables, then the place of the platform', () => {
  const linux = { env: {}, platform: 'linux', home: '/home/a' } as const
  assert.deepEqual(findCaches(linux, null), {
    pip: ['/home/a/.cache/pip'],
    poetry: ['/home/a/.cache/pypoetry'],
    uv: ['/home/a/.cache/uv'],
  })
  assert.deepEqual(findCaches({ ...linux, env: { XDG_CACHE_HOME: '/x', UV_CACHE_DIR: '/u' } }, '/p'), {
    pip: ['/p'],
    poetry: ['/x/pypoetry'],
    uv: ['/u'],
  })
  const none = { PIP_NO_CACHE_DIR: '1', UV_NO_CACHE: 'true', POETRY_CACHE_DIR: 'below/the/project' }
  assert.deepEqual(findCaches({ ...linux, env: none }, null), { pip: [], poetry: [], uv: [] })
  assert.deepEqual(findCaches({ ...linux, platform: 'darwin' }, null), {
    pip: ['/home/a/Library/Caches/pip'],
    poetry: ['/home/a/Library/Caches/pypoetry'],
    uv: ['/home/a/.cache/uv'],
  })
})

test('pip says where its links and its cache are', () => {
  const env = {
    PIP_CONFIG_FILE: '/dev/null',
    PIP_FIND_LINKS: '/opt/links https://links.example.invalid/',
    PIP_CACHE_DIR: '/c',
  }
  const { findLinks, cacheFolder } = readPipSettings({ env, platform: 'linux', home: '' })
  assert.deepEqual(
    { findLinks, cacheFolder },
    { findLinks: ['/opt/links', 'https://links.example.invalid/'], cacheFolder: '/c' },
  )
})
