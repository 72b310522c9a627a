/** `cordon lock pin-identities`: an index on loopback, an instance of Sigstore that the test makes, and what a lock says afterwards. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, lstatSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
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
import { unifiedDiff } from '../src/lock/diff.ts'
import { runMain } from './run-main.ts'
import { schemaErrors } from './support/schema.ts'

const instance = madeSigstore()
const demo = madeRelease('demo', '1.0')
const other = madeRelease('other', '2.0')
const line = 'attestation-identities = [{ kind = "GitHub", repository = "example/demo", workflow = "release.yml" }]'

function signed(file: ReleasedFile, build = githubBuild()): IndexedFile {
  return { ...file, provenance: madeProvenance(instance, file, build) }
}

function entry({ project, filename, sha256 }: ReleasedFile, more = ''): string {
  const version = /-(\d+\.\d+)/.exec(filename)?.[1]
  return `[[packages]] # ${project}
name = "${project}"
version = "${version}"
wheels = [
  # the only one
  { name = "${filename}", url = "https://files.example.invalid/${filename}", hashes = { sha256 = "${sha256}" } },
]
${more}`
}

const head = 'lock-version = "1.0" # kept\ncreated-by = "a test"\n\n'
const plain = `${head}${entry(demo.wheel)}\n${entry(other.wheel)}\n[tool.x]\nkept = true\n`
const pinned = plain.replace(']\n\n[[packages]] # other', `]\n${line}\n\n[[packages]] # other`)

/** A lock, an index with these files, and the command in the lock's folder. */
async function bench(t: TestContext, lock: string, files: readonly IndexedFile[]) {
  const index = await startReleaseIndex(t, files)
  const cwd = temporaryFolder(t)
  const cache = temporaryFolder(t)
  const path = join(cwd, 'pylock.toml')
  writeFileSync(join(cwd, 'root.json'), instance.trustedRoot)
  writeFileSync(path, lock)
  const place = { cwd, cache, loopback: true }
  const sources = ['--index-url', index.url, '--trusted-root', 'root.json']
  return {
    cwd,
    path,
    text: () => readFileSync(path, 'utf8'),
    run: (...words: readonly string[]) => runMain(['lock', 'pin-identities', ...words, ...sources], place),
    verify: () => runMain(['verify', 'pylock.toml', ...sources], place),
  }
}

