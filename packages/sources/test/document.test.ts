import assert from 'node:assert/strict'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createHttpClient, fetchDocument } from '@cordon/sources'
import { startFeedServer, temporaryFolder } from '@cordon/testkit'
import { fails, now } from './support.ts'

const io = { fetch, now: () => now, sleep: async () => undefined, random: () => 0 }
const bytes = Buffer.from('{"statements":[]}')
const answer = { kind: 'file', bytes, etag: '"one"', lastModified: 'Sat, 21 Nov 2026 10:00:00 GMT' } as const

function served(t: TestContext) {
  return startFeedServer(t, [
    { path: '/a.json', answer },
    { path: '/a.json', answer },
  ])
}

test('a document is kept, and not sent again while it is the same', async (t) => {
  const feed = await served(t)
  const folder = join(temporaryFolder(t), 'vex')
  const request = { url: feed.url('/a.json'), folder, maxBytes: 1000 }
  const client = createHttpClient(io)
  assert.deepEqual(await fetchDocument(client, request), bytes)
  assert.deepEqual(await fetchDocument(client, request), bytes)
  assert.equal(readdirSync(folder).length, 2, 'the document and what is known of it')
})

test('what was kept and is damaged is fetched again', async (t) => {
  const feed = await served(t)
  const folder = join(temporaryFolder(t), 'vex')
  const request = { url: feed.url('/a.json'), folder, maxBytes: 1000 }
  const client = createHttpClient(io)
  await fetchDocument(client, request)
  for (const name of readdirSync(folder)) if (!name.endsWith('.json')) writeFileSync(join(folder, name), 'else')
  assert.deepEqual(await fetchDocument(client, request), bytes)
})

test('too large a document and a switched-off network are errors, and nothing is left behind', async (t) => {
  const feed = await startFeedServer(t, [{ path: '/a.json', answer }])
  const folder = join(temporaryFolder(t), 'vex')
  const request = { url: feed.url('/a.json'), folder, maxBytes: 10 }
  await fails('TOO_LARGE', fetchDocument(createHttpClient(io), request))
  assert.deepEqual(readdirSync(folder), [])
  await fails('OFFLINE', fetchDocument(createHttpClient(io, { offline: true }), request))
})
