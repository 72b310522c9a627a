import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Ending, type Exchange, startFeedServer } from '@cordon/testkit'

/** A test of a test double: collects what would run at the end instead of running it there. */
function lateTest(): { readonly t: Ending; end(): void } {
  const hooks: (() => void)[] = []
  return {
    t: { after: (hook) => void hooks.push(hook) },
    end: () => {
      for (const hook of hooks) hook()
    },
  }
}

const file: Exchange = {
  path: '/a',
  answer: {
    kind: 'file',
    bytes: Buffer.from('0123456789'),
    etag: '"one"',
    lastModified: 'Sat, 21 Nov 2026 10:00:00 GMT',
  },
  times: 'any',
}

test('gives a file whole, in part, or not at all when it is unchanged', async (t) => {
  const feed = await startFeedServer(t, [file])
  const get = async (headers: Record<string, string>) => {
    const response = await fetch(feed.url('/a'), { headers })
    return [response.status, await response.text(), response.headers.get('content-range')]
  }
  assert.deepEqual(await get({}), [200, '0123456789', null])
  assert.deepEqual(await get({ range: 'bytes=4-', 'if-range': '"one"' }), [206, '456789', 'bytes 4-9/10'])
  assert.deepEqual(await get({ range: 'bytes=4-', 'if-range': '"two"' }), [200, '0123456789', null])
  assert.deepEqual(await get({ range: 'bytes=10-' }), [416, '', 'bytes */10'])
  assert.deepEqual(await get({ 'if-none-match': 'W/"one"' }), [304, '', null])
  assert.deepEqual(await get({ 'if-none-match': '"two"' }), [200, '0123456789', null])
  assert.deepEqual(await get({ 'if-modified-since': 'Sat, 21 Nov 2026 10:00:00 GMT' }), [304, '', null])
  assert.equal(feed.requests.length, 7)
  assert.equal(feed.requests[1]?.headers.range, 'bytes=4-')
})

test('breaks on demand', async (t) => {
  const bytes = Buffer.alloc(100)
  const feed = await startFeedServer(t, [
    { path: '/a', answer: { kind: 'file', bytes, fault: { kind: 'break', after: 10 } } },
    { path: '/a', answer: { kind: 'file', bytes, fault: { kind: 'close', after: 10 } } },
    { path: '/a', answer: { kind: 'status', status: 429, headers: { 'retry-after': '7' } } },
  ])
  for (let index = 0; index < 2; index++) {
    const response = await fetch(feed.url('/a'))
    assert.equal(response.headers.get('content-length'), '100')
    await assert.rejects(response.arrayBuffer())
  }
  assert.equal((await fetch(feed.url('/a'))).headers.get('retry-after'), '7')
})

test('fails the test that makes an unlisted request', async () => {
  const late = lateTest()
  const feed = await startFeedServer(late.t)
  assert.equal((await fetch(feed.url('/b'))).status, 501)
  assert.throws(() => late.end(), /requests that no exchange lists/)
})

test('fails the test that leaves an answer unused', async () => {
  for (const times of [undefined, 2, 'any'] as const) {
    const late = lateTest()
    await startFeedServer(late.t, [times === undefined ? { path: '/a', answer: file.answer } : { ...file, times }])
    assert.throws(() => late.end(), /answers that were not used/)
  }
})
