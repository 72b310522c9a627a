import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type PackageName, parseName, readVersion } from '@cordon/pypa'
import { startFeedServer, temporaryFolder } from '@cordon/testkit'
import {
  chooseFiles,
  chooseVersion,
  createHttpClient,
  createIndexClient,
  type FoundPage,
  filesOf,
  type IndexClient,
  parsePipConfig,
  readPipSettings,
} from '../src/index.ts'
import { credentialsIn } from '../src/index-client/netrc.ts'

const bytes = Buffer.from('not really a wheel')
const sha256 = createHash('sha256').update(bytes).digest('hex')
const wheel = 'demo-1.0-py3-none-any.whl'

function name(text: string): PackageName {
  const parsed = parseName(text)
  assert.ok(parsed !== null)
  return parsed
}

interface Given {
  readonly indexes: readonly string[]
  readonly netrc?: string
  readonly offline?: boolean
}

function client(t: TestContext, { indexes, netrc, offline }: Given): IndexClient & { readonly folder: string } {
  const folder = join(temporaryFolder(t), 'downloads')
  const http = createHttpClient(
    { fetch, now: () => new Date('2026-11-21T12:00:00Z'), sleep: async () => undefined },
    { offline: offline ?? false },
  )
  return { ...createIndexClient(http, { indexes, netrc: netrc ?? null, folder, maxFileBytes: 1024 }), folder }
}

async function pages(index: IndexClient, project: string): Promise<readonly FoundPage[]> {
  const found: FoundPage[] = []
  for await (const page of index.findPages(name(project))) found.push(page)
  return found
}

const html = `<a href="../../files/${wheel}#sha256=${sha256}">${wheel}</a>`

test('a project is read from each index that has it, JSON or HTML, and its file is verified', async (t) => {
  const json = JSON.stringify({
    meta: { 'api-version': '1.0' },
    name: 'demo',
    files: [{ filename: wheel, url: `/files/${wheel}`, hashes: { sha256 } }],
  })
  const feed = await startFeedServer(t, [
    { path: '/empty/simple/demo/', answer: { kind: 'status', status: 404 } },
    {
      path: '/a/simple/demo/',
      answer: { kind: 'status', status: 200, headers: { 'content-type': 'text/html' }, body: html },
    },
    {
      path: '/b/simple/demo/',
      answer: {
        kind: 'status',
        status: 200,
        headers: { 'content-type': 'application/vnd.pypi.simple.v1+json' },
        body: json,
      },
    },
    { path: `/a/files/${wheel}`, answer: { kind: 'file', bytes } },
    { path: `/files/${wheel}`, answer: { kind: 'file', bytes } },
  ])
  const index = client(t, { indexes: ['/empty/simple', '/a/simple/', '/b/simple'].map((path) => feed.url(path)) })
  const found = await pages(index, 'demo')
  assert.equal(found.length, 2)
  for (const { page } of found) {
    const [file] = page.files
    assert.ok(file !== undefined)
    const fetched = await index.fetchFile(file)
    assert.equal(fetched.sha256, sha256)
    assert.ok(readFileSync(fetched.path).equals(bytes))
    fetched.release()
    assert.equal(existsSync(fetched.path), false, 'nothing is left behind')
  }
  assert.match(String(feed.requests[0]?.headers.accept), /vnd\.pypi\.simple\.v1\+json/)
})

test('other bytes than the index promises are refused, by any digest, and nothing is left behind', async (t) => {
  const md5 = createHash('md5').update(bytes).digest('hex')
  const feed = await startFeedServer(t, [{ path: '/f', answer: { kind: 'file', bytes }, times: 3 }])
  const index = client(t, { indexes: [] })
  const file = (hashes: readonly (readonly [string, string])[]) => {
    return index.fetchFile({ filename: wheel, url: feed.url('/f'), hashes: new Map(hashes) })
  }
  await assert.rejects(file([['sha256', 'ab'.repeat(32)]]), { code: 'CHECKSUM' })
  await assert.rejects(file([['md5', 'ab'.repeat(16)]]), { code: 'CHECKSUM' })
  assert.deepEqual(readdirSync(index.folder), [])
  ;(await file([['md5', md5]])).release()
})

