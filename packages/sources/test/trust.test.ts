/** Trusted roots by TUF: from repositories on loopback and in folders, honest and not. Whatever fails, what was kept stays. */
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { type MadeTuf, madeTuf, type ServerFault, startFaultyServer, temporaryFolder } from '@cordon/testkit'
import { keptInstances, keptTrustPath, readKeptTrust, SourceError } from '../src/index.ts'
import { knownInstances, updateTrust } from '../src/trust/index.ts'
import { signedDigest } from '../src/trust/tuf.ts'

const target = 'trusted_root.json'
const day = 86_400_000

interface Bench {
  readonly folder: string
  readonly requests: readonly string[]
  fail(path: string, fault: ServerFault | null): void
  /** Serves other files from now on. */
  serve(files: ReadonlyMap<string, Buffer>): void
  /** What an update comes to: `updated`, `unchanged`, or its code. */
  update(more?: { readonly instance?: string; readonly from?: string | null; readonly now?: Date }): Promise<string>
  kept(): string | null
}

async function bench(t: TestContext, tuf: MadeTuf, check: (text: string) => void = () => undefined): Promise<Bench> {
  const folder = temporaryFolder(t)
  const root = join(folder, 'root.json')
  writeFileSync(root, tuf.root)
  let files: ReadonlyMap<string, Buffer> = tuf.files
  const server = await startFaultyServer(t, (path) => {
    const body = files.get(path.slice(1))
    return body === undefined ? null : { type: 'application/json', body }
  })
  return {
    folder,
    requests: server.requests,
    fail: server.fail,
    serve: (more) => {
      files = more
    },
    async update({ instance = 'own', from = server.origin, now = new Date() } = {}) {
      const before = readKeptTrust(folder, instance)
      const begin = before === null && !knownInstances.some(({ name }) => name === instance) ? root : null
      try {
        const request = { instance, from, root: begin, folder, cwd: folder, offline: false }
        const self = { pid: 1, host: 'here', isRunning: () => false }
        const io = { fetch, now: () => now, self, sleep: async () => undefined, http: { attempts: 2 } }
        return (await updateTrust(request, check, io)).kind
      } catch (error) {
        assert.ok(error instanceof SourceError, String(error))
        assert.deepEqual(readKeptTrust(folder, instance), before)
        return error.code
      }
    },
    kept: () => readKeptTrust(folder, 'own')?.trustedRoot ?? null,
  }
}

describe('a trusted root by TUF', () => {
  it('is fetched, kept with what proves it, and asked for again without being fetched again', async (t) => {
    const tuf = madeTuf(target, 'one')
    const { update, kept, requests, folder } = await bench(t, tuf)
    assert.equal(await update(), 'updated')
    assert.equal(kept(), 'one')
    assert.deepEqual(keptInstances(folder), ['own'])
    assert.deepEqual(readKeptTrust(folder, 'own')?.versions, { root: 1, timestamp: 1, snapshot: 1, targets: 1 })
    const before = requests.length
    assert.equal(await update({ from: null }), 'unchanged')
    assert.deepEqual(
      requests.slice(before).filter((path) => /snapshot|\.targets\.json/.test(path)),
      [],
    )
    tuf.publish('two')
    assert.equal(await update(), 'updated')
    assert.equal(kept(), 'two')
    tuf.rotate()
    tuf.rotate()
    assert.equal(await update(), 'unchanged')
    assert.deepEqual(readKeptTrust(folder, 'own')?.versions, { root: 3, timestamp: 4, snapshot: 4, targets: 4 })
  })

  it('may come from a folder', async (t) => {
    const tuf = madeTuf(target, 'one')
    const { update, kept, folder } = await bench(t, tuf)
    for (const [path, bytes] of tuf.files) {
      mkdirSync(join(folder, 'mirror', dirname(path)), { recursive: true })
      writeFileSync(join(folder, 'mirror', path), bytes)
    }
    assert.equal(await update({ from: 'mirror' }), 'updated')
    assert.equal(kept(), 'one')
  })

  it('is never replaced by an older one', async (t) => {
    const tuf = madeTuf(target, 'one')
    const old = new Map(tuf.files)
    const { update, kept, serve } = await bench(t, tuf)
    tuf.publish('two')
    await update()
    serve(old)
    assert.equal(await update(), 'ROLLBACK')
    assert.equal(kept(), 'two')
  })

  it('is not taken with metadata that the rest does not name', async (t) => {
    const tuf = madeTuf(target, 'one')
    const { update, serve } = await bench(t, tuf)
    for (const path of ['1.snapshot.json', '1.targets.json']) {
      const text = tuf.files.get(path)?.toString('utf8') ?? ''
      serve(new Map([...tuf.files, [path, Buffer.from(text.replace('"version": 1', '"version": 2'))]]))
      assert.equal(await update(), 'CHECKSUM', path)
    }
  })

  for (const role of ['root', 'timestamp', 'snapshot', 'targets'] as const) {
    it(`is refused where its ${role} has expired`, async (t) => {
      const { update, kept } = await bench(
        t,
        madeTuf(target, 'one', { expires: { [role]: new Date(Date.now() - day) } }),
      )
      assert.equal(await update(), 'EXPIRED')
      assert.equal(kept(), null)
    })

    it(`is refused where a stranger has signed its ${role}`, async (t) => {
      const tuf = madeTuf(target, 'one')
      const { update, kept } = await bench(t, tuf)
      await update()
      if (role === 'root') tuf.rotate({ forged: role })
      else tuf.publish('two', { forged: role })
      assert.equal(await update(), 'UNSIGNED')
      assert.equal(kept(), 'one')
    })
  }

  it('goes by the time that it is given', async (t) => {
    const { update } = await bench(t, madeTuf(target, 'one'))
    assert.equal(await update({ now: new Date(Date.now() + 4000 * day) }), 'EXPIRED')
  })

  it('is refused with other bytes than were signed', async (t) => {
    const { update } = await bench(t, madeTuf(target, 'one', { tampered: true }))
    assert.equal(await update(), 'CHECKSUM')
  })

  it('is refused when it is cut, too large, a page, or not there', async (t) => {
    const tuf = madeTuf(target, 'one')
    const { update, fail } = await bench(t, tuf)
    const cases: readonly (readonly [string, ServerFault, string])[] = [
      ['/timestamp.json', { kind: 'cut' }, 'TRUNCATED'],
      ['/1.targets.json', { kind: 'cut' }, 'TRUNCATED'],
      ['/timestamp.json', { kind: 'wrong-type' }, 'BAD_DATA'],
      ['/1.snapshot.json', { kind: 'wrong-type' }, 'CHECKSUM'],
      ['/timestamp.json', { kind: 'status', status: 404 }, 'BAD_DATA'],
      ['/timestamp.json', { kind: 'status', status: 500 }, 'HTTP_STATUS'],
    ]
    for (const [path, fault, code] of cases) {
      fail(path, fault)
      assert.equal(await update(), code, `${path} ${fault.kind}`)
      fail(path, null)
    }
    fail('/timestamp.json', { kind: 'status', status: 503, times: 1 })
    assert.equal(await update(), 'updated')
  })

  it('is refused where it cannot be used, and where it is another target', async (t) => {
    const unusable = await bench(t, madeTuf(target, 'one'), () => {
      throw new SourceError('BAD_DATA', 'this cannot be used')
    })
    assert.equal(await unusable.update(), 'BAD_DATA')
    const other = await bench(t, madeTuf('other.json', 'one'))
    assert.equal(await other.update(), 'BAD_DATA')
  })
})

