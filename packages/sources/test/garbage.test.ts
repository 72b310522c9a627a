/** Whatever a source, a state or a lock holds: it is read, or it is one coded error, and soon. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { epss, kev, type LocalPlace, osv, SourceError } from '@cordon/sources'
import { temporaryFolder, writeZip } from '@cordon/testkit'
import fc from 'fast-check'
import { readState, statePath } from '../src/state.ts'
import { benchOf } from './support.ts'
import { toyRecords } from './toy-database.ts'

const reading = { onProblem: () => undefined, onProgress: () => undefined }

const readers: Readonly<Record<string, (local: LocalPlace) => unknown>> = {
  osv: (local) => [...osv.read(local, reading)],
  kev: (local) => kev.read(local, reading),
  epss: (local) => [...epss.read(local, reading)],
  state: (local) => readState(local.path.slice(0, -'.state.json'.length)),
}

const csv = '#model_version:v2026.01.01\ncve,epss,percentile\nCVE-2026-1,0.5,0.9\n'
const state = { version: 1, database: 'ab', sources: { osv: { place: 'https://mirror.test', etag: '"1"' } } }
const good: readonly Buffer[] = [
  writeZip(toyRecords(4, '2026-11-20')),
  Buffer.from(JSON.stringify({ vulns: toyRecords(2, '2026-11-20') })),
  Buffer.from(JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-1' }] })),
  Buffer.from(csv),
  gzipSync(csv),
  Buffer.from(JSON.stringify(state)),
  Buffer.from('{"__proto__":{"vulns":[1]},"version":1,"database":"","sources":{"__proto__":{"place":"x"}}}'),
]

function readsOrRefuses(read: (local: LocalPlace) => unknown, local: LocalPlace): void {
  try {
    read(local)
  } catch (error) {
    assert.ok(error instanceof SourceError, error instanceof Error ? error.stack : String(error))
  }
}

const mutated = fc
  .tuple(fc.constantFrom(...good), fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { maxLength: 6 }), fc.nat(4000))
  .map(([bytes, changes, cut]) => {
    const copy = Buffer.from(bytes)
    for (const [at, value] of changes) copy[at % copy.length] = value
    return cut < copy.length ? copy.subarray(0, cut) : copy
  })

for (const [name, read] of Object.entries(readers))
  test(`law: ${name} is read from any bytes, or refused with a code`, (t) => {
    const folder = temporaryFolder(t)
    const path = statePath(join(folder, 'any'))
    const local: LocalPlace = { kind: 'file', label: 'any', path }
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 400 }), fc.json().map(Buffer.from)), (bytes) => {
        writeFileSync(path, bytes)
        readsOrRefuses(read, local)
      }),
      { numRuns: 250 },
    )
  })

const large: Readonly<Record<string, Buffer>> = {
  zeros: Buffer.alloc(1_000_000),
  'end signatures': Buffer.from('PK\x05\x06'.repeat(250_000), 'latin1'),
  'opened brackets': Buffer.from('['.repeat(1_000_000)),
  'a long first line': Buffer.from(`#${'a'.repeat(1_000_000)}`),
  'a million lines': Buffer.from(`cve,epss,percentile\n${'\n'.repeat(1_000_000)}`),
}
for (const [name, bytes] of Object.entries(large))
  test(`a megabyte of ${name} is read or refused`, { timeout: 20_000 }, (t) => {
    const path = statePath(join(temporaryFolder(t), 'any'))
    writeFileSync(path, bytes)
    for (const read of Object.values(readers)) readsOrRefuses(read, { kind: 'file', label: 'any', path })
  })

test('a gzip bomb is refused', (t) => {
  const path = join(temporaryFolder(t), 'bomb.csv.gz')
  writeFileSync(path, gzipSync(Buffer.alloc(260 * 1024 * 1024), { level: 1 }))
  const local: LocalPlace = { kind: 'file', label: 'bomb.csv.gz', path }
  assert.throws(() => epss.read(local, reading), { code: 'BAD_ARCHIVE' })
})

test('law: whatever the state and the lock hold, the update builds or is locked', async (t) => {
  const bench = benchOf(t)
  writeFileSync(join(bench.folder, 'all.zip'), good[0] ?? '')
  await bench.update({ osv: 'all.zip' })
  const text = fc.oneof(fc.json(), fc.string(), fc.constantFrom(...good.map((bytes) => bytes.toString('latin1'))))
  await fc.assert(
    fc.asyncProperty(text, fc.boolean(), async (content, lock) => {
      writeFileSync(lock ? `${bench.target}.lock` : statePath(bench.target), content)
      // Long after: a lock that nobody can read expires.
      const later = { now: () => new Date(Date.now() + 3_600_000) }
      assert.equal((await bench.update({ osv: 'all.zip', force: true }, later)).kind, 'built')
    }),
    { numRuns: 60 },
  )
})