test('a file that is too large, an index that fails and a switched-off network are errors with a code', async (t) => {
  const feed = await startFeedServer(t, [
    { path: '/large', answer: { kind: 'file', bytes: Buffer.alloc(2048) } },
    { path: '/simple/demo/', answer: { kind: 'status', status: 403 } },
    { path: '/other/demo/', answer: { kind: 'status', status: 200, body: '{"files": 1}' } },
  ])
  const index = client(t, { indexes: [feed.url('/simple')] })
  const large = { filename: wheel, url: feed.url('/large'), hashes: new Map<string, string>() }
  await assert.rejects(index.fetchFile(large), { code: 'TOO_LARGE' })
  await assert.rejects(pages(index, 'demo'), { code: 'HTTP_STATUS' })
  await assert.rejects(pages(client(t, { indexes: [feed.url('/other')] }), 'demo'), {
    code: 'BAD_DATA',
  })
  await assert.rejects(pages(client(t, { indexes: ['https://index.example.invalid/simple'], offline: true }), 'demo'), {
    code: 'OFFLINE',
  })
  await assert.rejects(pages(client(t, { indexes: ['no address'] }), 'demo'), { code: 'BAD_ADDRESS' })
})

test('credentials come from the address or from netrc, and go to no other host', async (t) => {
  const feed = await startFeedServer(t, [
    {
      path: '/simple/demo/',
      answer: { kind: 'status', status: 200, headers: { 'content-type': 'text/html' }, body: html },
      times: 2,
    },
    { path: `/files/${wheel}`, answer: { kind: 'file', bytes }, times: 2 },
  ])
  const other = await startFeedServer(t, [{ path: '/f', answer: { kind: 'file', bytes } }])
  const basic = `Basic ${Buffer.from('user:secret').toString('base64')}`
  const signed = feed.url('/simple').replace('http://', 'http://user:secret@')
  for (const given of [
    { indexes: [signed] },
    { indexes: [feed.url('/simple')], netrc: 'machine 127.0.0.1 login user password secret' },
  ]) {
    const index = client(t, given)
    const [found] = await pages(index, 'demo')
    const [file] = found?.page.files ?? []
    assert.ok(file !== undefined && found !== undefined)
    assert.doesNotMatch(found.index, /secret/)
    ;(await index.fetchFile(file)).release()
  }
  for (const request of feed.requests) assert.equal(request.headers.authorization, basic)
  const index = client(t, { indexes: [signed] })
  ;(await index.fetchFile({ filename: wheel, url: other.url('/f'), hashes: new Map() })).release()
  assert.equal(other.requests[0]?.headers.authorization, undefined)
})

test('an index on the disk gives pages and files where they lie', async (t) => {
  const root = temporaryFolder(t)
  mkdirSync(join(root, 'simple', 'demo'), { recursive: true })
  mkdirSync(join(root, 'files'))
  writeFileSync(join(root, 'simple', 'demo', 'index.html'), html)
  writeFileSync(join(root, 'files', wheel), bytes)
  const index = client(t, { indexes: [pathToFileURL(join(root, 'simple')).href], offline: true })
  assert.deepEqual(await pages(index, 'other'), [])
  const [found] = await pages(index, 'demo')
  const [file] = found?.page.files ?? []
  assert.ok(file !== undefined)
  const fetched = await index.fetchFile(file)
  fetched.release()
  assert.equal(fetched.path, join(root, 'files', wheel))
  assert.ok(existsSync(fetched.path), 'a file of the index is never removed')
  writeFileSync(fetched.path, 'something else')
  await assert.rejects(index.fetchFile(file), { code: 'CHECKSUM' })
})

