import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext, test } from 'node:test'
import type { UpdateEvent } from '@cordon/sources'
import { type FeedServer, startFeedServer, temporaryFolder, writeZip } from '@cordon/testkit'
import type { ChildOrder, ChildResult } from './child/update.ts'
import { type Bench, benchOf, fails, quietIo, wholeFolder } from './support.ts'
import { openToy, toyBuilder, toyRecords } from './toy-database.ts'

const script = join(import.meta.dirname, 'child', 'update.ts')
const older = writeZip(toyRecords(30, '2026-11-01'))
const newer = writeZip(toyRecords(40, '2026-11-20'))
/** Larger than four pieces of writing. */
const padding = 1_200_000

const living = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
const self = { pid: process.pid, host: hostname(), isRunning: living }

/** Many short processes of one program: compiled once. */
const env = { ...process.env, NODE_COMPILE_CACHE: temporaryFolder({ after }) }

function spawnUpdate(order: ChildOrder): ChildProcess {
  return spawn(process.execPath, [script, JSON.stringify(order)], { stdio: ['pipe', 'pipe', 'inherit'], env })
}

async function startServer(t: TestContext): Promise<FeedServer> {
  return startFeedServer(t, [{ path: '/newer.zip', answer: { kind: 'file', bytes: newer, etag: '"n"' }, times: 'any' }])
}

/** A database of the older archive in a fresh folder. */
async function olderBench(t: TestContext): Promise<Bench> {
  const bench = benchOf(t, toyBuilder({ padding }))
  writeFileSync(join(bench.folder, 'older.zip'), older)
  await bench.update({ osv: 'older.zip' }, { self })
  return bench
}

/** After a kill: the old database or the new one, whole; and the next update works and tidies up. */
async function assertIntact(bench: Bench, feed: FeedServer, moment: string): Promise<number> {
  const count = openToy(readFileSync(bench.target)).ids.length
  assert.ok(count === 30 || count === 40, `${moment}: ${count} records`)
  await bench.update({ osv: feed.url('/newer.zip') }, { self })
  assert.equal(bench.content().ids.length, 40, moment)
  assert.deepEqual(bench.files(), wholeFolder, moment)
  return count
}

const moments: readonly (readonly [UpdateEvent['phase'], readonly number[]])[] = [
  ['lock', [1]],
  ['fetch', [1]],
  ['build', [1, 13, 27, 40]],
  // Before each piece, and between the last piece and the rename.
  ['write', [1, 2, 3, 4, 5, 6]],
  ['state', [1]],
  ['done', [1]],
]

for (const [phase, numbers] of moments)
  test(`killed at ${phase}: the database is the old one or the new one`, async (t) => {
    const feed = await startServer(t)
    for (const nth of numbers) {
      const bench = await olderBench(t)
      const order = { target: bench.target, osv: feed.url('/newer.zip'), padding, killAt: { phase, nth } }
      const [, signal] = await once(spawnUpdate(order), 'exit')
      assert.equal(signal, 'SIGKILL', `${phase} ${nth} was never reached`)
      const count = await assertIntact(bench, feed, `${phase} ${nth}`)
      assert.equal(count, phase === 'state' || phase === 'done' ? 40 : 30)
    }
  })

test('killed from outside at any time: the database is the old one or the new one', async (t) => {
  const feed = await startServer(t)
  for (const milliseconds of [0, 3, 6, 10, 15, 25]) {
    const bench = await olderBench(t)
    const child = spawnUpdate({ target: bench.target, osv: feed.url('/newer.zip'), padding })
    const ended = once(child, 'exit')
    if (child.stdout !== null) await once(child.stdout, 'data')
    setTimeout(() => child.kill('SIGKILL'), milliseconds)
    await ended
    await assertIntact(bench, feed, `after ${milliseconds} ms`)
  }
})

test('of two updaters one works and the other says so', async (t) => {
  const feed = await startServer(t)
  const bench = await olderBench(t)
  const child = spawnUpdate({ target: bench.target, osv: feed.url('/newer.zip'), padding, holdLock: true })
  const ended = once(child, 'exit')
  if (child.stdout !== null) await once(child.stdout, 'data')
  await fails('LOCKED', bench.update({ osv: feed.url('/newer.zip') }, { self }), new RegExp(`Process ${child.pid} on`))
  child.stdin?.write('go\n')
  assert.deepEqual(await ended, [0, null])
  assert.equal(bench.content().ids.length, 40)
  assert.deepEqual(bench.files(), wholeFolder)
})

test('of many updaters at once, all end well or locked, and the database is whole', async (t) => {
  const feed = await startServer(t)
  const bench = await olderBench(t)
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, () => bench.update({ osv: feed.url('/newer.zip') }, { self })),
  )
  const codes = results.map((each) => (each.status === 'fulfilled' ? each.value.kind : each.reason.code))
  assert.ok(codes.includes('built'), codes.join())
  assert.ok(
    codes.every((code) => code === 'built' || code === 'unchanged' || code === 'LOCKED'),
    codes.join(),
  )
  assert.equal(bench.content().ids.length, 40)
  assert.deepEqual(bench.files(), wholeFolder)
})