describe('cordon lock pin-identities', () => {
  it('writes who has built what is verified, and `verify` then holds it', async (t) => {
    const { run, verify, text } = await bench(t, plain, [signed(demo.wheel), other.wheel])
    const { exit, stdout, stderr } = await run()
    assert.equal(exit, 0, stdout + stderr)
    assert.equal(text(), pinned)
    assert.equal(
      stdout,
      'pinned    demo 1.0  GitHub example/demo release.yml\n\npylock.toml: 2 packages: 1 pinned, 1 without attestation\npylock.toml was written.\n',
    )
    const again = await run()
    assert.deepEqual([again.exit, text()], [0, pinned])
    assert.equal(again.stdout, 'pylock.toml: 2 packages: 1 pinned already, 1 without attestation\n')
    assert.equal((await verify()).exit, 0)
  })

  it('shows the difference and writes nothing in a dry run', async (t) => {
    const { run, text } = await bench(t, plain, [signed(demo.wheel), other.wheel])
    const { exit, stdout } = await run('--dry-run')
    assert.deepEqual([exit, text()], [0, plain])
    assert.match(stdout, /^--- pylock\.toml\n\+\+\+ pylock\.toml\n@@ -8,6 \+8,7 @@\n/)
    assert.ok(stdout.includes(` ]\n+${line}\n \n`), stdout)
    assert.match(stdout, /Nothing was written \(--dry-run\)\.\n$/)
  })

  it('writes no other builder than the lock says, before it is told to', async (t) => {
    const build = githubBuild({ repository: 'evil/demo' })
    const { run, text, verify } = await bench(t, pinned, [signed(demo.wheel, build), other.wheel])
    const { exit, stdout } = await run()
    assert.deepEqual([exit, text()], [1, pinned])
    assert.ok(
      stdout.includes('- GitHub example/demo release.yml\n            + GitHub evil/demo release.yml\n'),
      stdout,
    )
    assert.equal((await verify()).exit, 1)
    assert.equal((await run('--update')).exit, 0)
    assert.equal(text(), pinned.replace('example/demo', 'evil/demo'))
    assert.equal((await verify()).exit, 0)
  })

  it('says when nothing vouches any more for what has a builder', async (t) => {
    const { run, text } = await bench(t, pinned, [demo.wheel, other.wheel])
    const { exit, stdout } = await run()
    assert.deepEqual([exit, text()], [1, pinned])
    assert.match(stdout, /^lost {6}demo 1\.0\n {12}- GitHub example\/demo release\.yml\n/)
    assert.deepEqual([(await run('--update')).exit, text()], [1, pinned])
  })

  it('writes nothing where an attestation does not hold, and tells what it does not know', async (t) => {
    const forged: IndexedFile = { ...demo.wheel, provenance: madeProvenance(instance, other.wheel) }
    const bad = await bench(t, plain, [forged, signed(other.wheel)])
    const failed = await bad.run()
    assert.deepEqual([failed.exit, bad.text()], [1, plain])
    assert.match(failed.stdout, /^failed {4}demo 1\.0 {3}subject-/)
    const away = await bench(t, plain, [signed(demo.wheel)])
    const unknown = await away.run()
    assert.deepEqual([unknown.exit, away.text()], [4, pinned])
    assert.match(unknown.stdout, /unknown {3}other 2\.0 {2}provenance-unavailable/)
  })

  it('leaves alone what is attested in part', async (t) => {
    const both = entry(demo.wheel).replace(
      '\n]\n',
      `\n]\nsdist = { name = "${demo.sdist.filename}", url = "https://files.example.invalid/${demo.sdist.filename}", hashes = { sha256 = "${demo.sdist.sha256}" } }\n`,
    )
    const { run, text } = await bench(t, head + both, [signed(demo.wheel), demo.sdist])
    const { exit, stdout } = await run()
    assert.deepEqual([exit, text()], [0, head + both])
    assert.match(stdout, /^partial {3}demo 1\.0 {2}nothing vouches for 1 of 2 files: demo-1\.0\.tar\.gz\n/)
  })

  it('takes every form of a lock, and keeps its bytes, rights and links', async (t) => {
    const { filename, sha256 } = demo.wheel
    const wheel = `{ name = "${filename}", url = "https://files.example.invalid/${filename}", hashes = { sha256 = "${sha256}" } }`
    const inline = `\ufefflock-version = "1.0"\r\ncreated-by = "x"\r\npackages = [{ name = "demo", version = "1.0", wheels = [${wheel}] }] # all\r\n`
    const { run, cwd, path } = await bench(t, inline, [signed(demo.wheel)])
    renameSync(path, join(cwd, 'real.toml'))
    symlinkSync('real.toml', path)
    chmodSync(join(cwd, 'real.toml'), 0o600)
    assert.equal((await run()).exit, 0)
    assert.equal(readFileSync(path, 'utf8'), inline.replace(`[${wheel}] }`, `[${wheel}], ${line} }`))
    assert.ok(lstatSync(path).isSymbolicLink())
    assert.equal(statSync(path).mode & 0o777, 0o600)
  })

  it('is told in full in JSON', async (t) => {
    const { run } = await bench(t, plain, [signed(demo.wheel), other.wheel])
    const { stdout } = await run('--format', 'json')
    const document = JSON.parse(stdout)
    assert.deepEqual(schemaErrors('cordon.lock-identities-1', document), [])
    assert.deepEqual(document.packages[0].identities, [
      { kind: 'GitHub', repository: 'example/demo', workflow: 'release.yml' },
    ])
    assert.equal(document.written, true)
  })

  it('refuses what is no pylock.toml', async (t) => {
    const { run, cwd } = await bench(t, head, [])
    assert.equal((await run()).exit, 2)
    writeFileSync(join(cwd, 'pylock.toml'), `${head}packages = []\n`)
    assert.equal((await run()).exit, 3)
    writeFileSync(join(cwd, 'pylock.toml'), Buffer.from([0x23, 0xff]))
    assert.match((await run()).stderr, /not UTF-8/)
    assert.match((await run('uv.lock')).stderr, /no pylock\.toml/)
    assert.match((await run('pylock.none.toml')).stderr, /cannot be read/)
  })

  const hasReader = spawnSync('python3', ['-c', 'import packaging.pylock']).status === 0
  it('is read by the reader of packaging', {
    skip: hasReader ? false : 'needs python3 with packaging 26 or newer',
  }, () => {
    const script =
      'import sys, tomllib\nfrom packaging.pylock import Pylock\nl = Pylock.from_dict(tomllib.loads(sys.stdin.read()))\nprint(l.packages[0].attestation_identities)'
    const { stdout, stderr } = spawnSync('python3', ['-c', script], { input: pinned, encoding: 'utf8' })
    assert.match(stdout, /'repository': 'example\/demo'/, stderr)
  })
})

describe('the difference of two texts', () => {
  const lines = (from: number, to: number): string =>
    Array.from({ length: to - from + 1 }, (_, at) => `${from + at}`).join('\n')

  it('has the lines around each change, and joins what is near', () => {
    assert.equal(unifiedDiff('a\n', 'a\n', 'x'), '')
    assert.equal(
      unifiedDiff(lines(1, 40), `${lines(1, 5)}\nnew\n${lines(6, 30)}\n${lines(32, 40)}`, 'x'),
      `--- x\n+++ x\n@@ -3,6 +3,7 @@\n 3\n 4\n 5\n+new\n 6\n 7\n 8\n@@ -28,7 +29,6 @@\n 28\n 29\n 30\n-31\n 32\n 33\n 34\n`,
    )
    assert.equal(
      unifiedDiff('1\n2\n3\n4\n5\n6\n', '1\na\n2\n3\n4\n5\nb\n6\n', 'x'),
      '--- x\n+++ x\n@@ -1,7 +1,9 @@\n 1\n+a\n 2\n 3\n 4\n 5\n+b\n 6\n \n',
    )
  })
})