test("pip's settings: global, user, environment variables, each over the one before", (t) => {
  const home = temporaryFolder(t)
  mkdirSync(join(home, '.config', 'pip'), { recursive: true })
  writeFileSync(join(home, '.config', 'pip', 'pip.conf'), '[global]\nindex_url = https://a.example.invalid/simple\n')
  const named = join(home, 'named.conf')
  writeFileSync(named, '[install]\nextra-index-url =\n  https://b.example.invalid/simple\n  file:///srv/simple\n')
  const env = { PIP_CONFIG_FILE: named, XDG_CONFIG_DIRS: join(home, 'none') }
  const settings = readPipSettings({ env, platform: 'linux', home })
  assert.equal(settings.indexUrl, 'https://a.example.invalid/simple')
  assert.ok(settings.extraIndexUrls.includes('file:///srv/simple'))
  assert.equal(settings.files.at(-1), named)
  const over = readPipSettings({
    env: { ...env, PIP_INDEX_URL: 'https://c.example.invalid/simple', PIP_NO_INDEX: '1' },
    platform: 'linux',
    home,
  })
  assert.deepEqual([over.indexUrl, over.noIndex], ['https://c.example.invalid/simple', true])
  assert.deepEqual(readPipSettings({ env: { PIP_CONFIG_FILE: '/dev/null' }, platform: 'linux', home }).files, [])
  assert.throws(() => readPipSettings({ env: { PIP_CONFIG_FILE: home }, platform: 'linux', home }), {
    code: 'UNREADABLE',
  })
})

test('a configuration of pip: continued lines, comments, and install over global', () => {
  const text =
    '# note\n[global]\ntimeout: 3\nindex-url = https://a\n[install]\nindex-url = https://b\n; end\n  more\n[list]\nindex-url = c\n'
  assert.deepEqual(
    [...parsePipConfig(text)],
    [
      ['timeout', '3'],
      ['index-url', 'https://b more'],
    ],
  )
  assert.equal(parsePipConfig('index-url = https://no-section').size, 0)
})

test('netrc: machines, default, quotes, macros', () => {
  const text =
    'macdef init\ncd /x\n\nmachine a.example login "me too" password p#1 machine b.example\n login b password "q\\"r"\ndefault login any password thing'
  assert.deepEqual(credentialsIn(text, 'a.example'), { login: 'me too', password: 'p#1' })
  assert.deepEqual(credentialsIn(text, 'b.example'), { login: 'b', password: 'q"r' })
  assert.deepEqual(credentialsIn(text, 'c.example'), { login: 'any', password: 'thing' })
  assert.equal(credentialsIn('machine a.example login x', 'a.example'), null)
})

test('of a release the sdist and the wheel for this machine are taken, of a project the newest that is not yanked', async (t) => {
  const root = temporaryFolder(t)
  mkdirSync(join(root, 'demo'))
  const names = [
    'demo-1.0.tar.gz',
    'demo-1.0-cp311-cp311-manylinux_2_28_x86_64.whl',
    'demo-1.0-cp312-cp312-manylinux_2_28_x86_64.whl',
    'demo-1.0-cp312-cp312-macosx_11_0_arm64.whl',
    'demo-1.0.1rc1.tar.gz',
    'demo-1.1.tar.gz',
  ]
  const links = names.map((each) => `<a href="${each}"${each.includes('1.1.') ? ' data-yanked="broken"' : ''}>x</a>`)
  writeFileSync(join(root, 'demo', 'index.html'), links.join('\n'))
  const [found] = await pages(client(t, { indexes: [pathToFileURL(root).href] }), 'demo')
  assert.ok(found !== undefined)
  const version = chooseVersion(found.page)
  assert.equal(version?.raw, '1.0')
  const files = filesOf(found.page, readVersion('1.0.0'))
  const chosen = (platform: string, arch: string): readonly string[] =>
    chooseFiles(files, { platform, arch }).map((file) => file.filename)
  assert.deepEqual(chosen('linux', 'x64'), ['demo-1.0-cp312-cp312-manylinux_2_28_x86_64.whl', 'demo-1.0.tar.gz'])
  assert.deepEqual(chosen('darwin', 'arm64'), ['demo-1.0-cp312-cp312-macosx_11_0_arm64.whl', 'demo-1.0.tar.gz'])
})
