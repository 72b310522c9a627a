/** `cordon db`: from feeds on loopback to a database that opens, and what is said on the way. */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openDatabase } from '@cordon/advisories'
import { CodedError } from '@cordon/model'
import { parseName, readVersion } from '@cordon/pypa'
import { sharedData, startFeedServer, temporaryFolder, withoutSharedData, writeZip } from '@cordon/testkit'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { Command } from 'commander'
import type { Io } from '../src/command.ts'
import { db } from '../src/commands/db.ts'

interface Ran {
  /** Null when the command threw. */
  readonly exit: number | null
  readonly code: string | null
  readonly stdout: string
  readonly stderr: string
}

interface Bench {
  readonly folder: string
  readonly database: string
  run(words: readonly string[], io?: Partial<Io>): Promise<Ran>
}

function benchOf(t: TestContext): Bench {
  const folder = temporaryFolder(t)
  const run = async (words: readonly string[], over: Partial<Io> = {}): Promise<Ran> => {
    const text = { stdout: '', stderr: '' }
    const writer = (name: keyof typeof text) => ({
      write(more: string): void {
        text[name] += more
      },
      isTTY: false,
      columns: 100,
    })
    const io: Io = {
      stdout: writer('stdout'),
      stderr: { ...writer('stderr'), isTTY: over.stderr?.isTTY ?? false },
      env: over.env ?? { CORDON_CACHE_DIR: 'cache' },
      cwd: folder,
      fetch: over.fetch ?? fetch,
      now: over.now ?? (() => new Date('2026-11-21T12:00:00Z')),
    }
    let exit: number | null = null
    const command = new Command('db')
      .exitOverride()
      .configureOutput({ writeOut: io.stdout.write, writeErr: io.stderr.write })
    const finish = (code: number): void => {
      exit = code
    }
    db.configure(command, io, finish, [])
    try {
      await command.parseAsync([...words], { from: 'user' })
      return { exit, code: null, ...text }
    } catch (error) {
      if (error instanceof CodedError) return { exit, code: error.code, ...text, stderr: text.stderr + error.message }
      throw error
    }
  }
  return { folder, database: join(folder, 'cache', 'advisories', 'pypi.cordondb'), run }
}

function record(id: string, fixed: string, aliases: readonly string[] = []): { name: string; data: string } {
  const events = [{ introduced: '0' }, { fixed }]
  const affected = [{ package: { ecosystem: 'PyPI', name: 'Demo_Shop' }, ranges: [{ type: 'ECOSYSTEM', events }] }]
  const dates = { modified: '2026-11-20T08:00:00Z', published: '2026-11-19T08:00:00Z' }
  return { name: `${id}.json`, data: JSON.stringify({ id, ...dates, aliases, summary: 'A flaw', affected }) }
}