test('takes over the lock of the dead, and of the living after six hours', async (t) => {
  const bench = await olderBench(t)
  writeFileSync(join(bench.folder, 'newer.zip'), newer)
  const lock = `${bench.target}.lock`
  const locked = (pid: number, host: string, since: Date) =>
    writeFileSync(lock, JSON.stringify({ pid, host, token: 'other', since: since.toISOString() }))
  const io = {
    ...quietIo,
    self: { pid: 7, host: 'here', isRunning: (pid: number) => pid === 8 },
    now: () => new Date(),
  }
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000)
  const update = () => bench.update({ osv: 'newer.zip', force: true }, io)

  locked(8, 'here', ago(0))
  await fails('LOCKED', update(), /Process 8 on here/)
  locked(9, 'elsewhere', ago(5))
  await fails('LOCKED', update(), /Process 9 on elsewhere/)
  writeFileSync(lock, '')
  await fails('LOCKED', update())
  for (const [pid, host, since] of [
    [9, 'here', ago(0)],
    [8, 'here', ago(7)],
    [9, 'elsewhere', ago(7)],
  ] as const) {
    locked(pid, host, since)
    await update()
    assert.equal(existsSync(lock), false)
  }
  writeFileSync(lock, 'torn')
  await bench.update({ osv: 'newer.zip', force: true }, { ...io, now: () => new Date(Date.now() + 61_000) })
  assert.deepEqual(bench.files(), wholeFolder)
})

test('another’s files beside the database are left alone', async (t) => {
  const bench = await olderBench(t)
  const folder = join(bench.target, '..')
  for (const name of ['pypi.cordondb.tmp', 'pypi.cordondb.notes.tmp', 'other.tmp'])
    writeFileSync(join(folder, name), '')
  mkdirSync(join(folder, 'pypi.cordondb.folder'))
  await bench.update({ osv: 'older.zip', force: true })
  assert.equal(bench.files().length, wholeFolder.length + 4)
})

function childResult(stdout: string): ChildResult {
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as ChildResult
}

test('a file size limit while writing: a coded error, and nothing is lost', {
  skip: process.platform === 'win32' && 'needs ulimit',
}, (t) => {
  const folder = temporaryFolder(t)
  const target = join(folder, 'pypi.cordondb')
  writeFileSync(join(folder, 'older.zip'), older)
  writeFileSync(join(folder, 'newer.zip'), newer)
  const run = (order: ChildOrder, limit: string): ChildResult => {
    const shell = `trap '' XFSZ; ulimit -f ${limit}; exec "$0" "$@"`
    const child = spawnSync('sh', ['-c', shell, process.execPath, script, JSON.stringify(order)], { encoding: 'utf8' })
    assert.equal(child.status, 0, child.stderr)
    return childResult(child.stdout)
  }
  assert.equal(run({ target, osv: join(folder, 'older.zip'), padding: 10 }, '64').code, null)
  const before = readFileSync(target)
  const result = run({ target, osv: join(folder, 'newer.zip'), padding }, '64')
  assert.equal(result.code, 'DISK', result.message)
  assert.match(result.message, /Raise the limit.*untouched/)
  assert.ok(readFileSync(target).equals(before))
  assert.deepEqual(readdirSync(folder).sort(), ['newer.zip', 'older.zip', ...wholeFolder])
})

/** A file system of 1 MB that lives as long as the shell and is seen by nobody else. */
function inSmallDisk(folder: string, commands: string): ReturnType<typeof spawnSync> {
  const shell = `mount -t tmpfs -o size=1m cordon-test '${folder}' && ${commands}`
  return spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', shell], { encoding: 'utf8' })
}

const canMount = (() => {
  const probe = inSmallDisk(import.meta.dirname, 'true')
  return probe.status === 0
})()

test('a full disk: a coded error, and nothing is lost', { skip: !canMount && 'needs unshare and tmpfs' }, (t) => {
  const folder = temporaryFolder(t)
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  writeFileSync(join(folder, 'older.zip'), older)
  writeFileSync(join(folder, 'newer.zip'), newer)
  const target = join(disk, 'pypi.cordondb')
  const order = (osv: string, size: number) => JSON.stringify({ target, osv: join(folder, osv), padding: size })
  const update = (osv: string, size: number) => `'${process.execPath}' '${script}' '${order(osv, size)}'`
  const commands = [
    update('older.zip', 10),
    `sha256sum '${target}'`,
    update('newer.zip', 2_000_000),
    `sha256sum '${target}'`,
    `ls -A '${disk}'`,
  ]
  const { status, stdout, stderr } = inSmallDisk(disk, commands.join(' && '))
  assert.equal(status, 0, String(stderr))
  const [, first = '', before, , second = '', after, ...left] = String(stdout).trim().split('\n')
  assert.equal(childResult(first).code, null)
  assert.equal(childResult(second).code, 'DISK', second)
  assert.match(childResult(second).message, /the disk is full. Make room.*untouched/)
  assert.equal(after, before)
  assert.deepEqual(left, wholeFolder)
})
