/** What is kept of earlier runs is worth no more than what would be found out anew. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { openSealedCache, sealWith } from '@cordon/sources'
import { githubBuild, madeProvenance, madeRelease, provenancePath } from '@cordon/testkit'
import { build, demo, instance, locked, parsed, signed, startBench, states } from './bench.ts'

const { wheel, sdist } = demo
const missing = 'missing provenance-missing'
const unavailable = 'unknown provenance-unavailable'

function later(date: Date, hours: number): Date {
  return new Date(date.getTime() + hours * 3_600_000)
}

describe('what is kept', () => {
  it('answers without the index and without verifying, the same', async (t) => {
    const bench = await startBench(t, [signed(wheel), sdist])
    const lock = locked(wheel, sdist)
    const first = await bench.run(lock)
    const asked = bench.index.requests.length
    assert.deepEqual(await bench.run(lock), first)
    assert.deepEqual(await bench.run(lock, { client: null }), first)
    assert.equal(bench.index.requests.length, asked)
    assert.equal(bench.verifications(), 1)
  })

  it('is not known offline when nothing is kept', async (t) => {
    const bench = await startBench(t, [signed(wheel)])
    assert.deepEqual(states(await bench.run(locked(wheel), { client: null })), [unavailable])
    assert.deepEqual(
      states(await bench.run(parsed('requirements', 'requirements.txt', 'demo==1.0\n'), { client: null })),
      [unavailable],
    )
    assert.equal(bench.index.requests.length, 0)
  })

  it('is verified again under another trust, and asked again when it is old or of the future', async (t) => {
    const bench = await startBench(t, [signed(wheel), sdist])
    const lock = locked(wheel, sdist)
    await bench.run(lock)
    const { now, verifying } = bench.context
    await bench.run(lock, { client: null, verifying: { ...verifying, trust: 'another' } })
    assert.equal(bench.verifications(), 2)
    const asked = bench.index.requests.length
    // That there was none is believed for an hour, a provenance for a week.
    await bench.run(lock, { now: later(now, 2) })
    assert.equal(bench.index.requests.length, asked + 1)
    for (const [hours, more] of [
      [24 * 8, 2],
      [-24, 2],
    ] as const) {
      const before = bench.index.requests.length
      await bench.run(locked(wheel), { now: later(now, hours) })
      assert.equal(bench.index.requests.length, before + more, String(hours))
    }
  })

  it('holds while the index is in trouble; that there was none says nothing then', async (t) => {
    const bench = await startBench(t, [signed(wheel), sdist])
    const lock = locked(wheel, sdist)
    await bench.run(lock)
    bench.index.fail('/simple/demo/', { kind: 'status', status: 500 })
    assert.deepEqual(states(await bench.run(lock, { refresh: true })), ['verified', unavailable])
  })

  it('gives way to what the index says now: nothing, or what does not hold', async (t) => {
    for (const [served, state] of [
      [wheel, missing],
      [{ ...wheel, provenance: '{"version": 1, "attestation_bundles": []}' }, 'failed malformed'],
    ] as const) {
      const bench = await startBench(t, [signed(wheel)])
      const lock = locked(wheel)
      await bench.run(lock)
      bench.index.serve(served)
      assert.deepEqual(states(await bench.run(lock, { refresh: true })), [state])
      assert.deepEqual(states(await bench.run(lock, { client: null })), [state])
    }
  })

  it('is asked again where it did not hold, as soon as it can be', async (t) => {
    const bench = await startBench(t, [{ ...wheel, provenance: '{"version": 1, "attestation_bundles": []}' }])
    assert.deepEqual(states(await bench.run(locked(wheel))), ['failed malformed'])
    bench.index.serve(signed(wheel))
    assert.deepEqual(states(await bench.run(locked(wheel))), ['verified'])
  })

  it('goes on where a run was stopped', async (t) => {
    const files = Array.from({ length: 6 }, (_, at) => madeRelease(`p${at}`, '1.0').wheel)
    const bench = await startBench(
      t,
      files.map((file) => signed(file)),
    )
    await bench.run(locked(...files.slice(0, 3)))
    const asked = bench.index.requests.length
    assert.deepEqual(states(await bench.run(locked(...files))), Array(6).fill('verified'))
    assert.equal(bench.index.requests.length, asked * 2)
    assert.equal(bench.verifications(), 6)
  })
})

describe('a cache that somebody has written to', () => {
  it('is nothing, whatever is changed in it', async (t) => {
    const bench = await startBench(t, [signed(wheel), sdist])
    const lock = locked(wheel, sdist)
    await bench.run(lock)
    const names = readdirSync(bench.folder).filter((name) => name.length === 64)
    assert.equal(names.length, 4)
    const originals = new Map(names.map((name) => [name, readFileSync(join(bench.folder, name), 'utf8')]))
    const changes: readonly ((text: string, name: string) => string)[] = [
      () => '',
      (text) => text.slice(0, text.length >> 1),
      (text) => text.replaceAll('example/demo', 'example/evil'),
      (text) => text.replace('missing', 'verified').replace(/"provenance":"[0-9a-f]+"/, '"provenance":null'),
      (text) => `${'0'.repeat(64)}${text.slice(64)}`,
      // The seal of another entry.
      (text, name) => originals.get(names[(names.indexOf(name) + 1) % names.length] ?? '') ?? text,
    ]
    for (const change of changes) {
      for (const [name, text] of originals) writeFileSync(join(bench.folder, name), change(text, name))
      const found = await bench.run(lock, { client: null })
      for (const state of states(found)) assert.ok([unavailable, 'verified', missing].includes(state), state)
      for (const { files } of found)
        for (const { state, vouchings } of files)
          if (state === 'verified')
            assert.equal(vouchings[0]?.identity?.facts.sourceRepository, 'https://github.com/example/demo')
      assert.deepEqual(states(await bench.run(lock)), ['verified', missing])
    }
  })

  it('is nothing to whoever has another seal', async (t) => {
    const bench = await startBench(t, [signed(wheel)])
    await bench.run(locked(wheel))
    const cache = openSealedCache(bench.folder, sealWith(Buffer.alloc(32, 2)), bench.context.now)
    assert.deepEqual(states(await bench.run(locked(wheel), { cache, client: null })), [unavailable])
  })

  it('does not lend what holds for one file to another', async (t) => {
    const other = madeRelease('other', '1.0').wheel
    const bench = await startBench(t, [signed(wheel), other])
    await bench.run(locked(wheel))
    const before = readdirSync(bench.folder)
    await bench.run(locked(other))
    const added = readdirSync(bench.folder).filter((name) => !before.includes(name))
    for (const to of added)
      for (const from of before.filter((name) => name.length === 64)) {
        const kept = readFileSync(join(bench.folder, to))
        rmSync(join(bench.folder, to))
        writeFileSync(join(bench.folder, `${to}.new`), readFileSync(join(bench.folder, from)))
        renameSync(join(bench.folder, `${to}.new`), join(bench.folder, to))
        assert.deepEqual(states(await bench.run(locked(other), { client: null })), [unavailable])
        writeFileSync(join(bench.folder, to), kept)
      }
  })

  it('does not carry an identity over to another lock', async (t) => {
    const evil = githubBuild({ repository: 'evil/demo' })
    const bench = await startBench(t, [{ ...wheel, provenance: madeProvenance(instance, wheel, evil) }])
    assert.deepEqual(states(await bench.run(locked(wheel))), ['verified'])
    const pin =
      '[[packages.attestation-identities]]\nkind = "GitHub"\nrepository = "example/demo"\nworkflow = "release.yml"\n'
    for (const more of [{}, { client: null }])
      assert.deepEqual(states(await bench.run(locked({ ...wheel, more: pin }), more)), ['failed identity-mismatch'])
  })

  it('may be a place where nothing can be written or read', async (t) => {
    const bench = await startBench(t, [signed(wheel)])
    writeFileSync(bench.folder, 'a file in the way')
    assert.deepEqual(states(await bench.run(locked(wheel))), ['verified'])
    bench.index.fail(provenancePath(wheel.filename), { kind: 'status', status: 403 })
    assert.deepEqual(states(await bench.run(locked(wheel))), [unavailable])
    assert.equal(build.repository, 'example/demo')
  })
})
