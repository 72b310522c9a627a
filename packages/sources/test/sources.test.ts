import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { advisorySources } from '@cordon/sources'
import { type Exchange, startFeedServer, writeZip } from '@cordon/testkit'
import { benchOf, fails } from './support.ts'
import { toyRecords } from './toy-database.ts'

/** `exchanges.json`: what the server answers, in this order. Exactly one kind of content, or none. */
interface WrittenExchange {
  readonly path: string
  readonly status?: number
  readonly etag?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly text?: string
  readonly json?: unknown
  readonly gzip?: string
  readonly base64?: string
  readonly zip?: Readonly<Record<string, unknown>>
}

/** `expected.json`: what reached the builder, or the error's code. */
type Expected =
  | { readonly error: Parameters<typeof fails>[0] }
  | {
      readonly ids?: readonly string[]
      readonly kev?: readonly string[]
      readonly epss?: readonly string[]
      readonly problems?: readonly string[]
    }

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T
}

function bytesOf({ text, json, gzip, base64, zip }: WrittenExchange): Buffer {
  if (zip !== undefined) return writeZip(Object.entries(zip).map(([name, data]) => ({ name, data: memberBytes(data) })))
  if (gzip !== undefined) return gzipSync(gzip)
  if (base64 !== undefined) return Buffer.from(base64, 'base64')
  return Buffer.from(text ?? JSON.stringify(json))
}

function memberBytes(data: unknown): Buffer {
  if (typeof data === 'string') return Buffer.from(data)
  const { base64 } = data as { readonly base64?: string }
  return base64 === undefined ? Buffer.from(JSON.stringify(data)) : Buffer.from(base64, 'base64')
}

function exchangeOf(written: WrittenExchange): Exchange {
  const { path, status, headers = {}, etag } = written
  if (status !== undefined) return { path, answer: { kind: 'status', status, headers } }
  return { path, answer: { kind: 'file', bytes: bytesOf(written), headers, ...(etag === undefined ? {} : { etag }) } }
}

const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((each) => each.isDirectory())

test('the folder of sources is the array, and each has cases', () => {
  const files = readdirSync(join(import.meta.dirname, '..', 'src', 'advisories'))
    .map((name) => basename(name, '.ts'))
    .filter((name) => name !== 'index' && name !== 'source')
  const ids = advisorySources.map(({ id }) => id)
  assert.deepEqual(ids, files.sort())
  assert.deepEqual(
    ids,
    folders
      .map(({ name }) => name)
      .filter((name) => name !== 'child')
      .sort(),
  )
  for (const { defaultUrl } of advisorySources) assert.equal(new URL(defaultUrl).protocol, 'https:')
})

for (const { id } of advisorySources)
  for (const name of readdirSync(join(import.meta.dirname, id)))
    test(`${id}: ${name.replaceAll('-', ' ')}`, async (t) => {
      const folder = join(import.meta.dirname, id, name)
      const written = readJson<WrittenExchange[]>(join(folder, 'exchanges.json'))
      const expected = readJson<Expected>(join(folder, 'expected.json'))
      const feed = await startFeedServer(t, written.map(exchangeOf))
      const bench = benchOf(t)
      writeFileSync(join(bench.folder, 'base.zip'), writeZip(toyRecords(2, '2026-11-20')))
      const update = bench.update({ osv: 'base.zip', [id]: feed.url(written[0]?.path ?? '') })
      if ('error' in expected) {
        await fails(expected.error, update)
        return
      }
      const result = await update
      const { ids, kev, epss } = bench.content()
      const problems =
        result.kind === 'built' ? result.problems.map(({ record, code }) => `${record} ${code}`).sort() : []
      const seen = { ids, kev, epss, problems }
      for (const key of ['ids', 'kev', 'epss', 'problems'] as const)
        if (expected[key] !== undefined) assert.deepEqual(seen[key], expected[key], key)
    })
