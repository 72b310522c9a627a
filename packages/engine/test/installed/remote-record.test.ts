import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { recordOfWheel, remoteRecord } from '@cordon/engine/installed'
import { createHttpClient, createIndexClient, SourceError } from '@cordon/sources'
import { temporaryFolder, writeZip } from '@cordon/testkit'
import { madeWheel } from './made.ts'

const demo = { name: 'demo', version: '1.0', code: { 'demo/__init__.py': 'x = 1\n' } }
/** Larger than what is fetched at first, and with its RECORD at the start. */
const large = writeZip([
  { name: 'demo-1.0.dist-info/RECORD', data: 'big.bin,,\n' },
  { name: 'big.bin', data: randomBytes(400_000), method: 'stored' },
])

/** A server of one file, which gives parts of it or does not. */
async function serve(t: TestContext, bytes: Buffer, mode: 'parts' | 'whole' | 'lies') {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const range = request.headers.range ?? ''
    asked.push(range)
    const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? []
    if (mode === 'whole') response.writeHead(200).end(bytes)
    else {
      const start = first === '' ? Math.max(0, bytes.length - Number(last)) : Number(first)
      const end = first === '' ? bytes.length - 1 : Math.min(Number(last), bytes.length - 1)
      const said = mode === 'lies' ? bytes.length - 1 : start
      response.writeHead(206, { 'content-range': `bytes ${said}-${end}/${bytes.length}` })
      response.end(bytes.subarray(start, end + 1))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const http = createHttpClient({ fetch, now: () => new Date(0), sleep: async () => undefined })
  const folder = join(temporaryFolder(t), 'files')
  const client = createIndexClient(http, { indexes: [], netrc: null, folder, maxFileBytes: 1e6 })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/demo-1.0-py3-none-any.whl`
  return { client, url, asked }
}

describe('RECORD of a wheel on an index', () => {
  it('is read from the end of the file, with one request', async (t) => {
    const wheel = madeWheel(demo)
    const { client, url, asked } = await serve(t, wheel, 'parts')
    assert.deepEqual(
      await remoteRecord(client, url),
      recordOfWheel({ size: wheel.length, readAt: (at, n) => wheel.subarray(at, at + n) }),
    )
    assert.equal(asked.length, 1)
  })

  it('is looked for where the directory says', async (t) => {
    const { client, url, asked } = await serve(t, large, 'parts')
    assert.deepEqual(
      (await remoteRecord(client, url))?.entries.map(({ path }) => path),
      ['big.bin'],
    )
    assert.ok(asked.length <= 3, asked.join(' '))
  })

  it('is not had from a server that gives no parts, or others than asked for', async (t) => {
    const whole = await serve(t, large, 'whole')
    assert.equal(await remoteRecord(whole.client, whole.url), null)
    const lies = await serve(t, large, 'lies')
    await assert.rejects(
      remoteRecord(lies.client, lies.url),
      (error) => error instanceof SourceError && error.code === 'BAD_DATA',
    )
  })
})