const archive = writeZip([record('PYSEC-2026-1', '1.5', ['CVE-2026-1']), record('PYSEC-2026-2', '2.0')])
const catalogue = Buffer.from(JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-1', dateAdded: '2026-11-20' }] }))
const scores = Buffer.from('cve,epss,percentile\nCVE-2026-1,0.5,0.9\n')

function idsFor(path: string, version: string): readonly string[] {
  const name = parseName('demo-shop')
  assert.ok(name !== null)
  const query = { name, version: readVersion(version), specifier: null, ecosystem: 'pypi' as const }
  return openDatabase(readFileSync(path))
    .answer(query, {})
    .matches.map(({ id }) => id)
}

test('update fetches, builds, and says so in one line; again, it finds nothing to do', async (t) => {
  const feed = await startFeedServer(t, [
    { path: '/all.zip', answer: { kind: 'file', bytes: archive, etag: '"1"' }, times: 2 },
    { path: '/kev.json', answer: { kind: 'file', bytes: catalogue, etag: '"1"' }, times: 2 },
    { path: '/epss.csv', answer: { kind: 'file', bytes: scores, etag: '"1"' }, times: 2 },
  ])
  const bench = benchOf(t)
  const words = [
    'update',
    '--from',
    feed.url('/all.zip'),
    '--kev',
    feed.url('/kev.json'),
    '--epss',
    feed.url('/epss.csv'),
  ]
  const first = await bench.run(words)
  assert.deepEqual([first.exit, first.stderr], [0, ''])
  assert.match(
    first.stdout,
    /^2 advisories about 1 package, KEV 1, EPSS 1, newest of 2026-11-20: \d+(?: B| kB) in 0\.0 s\n$/,
  )
  assert.deepEqual(idsFor(bench.database, '1.4'), ['CVE-2026-1', 'PYSEC-2026-2'])
  assert.deepEqual(idsFor(bench.database, '1.5'), ['PYSEC-2026-2'])
  const second = await bench.run(words)
  assert.equal(second.exit, 0)
  assert.match(second.stdout, /^nothing has changed since 2026-11-21 12:00 UTC: 2 advisories/)
})

test('--kev and --epss without a place mean the well-known addresses', async (t) => {
  const feed = await startFeedServer(t, [
    { path: '/PyPI/all.zip', answer: { kind: 'file', bytes: archive } },
    {
      path: '/sites/default/files/feeds/known_exploited_vulnerabilities.json',
      answer: { kind: 'file', bytes: catalogue },
    },
    { path: '/epss_scores-current.csv.gz', answer: { kind: 'file', bytes: scores } },
  ])
  const hosts: string[] = []
  const redirected = ((url: string, init) => {
    const { host, pathname } = new URL(url)
    hosts.push(host)
    return fetch(feed.url(pathname), init)
  }) as typeof fetch
  const ran = await benchOf(t).run(['update', '--kev', '--epss'], { fetch: redirected })
  assert.equal(ran.exit, 0, ran.stderr)
  assert.deepEqual(hosts, ['osv-vulnerabilities.storage.googleapis.com', 'www.cisa.gov', 'epss.empiricalsecurity.com'])
})

test('--names brings the popular names, and status tells of them', async (t) => {
  const bench = benchOf(t)
  writeFileSync(join(bench.folder, 'all.zip'), archive)
  const list = { last_update: '2026-11-01 06:00:00', rows: [{ project: 'demo-shop', download_count: 7 }] }
  writeFileSync(join(bench.folder, 'names.json'), JSON.stringify(list))
  const words = ['update', '--from', 'all.zip', '--names', 'names.json']
  const first = await bench.run(words)
  assert.deepEqual([first.exit, first.stderr], [0, ''])
  assert.match(first.stdout, /\n1 popular name of 2026-11-01: \d+ kB\n$/)
  assert.match((await bench.run(words)).stdout, /\nnothing has changed since 2026-11-21 12:00 UTC: 1 popular name of/)
  assert.match((await bench.run(['status'])).stdout, /\nnames {5}1 popular name of 2026-11-01\n$/)
  const { names } = JSON.parse((await bench.run(['status', '--format', 'json'])).stdout)
  assert.deepEqual([names.state, names.count, names.source], ['ready', 1, 'names.json'])
})

test('without --names there are those that are built in; damaged ones are told', async (t) => {
  const bench = benchOf(t)
  writeFileSync(join(bench.folder, 'all.zip'), archive)
  await bench.run(['update', '--from', 'all.zip'])
  assert.match(
    (await bench.run(['status'])).stdout,
    /\nnames {5}the \d+ that are built in; for all: cordon db update --names\n$/,
  )
  writeFileSync(`${bench.database}.names`, 'broken')
  const status = await bench.run(['status'])
  assert.equal(status.exit, 0)
  assert.match(status.stdout, /\nnames {5}the index of popular names is damaged/)
})

test('a failed update keeps the database, says why and what to do', async (t) => {
  const bench = benchOf(t)
  writeFileSync(join(bench.folder, 'all.zip'), archive)
  assert.equal((await bench.run(['update', '--from', 'all.zip'])).exit, 0)
  const before = readFileSync(bench.database)
  const older = record('PYSEC-2026-1', '1.5')
  writeFileSync(
    join(bench.folder, 'old.zip'),
    writeZip([{ ...older, data: older.data.replace('2026-11-20', '2026-10-01') }]),
  )
  const cases: readonly (readonly [readonly string[], string])[] = [
    [['--from', 'none.zip'], 'NOT_FOUND'],
    [['--from', 'old.zip'], 'ROLLBACK'],
    [['--offline'], 'OFFLINE'],
    [['--from', 'all.zip', '--sha256', '00'.repeat(32)], 'CHECKSUM'],
  ]
  for (const [words, code] of cases) {
    const ran = await bench.run(['update', ...words])
    assert.deepEqual([ran.exit, ran.code, ran.stdout], [null, code, ''], ran.stderr)
  }
  const offline = await bench.run(['update'], { env: { CORDON_CACHE_DIR: 'cache', CORDON_OFFLINE: '1' } })
  assert.equal(offline.code, 'OFFLINE')
  assert.ok(readFileSync(bench.database).equals(before))
  assert.equal((await bench.run(['update', '--from', 'old.zip', '--force'])).exit, 0)
})

test('records that are not understood are counted, and listed when asked for', async (t) => {
  const bench = benchOf(t)
  mkdirSync(join(bench.folder, 'mirror'))
  for (const { name, data } of [record('PYSEC-2026-1', '1.5'), { name: 'torn.json', data: '{' }])
    writeFileSync(join(bench.folder, 'mirror', name), data)
  const words = ['update', '--from', 'mirror', '--database', 'own.cordondb']
  const brief = await bench.run(words)
  assert.equal(brief.exit, 0)
  assert.match(brief.stderr, /^cordon: note: 1 part of the records was not understood; .*--verbose.*\n$/)
  assert.match((await bench.run([...words, '--verbose'])).stderr, /torn\.json: .* \[BAD_RECORD\]/)
  assert.ok(existsSync(join(bench.folder, 'own.cordondb')))
  assert.equal(existsSync(bench.database), false)
})

test('progress is for terminals only, and leaves the line clean', async (t) => {
  const bench = benchOf(t)
  writeFileSync(join(bench.folder, 'all.zip'), archive)
  const terminal = { write: () => undefined, isTTY: true, columns: 60 }
  const ran = await bench.run(['update', '--from', 'all.zip'], { stderr: terminal })
  assert.match(ran.stderr, /^\rreading osv \[-+\] {3}0%/)
  assert.match(ran.stderr, /\r {7,}\r$/)
  assert.equal((await bench.run(['update', '--from', 'all.zip', '--force'])).stderr, '')
})

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'schemas', 'cordon.database-1.schema.json'), 'utf8'),
) as Readonly<Record<string, unknown>>
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile({
  ...schema,
  unevaluatedProperties: false,
})

