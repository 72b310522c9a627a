import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type FeedServer, type FileAnswer, startFeedServer, temporaryFolder } from '@cordon/testkit'
import fc from 'fast-check'
import { SourceError, type SourceErrorCode } from '../src/error.ts'
import { followRedirect, printable, readHttpAddress } from '../src/http/address.ts'
import { createHttpClient, type HttpIo, type HttpSettings } from '../src/http/client.ts'
import { type Download, download, type Validators } from '../src/http/download.ts'
import { useProxyOf } from '../src/http/proxy.ts'
import { retryAfter } from '../src/http/retry.ts'

const now = new Date('2026-11-21T12:00:00Z')
const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7 + (index >> 8)) % 256))
const file: FileAnswer = { kind: 'file', bytes, etag: '"one"', lastModified: 'Sat, 21 Nov 2026 10:00:00 GMT' }

interface Fetched {
  readonly result: Download
  readonly content: Buffer
  readonly waits: readonly number[]
  readonly progress: readonly (readonly [number, number | null])[]
}

interface Options {
  readonly io?: Partial<HttpIo>
  readonly settings?: Partial<HttpSettings>
  readonly known?: Validators
  readonly maxBytes?: number
}

async function fetched(t: TestContext, url: string, options: Options = {}): Promise<Fetched> {
  const waits: number[] = []
  const progress: [number, number | null][] = []
  const path = join(temporaryFolder(t), 'file')
  const sleep = async (milliseconds: number) => void waits.push(milliseconds)
  const io = { fetch, now: () => now, random: () => 0, sleep, ...options.io }
  const result = await download(createHttpClient(io, options.settings), {
    address: readHttpAddress(url),
    path,
    known: options.known ?? null,
    maxBytes: options.maxBytes ?? 1_000_000,
    onProgress: (done, total) => void progress.push([done, total]),
  })
  return { result, content: readFileSync(path), waits, progress }
}

async function fails(code: SourceErrorCode, promise: Promise<unknown>, text = /./): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof SourceError, String(error))
    assert.equal(error.code, code, error.message)
    assert.match(error.message, text)
    return true
  })
}

function assertWhole(done: Fetched, content: Uint8Array = bytes): void {
  assert.equal(done.result.kind, 'changed')
  assert.ok(done.content.equals(content))
  if (done.result.kind === 'changed')
    assert.equal(done.result.sha256, createHash('sha256').update(content).digest('hex'))
}

const ranges = (feed: FeedServer) => feed.requests.map(({ headers }) => headers.range ?? null)

test('downloads a file, with its digest, validators and progress', async (t) => {
  const feed = await startFeedServer(t, [{ path: '/a', answer: file }])
  const done = await fetched(t, feed.url('/a'))
  assertWhole(done)
  assert.deepEqual(done.result.kind === 'changed' && done.result.validators, {
    etag: '"one"',
    lastModified: file.lastModified,
  })
  assert.deepEqual(done.progress.at(-1), [bytes.length, bytes.length])
  assert.equal(feed.requests[0]?.headers['accept-encoding'], 'identity')
})

test('downloads an empty file, and one without a length', async (t) => {
  const feed = await startFeedServer(t, [
    { path: '/empty', answer: { kind: 'file', bytes: new Uint8Array() } },
    { path: '/chunked', answer: { ...file, length: false } },
  ])
  assertWhole(await fetched(t, feed.url('/empty')), new Uint8Array())
  assertWhole(await fetched(t, feed.url('/chunked')))
})

test('does not fetch again what has not changed', async (t) => {
  const feed = await startFeedServer(t, [{ path: '/a', answer: file, times: 3 }])
  const known = { etag: '"one"', lastModified: null }
  assert.equal((await fetched(t, feed.url('/a'), { known })).result.kind, 'unchanged')
  const dated = { etag: null, lastModified: 'Sat, 21 Nov 2026 10:00:00 GMT' }
  assert.equal((await fetched(t, feed.url('/a'), { known: dated })).result.kind, 'unchanged')
  assertWhole(await fetched(t, feed.url('/a'), { known: { etag: '"zero"', lastModified: null } }))
})