describe('where trust begins', () => {
  it('is embedded for production, and a digest for the others', async (t) => {
    const tuf = madeTuf(target, 'one')
    for (const _ of Array.from({ length: 16 })) tuf.rotate()
    const { update } = await bench(t, tuf)
    // The repository of a stranger, with roots of the very versions that are asked for.
    assert.equal(await update({ instance: 'production' }), 'UNSIGNED')
    assert.equal(await update({ instance: 'staging' }), 'CHECKSUM')
    assert.equal(await update({ instance: 'github' }), 'CHECKSUM')
  })

  it('is a root that is named for any other, and only the first time', async (t) => {
    const { update, folder } = await bench(t, madeTuf(target, 'one'))
    const io = { fetch, now: () => new Date(), self: { pid: 1, host: 'here', isRunning: () => false } }
    const request = { from: null, root: null, folder, cwd: folder, offline: false }
    const refused = async (more: object): Promise<string> => {
      try {
        await updateTrust({ ...request, instance: 'own', ...more }, () => undefined, io)
        return ''
      } catch (error) {
        return error instanceof SourceError ? error.code : String(error)
      }
    }
    assert.equal(await refused({}), 'BAD_ADDRESS')
    assert.equal(await refused({ instance: '../own', from: folder }), 'BAD_ADDRESS')
    assert.equal(await refused({ instance: 'production', root: 'root.json' }), 'BAD_ADDRESS')
    assert.equal(await refused({ from: 'http://127.0.0.1:9', offline: true, root: 'root.json' }), 'OFFLINE')
    assert.equal(await update(), 'updated')
  })

  it('is told by what a root says, however it is written', () => {
    const { root } = madeTuf(target, 'one')
    const other = JSON.stringify({ signed: JSON.parse(root).signed, signatures: [] })
    assert.equal(signedDigest(Buffer.from(root), 'x'), signedDigest(Buffer.from(other), 'x'))
    assert.notEqual(signedDigest(Buffer.from(root), 'x'), signedDigest(Buffer.from(madeTuf(target, 'one').root), 'x'))
  })
})

it('does not pass over what is damaged', async (t) => {
  const { update, folder } = await bench(t, madeTuf(target, 'one'))
  await update()
  const path = keptTrustPath(folder, 'own')
  const text = readFileSync(path, 'utf8')
  for (const damaged of ['', '{}', text.slice(0, -20), text.replace('"own"', '"production"')]) {
    writeFileSync(path, damaged)
    assert.throws(
      () => readKeptTrust(folder, 'own'),
      (error) => error instanceof SourceError && error.code === 'BAD_DATA',
    )
  }
})