async function statusOf(
  bench: Bench,
  io: Partial<Io> = {},
): Promise<{ readonly exit: number | null; readonly document: Record<string, unknown> }> {
  const { exit, stdout } = await bench.run(['status', '--format', 'json'], io)
  const document = JSON.parse(stdout) as Record<string, unknown>
  assert.ok(validate(document), JSON.stringify(validate.errors))
  return { exit, document }
}

test('status says missing, damaged, ready and stale, as text and as JSON of the shipped schema', async (t) => {
  const bench = benchOf(t)
  const missing = await bench.run(['status'])
  assert.equal(missing.exit, 4)
  assert.match(missing.stdout, /no advisory database yet. Run: cordon db update\n$/)
  assert.deepEqual(await statusOf(bench).then(({ exit, document }) => [exit, document.state]), [4, 'missing'])

  writeFileSync(join(bench.folder, 'all.zip'), archive)
  await bench.run(['update', '--from', 'all.zip'])
  const ready = await bench.run(['status'])
  assert.equal(ready.exit, 0)
  assert.match(ready.stdout, /^database .*pypi\.cordondb\nstate {5}ready, 1 day old\nsource {4}all\.zip\n/)
  const { exit, document } = await statusOf(bench)
  assert.deepEqual([exit, document.state, document.ageDays, document.source], [0, 'ready', 1, 'all.zip'])
  assert.equal(document.bytes, statSync(bench.database).size)

  const carried = readFileSync(bench.database)
  writeFileSync(join(bench.folder, 'cordon.toml'), '[database]\npath = "carried.cordondb"\nmax-age-days = 0\n')
  const named = await bench.run(['status'])
  assert.deepEqual(
    [named.exit, /carried\.cordondb: no .*update --database carried\.cordondb\n$/.test(named.stdout)],
    [4, true],
  )
  writeFileSync(join(bench.folder, 'carried.cordondb'), carried)
  assert.match(
    (await bench.run(['status'])).stdout,
    /stale: 1 day old; run: cordon db update --database carried\.cordondb/,
  )
  assert.match((await bench.run(['status', '--no-config'])).stdout, /ready/)
  rmSync(join(bench.folder, 'cordon.toml'))

  const later = { now: () => new Date('2026-12-21T12:00:00Z') }
  assert.match((await bench.run(['status'], later)).stdout, /state {5}stale: 31 days old; run: cordon db update\n/)
  assert.deepEqual(await statusOf(bench, later).then((each) => [each.exit, each.document.state]), [0, 'stale'])

  writeFileSync(bench.database, readFileSync(bench.database).fill(0, 40, 60))
  const damaged = await bench.run(['status'])
  assert.deepEqual([damaged.exit, /damaged/.test(damaged.stdout)], [4, true], damaged.stdout)
  assert.deepEqual(await statusOf(bench).then((each) => each.document.state), 'damaged')
  assert.equal((await bench.run(['update', '--from', 'all.zip'])).exit, 0)
})

test('help shows examples', async (t) => {
  const bench = benchOf(t)
  for (const command of ['update', 'status']) {
    const helped = bench.run([command, '--help'])
    await assert.rejects(helped, { code: 'commander.helpDisplayed' })
  }
})

const real = sharedData('osv', 'PyPI-all.zip')
const realKev = sharedData('kev', 'known_exploited_vulnerabilities.json')
test('builds the database from the real archive', {
  skip: real === null && withoutSharedData('osv', 'PyPI-all.zip'),
}, async (t) => {
  const bench = benchOf(t)
  const ran = await bench.run(['update', '--from', real ?? '', ...(realKev === null ? [] : ['--kev', realKev])])
  assert.equal(ran.exit, 0, ran.stderr)
  const { document } = await statusOf(bench)
  const counts = document.counts as Readonly<Record<string, number>>
  assert.deepEqual([counts.records, counts.withdrawn, counts.packages], [7080, 269, 1532])
  assert.ok(Number(document.bytes) <= 6_000_000, `${document.bytes} bytes`)
  // Two of its records are dated 2027.
  assert.equal(String(document.dataTime).slice(0, 10), '2026-07-23')
  assert.equal(document.state, 'stale')
})
