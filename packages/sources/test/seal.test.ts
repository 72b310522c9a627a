/** The seal of what is kept, and the folder that its key lies in. */
import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolder } from '@cordon/testkit'
import fc from 'fast-check'
import { openSeal, openSealedCache, sealWith, stateFolder } from '../src/index.ts'

const windows = process.platform === 'win32'
const now = new Date()

describe('the key', () => {
  it('is made once, and nobody else can read it', (t) => {
    const folder = join(temporaryFolder(t), 'state')
    const [first, second] = [openSeal(folder), openSeal(folder)]
    assert.ok(first !== null && second !== null)
    assert.equal(first.of('a', 'b'), second.of('a', 'b'))
    assert.deepEqual(readdirSync(folder), ['seal.key'])
    if (!windows) assert.equal(statSync(join(folder, 'seal.key')).mode & 0o777, 0o600)
  })

  it('is made anew where others could have written it, or it is none', { skip: windows }, (t) => {
    for (const spoil of [
      (path: string) => chmodSync(path, 0o644),
      (path: string) => writeFileSync(path, 'short'),
      (path: string) => writeFileSync(path, Buffer.alloc(33)),
    ]) {
      const folder = temporaryFolder(t)
      const first = openSeal(folder)
      spoil(join(folder, 'seal.key'))
      const second = openSeal(folder)
      assert.ok(first !== null && second !== null)
      assert.notEqual(first.of('a', 'b'), second.of('a', 'b'))
      assert.equal(readFileSync(join(folder, 'seal.key')).length, 32)
    }
  })

  it('is not there where there is no place for it', (t) => {
    const folder = temporaryFolder(t)
    writeFileSync(join(folder, 'file'), '')
    assert.equal(openSeal(join(folder, 'file', 'state')), null)
  })

  it('lies beside the cache, never in it', () => {
    assert.equal(stateFolder({ CORDON_STATE_DIR: '/s' }, 'linux', '/home/x'), '/s')
    assert.equal(stateFolder({ CORDON_STATE_DIR: 'relative' }, 'linux', '/home/x'), '/home/x/.local/state/cordon')
    assert.equal(stateFolder({ XDG_STATE_HOME: '/x' }, 'linux', '/home/x'), '/x/cordon')
    assert.equal(stateFolder({}, 'linux', ''), null)
    assert.equal(stateFolder({ CORDON_CACHE_DIR: '/c' }, 'linux', '/home/x'), '/home/x/.local/state/cordon')
  })
})

describe('a sealed cache', () => {
  const seal = sealWith(Buffer.alloc(32, 1))

  it('gives back what was written under the same words, and nothing else', (t) => {
    const cache = openSealedCache(join(temporaryFolder(t), 'cache'), seal, now)
    const words = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 })
    fc.assert(
      fc.property(words, words, fc.string({ unit: 'grapheme' }), (some, others, text) => {
        cache.write(text, 'first', ...some)
        assert.equal(cache.read('first', ...some), text)
        assert.equal(cache.read('second', ...some), null)
        if (JSON.stringify(some) !== JSON.stringify(others) && cache.read('first', ...others) !== null)
          cache.write('x', 'first', ...others)
        assert.equal(cache.read('first', ...some), text)
      }),
      { numRuns: 50 },
    )
  })

  it('does not believe a changed byte', (t) => {
    const folder = join(temporaryFolder(t), 'cache')
    const cache = openSealedCache(folder, seal, now)
    cache.write('{"state":"missing"}', 'a')
    const [name = ''] = readdirSync(folder).filter((each) => each.length === 64)
    const whole = readFileSync(join(folder, name))
    for (let at = 0; at < whole.length; at += 1) {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 1
      writeFileSync(join(folder, name), changed)
      assert.equal(cache.read('a'), null, String(at))
    }
  })

  it('removes what nobody has written in 90 days, and nothing else', (t) => {
    const folder = join(temporaryFolder(t), 'cache')
    openSealedCache(folder, seal, now).write('old', 'a')
    const [old = ''] = readdirSync(folder).filter((each) => each.length === 64)
    const long = new Date(now.getTime() - 100 * 86_400_000)
    utimesSync(join(folder, old), long, long)
    utimesSync(join(folder, 'swept'), long, long)
    mkdirSync(join(folder, '0'.repeat(64)))
    utimesSync(join(folder, '0'.repeat(64)), long, long)
    const cache = openSealedCache(folder, seal, now)
    cache.write('new', 'b')
    assert.equal(cache.read('a'), null)
    assert.equal(cache.read('b'), 'new')
  })
})
