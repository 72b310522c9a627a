/** `cordon verify` of locks and environments: real HTTP to an index on loopback, with an instance of Sigstore that the test makes. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import {
  githubBuild,
  type IndexedFile,
  madeProvenance,
  madeRelease,
  madeSigstore,
  type ReleasedFile,
  startReleaseIndex,
  temporaryFolder,
} from '@cordon/testkit'
import { runMain } from './run-main.ts'

const instance = madeSigstore()
const demo = madeRelease('demo', '1.0')
const other = madeRelease('other', '2.0')
const signed: IndexedFile = { ...demo.wheel, provenance: madeProvenance(instance, demo.wheel, githubBuild()) }

/** A `pylock.toml` that pins these files; `more` is what it says of the first package. */
function pylock(files: readonly ReleasedFile[], more = ''): string {
  const packages = files.map(({ project, filename, sha256 }, index) => {
    const version = /-(\d+\.\d+)/.exec(filename)?.[1]
    const wheel = `wheels = [{ name = "${filename}", url = "https://files.example.invalid/${filename}", hashes = { sha256 = "${sha256}" } }]`
    return `[[packages]]\nname = "${project}"\nversion = "${version}"\n${wheel}\n${index === 0 ? more : ''}\n`
  })
  return `lock-version = "1.0"\ncreated-by = "a test"\n\n${packages.join('\n')}`
}

/** An index with these files, and what a command line says of a lock. */
async function bench(t: TestContext, files: readonly IndexedFile[], lock: string) {
  const index = await startReleaseIndex(t, files)
  const cwd = temporaryFolder(t)
  const cache = temporaryFolder(t)
  writeFileSync(join(cwd, 'root.json'), instance.trustedRoot)
  writeFileSync(join(cwd, 'pylock.toml'), lock)
  const run = (...words: readonly string[]) =>
    runMain(['verify', 'pylock.toml', '--index-url', index.url, '--trusted-root', 'root.json', ...words], {
      cwd,
      cache,
      loopback: true,
    })
  return { index, cwd, cache, run }
}

describe('cordon verify of a lock', () => {
  it('says who vouches for what it pins, and that nothing vouches for the rest', async (t) => {
    const { run } = await bench(t, [signed, other.wheel], pylock([demo.wheel, other.wheel]))
    const { exit, stdout, stderr } = await run()
    assert.equal(exit, 0, stdout + stderr)
    assert.match(
      stdout,
      /Vouched for by\n {2}https:\/\/github\.com\/example\/demo \(release\.yml\) {2}1 file\n {4}demo 1\.0\n/,
    )
    assert.match(stdout, /Nothing vouches for, as their index says\n {2}other 2\.0\n/)
    assert.match(stdout, /2 packages, 2 files: 1 verified, 0 failed, 1 without attestation, 0 unknown\n/)
    assert.equal((await run('--require-attestation')).exit, 4)
  })

  it('fails for a file that somebody else has signed than is asked for', async (t) => {
    const { run } = await bench(t, [signed], pylock([demo.wheel]))
    assert.equal((await run('--identity', 'github:example/demo#release.yml')).exit, 0)
    const { exit, stdout } = await run('--identity', 'github:example/other')
    assert.equal(exit, 1)
    assert.match(stdout, /identity-mismatch: Its repository is https:\/\/github\.com\/example\/demo/)
  })

  it('answers from what is kept, online and offline', async (t) => {
    const { run, index } = await bench(t, [signed, other.wheel], pylock([demo.wheel, other.wheel]))
    const unseen = await run('--offline')
    assert.equal(unseen.exit, 4)
    assert.match(unseen.stdout, /provenance-unavailable: nothing is kept of it/)
    const first = await run()
    const asked = index.requests.length
    assert.equal(asked, 3)
    for (const words of [[], ['--offline']] as const) assert.deepEqual(await run(...words), first, words.join(' '))
    assert.equal(index.requests.length, asked)
    await run('--refresh')
    assert.equal(index.requests.length, asked * 2)
  })
})