for (const kind of ['break', 'close'] as const)
  test(`goes on where the transfer broke (${kind})`, async (t) => {
    const feed = await startFeedServer(t, [
      { path: '/a', answer: { ...file, fault: { kind, after: 70_000 } } },
      { path: '/a', answer: { ...file, fault: { kind, after: 50_000 } } },
      { path: '/a', answer: file },
    ])
    const done = await fetched(t, feed.url('/a'))
    assertWhole(done)
    assert.deepEqual(ranges(feed), [null, 'bytes=70000-', 'bytes=120000-'])
    assert.equal(feed.requests[1]?.headers['if-range'], '"one"')
    assert.deepEqual(done.waits, [250, 250])
  })

test('goes on after a stall', async (t) => {
  const feed = await startFeedServer(t, [
    { path: '/a', answer: { ...file, fault: { kind: 'stall', after: 70_000 } } },
    { path: '/a', answer: file, times: 'any' },
  ])
  assertWhole(await fetched(t, feed.url('/a'), { settings: { idleMilliseconds: 300 } }))
  assert.equal(ranges(feed)[1], 'bytes=70000-')
})

test('starts again when the file changed meanwhile', async (t) => {
  const other = Buffer.from(bytes).reverse()
  const feed = await startFeedServer(t, [
    { path: '/a', answer: { ...file, fault: { kind: 'break', after: 70_000 } } },
    { path: '/a', answer: { ...file, bytes: other, etag: '"two"', lastModified: 'Sat, 21 Nov 2026 11:00:00 GMT' } },
  ])
  const done = await fetched(t, feed.url('/a'))
  assertWhole(done, other)
  assert.equal(done.result.kind === 'changed' && done.result.validators.etag, '"two"')
})

const noResume: Readonly<Record<string, FileAnswer>> = {
  'a weak validator': { ...file, etag: 'W/"one"' },
  'no validator': { kind: 'file', bytes },
  'a server without ranges': { ...file, ranges: false },
}
for (const [name, answer] of Object.entries(noResume))
  test(`starts again with ${name}`, async (t) => {
    const feed = await startFeedServer(t, [
      { path: '/a', answer: { ...answer, fault: { kind: 'break', after: 70_000 } } },
      { path: '/a', answer },
    ])
    assertWhole(await fetched(t, feed.url('/a')))
  })

test('starts again when the server sends another part than was asked for', async (t) => {
  const feed = await startFeedServer(t, [
    { path: '/a', answer: { ...file, fault: { kind: 'break', after: 70_000 } } },
    { path: '/a', answer: { ...file, headers: { 'content-range': `bytes 5-${bytes.length - 1}/${bytes.length}` } } },
    { path: '/a', answer: file },
  ])
  assertWhole(await fetched(t, feed.url('/a')))
  assert.deepEqual(ranges(feed), [null, 'bytes=70000-', null])
})

test('gives up on a transfer that never gets further', async (t) => {
  const fault = { kind: 'break', after: 70_000 } as const
  const feed = await startFeedServer(t, [{ path: '/a', answer: { ...file, ranges: false, fault }, times: 5 }])
  await fails('TRUNCATED', fetched(t, feed.url('/a')))
})

test('tells a transfer that ends early from a whole one', async (t) => {
  const fault = { kind: 'close', after: 1000 } as const
  const feed = await startFeedServer(t, [{ path: '/a', answer: { kind: 'file', bytes, fault }, times: 2 }])
  await fails('TRUNCATED', fetched(t, feed.url('/a'), { settings: { attempts: 2 } }))
})

test('tries again after 5xx and 429, longer each time, and as long as Retry-After asks', async (t) => {
  const feed = await startFeedServer(t, [
    { path: '/a', answer: { kind: 'status', status: 500 } },
    { path: '/a', answer: { kind: 'status', status: 503 } },
    { path: '/a', answer: { kind: 'status', status: 429, headers: { 'retry-after': '7' } } },
    { path: '/a', answer: file },
  ])
  const done = await fetched(t, feed.url('/a'))
  assertWhole(done)
  assert.deepEqual(done.waits, [250, 500, 7000])
})

test('does not wait longer than is bearable', async (t) => {
  const answer = { kind: 'status', status: 429, headers: { 'retry-after': '3600' } } as const
  const feed = await startFeedServer(t, [{ path: '/a', answer }])
  await fails('HTTP_STATUS', fetched(t, feed.url('/a')), /429.*wait 3600 s/)
})

