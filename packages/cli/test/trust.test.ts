/** `cordon trust`, and `cordon verify` with what it keeps: a throw-away instance whose root a throw-away TUF repository signs. */
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import {
  madeProvenance,
  madeRelease,
  madeSigstore,
  madeTuf,
  type ServerFault,
  startFaultyServer,
  temporaryFolder,
} from '@cordon/testkit'
import { main } from '../src/main.ts'

const instance = madeSigstore()
const { wheel } = madeRelease('demo', '1.0')

interface Ran {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

/** A TUF repository on loopback, a folder with a release, and a cache that outlives one command. */
async function bench(t: TestContext, tuf = madeTuf('trusted_root.json', instance.trustedRoot)) {
  const [cwd, cache, state] = [temporaryFolder(t), temporaryFolder(t), temporaryFolder(t)]
  writeFileSync(join(cwd, 'root.json'), tuf.root)
  writeFileSync(join(cwd, wheel.filename), wheel.bytes)
  writeFileSync(join(cwd, `${wheel.filename}.provenance`), JSON.stringify(madeProvenance(instance, wheel)))
  const server = await startFaultyServer(t, (path) => {
    const body = tuf.files.get(path.slice(1))
    return body === undefined ? null : { type: 'application/json', body }
  })
  async function run(...words: readonly string[]): Promise<Ran> {
    const text = { stdout: '', stderr: '' }
    const writer = (name: keyof typeof text) => ({
      write(more: string): void {
        text[name] += more.replaceAll(server.origin, 'http://loopback')
      },
      isTTY: false,
      columns: 120,
    })
    const now = () => new Date('2026-11-21T12:00:00Z')
    const env = { CORDON_CACHE_DIR: cache, CORDON_STATE_DIR: state }
    const io = { stdout: writer('stdout'), stderr: writer('stderr'), env, cwd, fetch, now }
    return { exit: await main(words, io), ...text }
  }
  const fail = (path: string, fault: ServerFault | null): void => server.fail(path, fault)
  return {
    run,
    fail,
    tuf,
    cache,
    state,
    begin: ['trust', 'update', '--instance', 'ours', '--root', 'root.json', '--from', server.origin],
  }
}

describe('cordon trust', () => {
  it('keeps an instance, which verify then takes by its name', async (t) => {
    const { run, begin } = await bench(t)
    const verify = ['verify', wheel.filename]
    assert.equal((await run(...verify)).exit, 1)
    const early = await run(...verify, '--instance', 'ours')
    assert.equal(early.exit, 2)
    assert.match(early.stderr, /Run: cordon trust update --instance ours/)
    const updated = await run(...begin)
    assert.deepEqual(updated, {
      exit: 0,
      stderr: '',
      stdout: `ours: updated, from http://loopback/
  root 1, targets 1, timestamp 1; to be renewed by ${new Date(Date.now() + 3650 * 86_400_000).toISOString().slice(0, 10)}
  1 certificate authority, 1 certificate log, 2 logs, 1 timestamp authority
`,
    })
    const verified = await run(...verify, '--instance', 'ours')
    assert.equal(verified.exit, 0, verified.stdout)
    assert.match(verified.stdout, /\n {4}instance {6}ours\n/)
    assert.equal((await run(...verify, '--instance', 'ours', '--instance', 'production')).exit, 0)
    assert.equal((await run(...verify)).exit, 1)
    assert.equal((await run(...verify, '--instance', 'ours', '--trusted-root', 'root.json')).exit, 2)
  })

  it('goes on from what is kept: nothing need be named again', async (t) => {
    const { run, begin, tuf } = await bench(t)
    await run(...begin)
    assert.match((await run('trust', 'update', '--instance', 'ours')).stdout, /^ours: up to date/)
    tuf.publish(madeSigstore().trustedRoot)
    assert.match((await run('trust', 'update', '--instance', 'ours')).stdout, /^ours: updated/)
    assert.equal((await run('verify', wheel.filename, '--instance', 'ours')).exit, 1)
  })

  it('leaves in use what there is when an update fails, and says how old it is', async (t) => {
    const { run, begin, fail } = await bench(t)
    await run(...begin)
    fail('/timestamp.json', { kind: 'status', status: 404 })
    const failed = await run('trust', 'update', '--instance', 'ours')
    assert.equal(failed.exit, 2)
    assert.match(failed.stderr, /in use stays what was kept today\n.*\[BAD_DATA\]/s)
    const offline = await run('trust', 'update', '--instance', 'ours', '--offline')
    assert.match(offline.stderr, /in use stays what was kept today\n.*\[OFFLINE\]/s)
    assert.equal((await run('verify', wheel.filename, '--instance', 'ours')).exit, 0)
    const builtIn = await run('trust', 'update', '--offline')
    assert.match(builtIn.stderr, /production: in use stays what is built in\n/)
  })

  it('takes no root that could verify nothing', async (t) => {
    const { run, begin } = await bench(t, madeTuf('trusted_root.json', '{"mediaType":"x"}'))
    const { exit, stderr } = await run(...begin)
    assert.equal(exit, 2)
    assert.match(stderr, /nothing is kept of it\n.*\[bad-trusted-root\]/s)
  })

  it('shows what is built in, and what is kept', async (t) => {
    const { run, begin } = await bench(t)
    const before = await run('trust', 'show')
    assert.match(before.stdout, /^production: built in, never updated \(trusted by default\)\n/)
    assert.match(before.stdout, /\n {2}log {20}since 2021-01-12 {10}https:\/\/rekor\.sigstore\.dev\n/)
    await run(...begin)
    const after = await run('trust', 'show')
    assert.match(after.stdout, /^ours: updated today from http:\/\/loopback\/ \(trusted with --instance ours\)\n/)
    const { version, instances } = JSON.parse((await run('trust', 'show', '--format', 'json')).stdout)
    assert.equal(version, 1)
    assert.deepEqual(
      instances.map((each: { name: string; source: string; hasLogs: boolean }) => [
        each.name,
        each.source,
        each.hasLogs,
      ]),
      [
        ['ours', 'kept', true],
        ['production', 'built in', true],
      ],
    )
  })

  it('keeps nothing where a build could restore it from elsewhere', async (t) => {
    const { run, begin, cache, state } = await bench(t)
    await run(...begin)
    assert.deepEqual(readdirSync(join(state, 'trust')), ['ours.json'])
    mkdirSync(join(cache, 'trust'), { recursive: true })
    const forged = readFileSync(join(state, 'trust', 'ours.json'), 'utf8').replace('"ours"', '"production"')
    writeFileSync(join(cache, 'trust', 'production.json'), forged)
    assert.equal((await run('verify', wheel.filename)).exit, 1)
  })

  it('keeps verified results apart by what they were verified with', async (t) => {
    const { run, begin, tuf } = await bench(t)
    await run(...begin)
    assert.equal((await run('verify', wheel.filename, '--instance', 'ours')).exit, 0)
    tuf.publish(madeSigstore().trustedRoot)
    await run('trust', 'update', '--instance', 'ours')
    assert.equal((await run('verify', wheel.filename, '--instance', 'ours')).exit, 1)
  })
})