test('gives up after five tries, and at once where trying again is useless', async (t) => {
  const feed = await startFeedServer(t, [
    { path: '/500', answer: { kind: 'status', status: 500 }, times: 5 },
    { path: '/404', answer: { kind: 'status', status: 404 } },
    { path: '/403', answer: { kind: 'status', status: 403 } },
    { path: '/206', answer: { kind: 'status', status: 206 } },
    { path: '/304', answer: { kind: 'status', status: 304 } },
  ])
  await fails('HTTP_STATUS', fetched(t, feed.url('/500')), /500/)
  await fails('HTTP_STATUS', fetched(t, feed.url('/404')), /spelt/)
  await fails('HTTP_STATUS', fetched(t, feed.url('/403')), /credentials/)
  await fails('HTTP_STATUS', fetched(t, feed.url('/206')))
  await fails('HTTP_STATUS', fetched(t, feed.url('/304')))
})

test('is bounded in bytes, announced or not', async (t) => {
  const feed = await startFeedServer(t, [
    { path: '/a', answer: file },
    { path: '/b', answer: { ...file, length: false } },
  ])
  await fails('TOO_LARGE', fetched(t, feed.url('/a'), { maxBytes: 1000 }))
  await fails('TOO_LARGE', fetched(t, feed.url('/b'), { maxBytes: 1000 }))
})

test('is bounded in time: no answer, a stalled body, all together', async (t) => {
  const feed = await startFeedServer(t, [
    { path: '/silent', answer: { kind: 'silence' }, times: 'any' },
    { path: '/stall', answer: { ...file, fault: { kind: 'stall', after: 0 } }, times: 'any' },
    { path: '/long', answer: { kind: 'silence' }, times: 'any' },
  ])
  const short = { connectMilliseconds: 300, idleMilliseconds: 300, attempts: 2 }
  await fails('TIMEOUT', fetched(t, feed.url('/silent'), { settings: short }), /silent for 0.3 s/)
  await fails('TIMEOUT', fetched(t, feed.url('/stall'), { settings: short }), /silent for 0.3 s/)
  await fails('TIMEOUT', fetched(t, feed.url('/long'), { settings: { totalMilliseconds: 500 } }), /not complete after/)
})

test('follows redirects, five of them', async (t) => {
  const hop = (path: string, location: string) =>
    ({ path, answer: { kind: 'status', status: 302, headers: { location } } }) as const
  const feed = await startFeedServer(t, [
    hop('/a', '/b'),
    hop('/b', 'c?x=1'),
    { path: '/c?x=1', answer: file },
    { ...hop('/loop', '/loop'), times: 6 },
    { path: '/nowhere', answer: { kind: 'status', status: 302 } },
    hop('/ftp', 'ftp://example.org/a'),
  ])
  assertWhole(await fetched(t, feed.url('/a')))
  await fails('REDIRECT', fetched(t, feed.url('/loop')), /more than 5 times/)
  await fails('REDIRECT', fetched(t, feed.url('/nowhere')))
  await fails('REDIRECT', fetched(t, feed.url('/ftp')))
})

test('does not follow a redirect from https to http', async (t) => {
  const feed = await startFeedServer(t)
  feed.add({ path: '/a', answer: { kind: 'status', status: 301, headers: { location: feed.url('/b') } } })
  // The real server, seen by the client under an https address.
  const io = {
    fetch: ((url: string, init) => fetch(url.replace('https://feed.test', feed.origin), init)) as typeof fetch,
  }
  await fails('REDIRECT', fetched(t, 'https://feed.test/a', { io }), /plain http/)
})

test('credentials of the address travel as a header, within one origin, and are never shown', async (t) => {
  const other = await startFeedServer(t, [{ path: '/c', answer: file }])
  const feed = await startFeedServer(t, [
    { path: '/a', answer: { kind: 'status', status: 307, headers: { location: '/b' } } },
    { path: '/b', answer: { kind: 'status', status: 307, headers: { location: other.url('/c') } } },
    { path: '/d', answer: { kind: 'status', status: 401 } },
  ])
  const withCredentials = (url: string) => url.replace('http://', 'http://ada:p%40ss@')
  assertWhole(await fetched(t, withCredentials(feed.url('/a'))))
  const expected = `Basic ${Buffer.from('ada:p@ss').toString('base64')}`
  assert.deepEqual(
    [...feed.requests, ...other.requests].map(({ headers }) => headers.authorization),
    [expected, expected, undefined],
  )
  const refused = fetched(t, withCredentials(feed.url('/d')))
  await assert.rejects(refused, (error) => !String((error as Error).message).includes('p%40ss'))
})

test('offline opens no socket', async (t) => {
  const never = (() => assert.fail('fetch was called')) as unknown as typeof fetch
  await fails('OFFLINE', fetched(t, 'http://127.0.0.1:9/a', { io: { fetch: never }, settings: { offline: true } }))
})

test('says when nobody listens', async (t) => {
  const server = createTcpServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  await fails('CONNECT', fetched(t, `http://127.0.0.1:${port}/a`, { settings: { attempts: 2 } }), /ECONNREFUSED/)
})

test('does not try again when the certificate is not trusted', async (t) => {
  let calls = 0
  const io = {
    fetch: (async () => {
      calls += 1
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'SELF_SIGNED_CERT_IN_CHAIN' }) })
    }) as typeof fetch,
  }
  await fails('CERTIFICATE', fetched(t, 'https://mirror.test/a', { io }), /mirror\.test.*NODE_EXTRA_CA_CERTS/)
  assert.equal(calls, 1)
})

test('verifies announced checksums, and tries again when one is not met', async (t) => {
  const sha256 = createHash('sha256').update(bytes).digest('base64')
  const md5 = createHash('md5').update(bytes).digest('base64')
  const wrong = createHash('md5').update('other').digest('base64')
  const withHeaders = (headers: Record<string, string>): FileAnswer => ({ ...file, headers })
  const feed = await startFeedServer(t, [
    { path: '/a', answer: withHeaders({ 'repr-digest': `sha-256=:${sha256}:` }) },
    { path: '/b', answer: withHeaders({ 'x-goog-hash': `crc32c=AAAAAA==, md5=${wrong}` }) },
    { path: '/b', answer: withHeaders({ 'x-goog-hash': `crc32c=AAAAAA==, md5=${md5}` }) },
    { path: '/c', answer: withHeaders({ 'repr-digest': `sha-256=:${wrong}:, what=:AAAA:, __proto__=:AAAA:` }) },
    { path: '/d', answer: withHeaders({ 'x-goog-hash': `md5=${wrong}` }), times: 2 },
  ])
  for (const path of ['/a', '/b', '/c']) assertWhole(await fetched(t, feed.url(path)))
  await fails('CHECKSUM', fetched(t, feed.url('/d'), { settings: { attempts: 2 } }))
})

test('goes through the proxy of the environment, and says when that is none', async (t) => {
  const feed = await startFeedServer(t, [{ path: '/a', answer: file }])
  const asked: string[] = []
  const proxy = createServer()
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '')
    const upstream = connect(Number(new URL(feed.origin).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  t.after(() => proxy.close())
  const undo = await useProxyOf({ HTTP_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` })
  t.after(undo)
  const through = await fetched(t, 'http://mirror.invalid/a')
  assertWhole(through)
  assert.deepEqual(asked, ['mirror.invalid:80'])
  await fails('BAD_ADDRESS', useProxyOf({ https_proxy: 'user:secret' }))
})

test('Retry-After is seconds or a date', () => {
  assert.equal(retryAfter('120', now), 120_000)
  assert.equal(retryAfter('Sat, 21 Nov 2026 12:00:30 GMT', now), 30_000)
  assert.equal(retryAfter('Sat, 21 Nov 2026 11:00:00 GMT', now), 0)
  assert.equal(retryAfter('soon', now), null)
  assert.equal(retryAfter(null, now), null)
})

test('law: an address is read or refused with BAD_ADDRESS, and what is shown holds no password', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((text) => `https://${text}`),
      ),
      (text) => {
        try {
          const { url } = readHttpAddress(text)
          assert.equal(new URL(url).password, '')
          assert.equal(readHttpAddress(url).url, url)
        } catch (error) {
          assert.ok(error instanceof SourceError && error.code === 'BAD_ADDRESS', String(error))
        }
      },
    ),
  )
  assert.equal(printable('https://ada:secret@mirror.test/a'), 'https://mirror.test/a')
})

test('a redirect keeps credentials only where they belong', () => {
  const from = readHttpAddress('https://ada:pass@mirror.test/a/b')
  assert.deepEqual(followRedirect(from, '../c#x'), { url: 'https://mirror.test/c', authorization: from.authorization })
  assert.equal(followRedirect(from, 'https://mirror.test:8443/c').authorization, null)
  for (const location of [null, 'http://mirror.test/', 'file:///etc/passwd', 'https://eve:x@mirror.test/', 'http://['])
    assert.throws(() => followRedirect(from, location), { code: 'REDIRECT' })
})
