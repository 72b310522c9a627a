/** `cordon verify` of locks and environments: real HTTP to an index on loopback, with an instance of Sigstore that the test makes. */
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
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
import { schemaErrors } from './support/schema.ts'

const instance = madeSigstore()
const demo = madeRelease('demo', '1.0')
const other = madeRelease('other', '2.0')
const signed: IndexedFile = { ...demo.wheel, provenance: madeProvenance(instance, demo.wheel, githubBuild()) }
const signedSdist: IndexedFile = { ...demo.sdist, provenance: madeProvenance(instance, demo.sdist, githubBuild()) }

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
  const verify = (...words: readonly string[]) => {
    const defaults = { '--trusted-root': 'root.json', '--index-url': index.url }
    const more = Object.entries(defaults).filter(([option]) => !words.includes(option))
    return runMain(['verify', ...words, ...more.flat()], { cwd, cache, loopback: true })
  }
  const run = (...words: readonly string[]) => verify('pylock.toml', ...words)
  return { index, cwd, run, verify }
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

  it('does not let the configuration of a project take back what the command line asks for', async (t) => {
    const { cwd, run } = await bench(t, [signed], pylock([demo.wheel]))
    const rules = ['provenance/failed', 'provenance/pinned-identity']
    const text = rules.map((check) => `[[policy.rules]]\nname = "no ${check}"\naction = "allow"\ncheck = "${check}"\n`)
    writeFileSync(join(cwd, 'cordon.toml'), text.join('\n'))
    const { exit, stderr } = await run('--identity', 'github:example/other')
    assert.equal(exit, 1, stderr)
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

describe('cordon verify of what is installed', () => {
  const record = (hashes: string): string =>
    JSON.stringify({ url: 'https://files.example.invalid/demo', archive_info: { hashes: { sha256: hashes } } })

  /** A virtual environment with `demo`, and what its installer has recorded. */
  function install(cwd: string, files: Readonly<Record<string, string>> = {}): void {
    const info = join(cwd, '.venv', 'lib', 'python3.12', 'site-packages', 'demo-1.0.dist-info')
    mkdirSync(info, { recursive: true })
    writeFileSync(join(cwd, '.venv', 'pyvenv.cfg'), 'version = 3.12.1\n')
    writeFileSync(join(info, 'METADATA'), 'Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n')
    writeFileSync(join(info, 'INSTALLER'), 'pip\n')
    writeFileSync(join(info, 'RECORD'), '')
    for (const [name, text] of Object.entries(files)) writeFileSync(join(info, name), text)
  }

  it('takes the file that its installer recorded', async (t) => {
    const { cwd, verify } = await bench(t, [signed, signedSdist], pylock([demo.wheel]))
    install(cwd, { 'provenance_url.json': record(demo.sdist.sha256) })
    const { exit, stdout } = await verify('.venv', '--all')
    assert.equal(exit, 0, stdout)
    assert.match(stdout, /verified {2}demo-1\.0\.tar\.gz/)
    assert.match(stdout, /1 package, 1 file: 1 verified/)
    assert.match(stdout, /cordon environment audit/)
  })

  it('says that it does not know which file was installed', async (t) => {
    const { cwd, verify } = await bench(t, [signed, signedSdist], pylock([demo.wheel]))
    install(cwd)
    const alone = await verify('.venv')
    assert.equal(alone.exit, 0, alone.stdout)
    assert.match(alone.stdout, /1 package, 2 files: 2 verified/)
    assert.match(alone.stdout, /Of 1 installed package nothing says which file was installed/)
    // A lock beside it says which.
    const locked = await verify('.venv', 'pylock.toml', '--format', 'json')
    const [first, second] = JSON.parse(locked.stdout).packages
    assert.deepEqual(
      [first, second].map(({ candidates, files }) => [candidates, files.length]),
      [
        [false, 1],
        [false, 1],
      ],
    )
  })
})

describe('the command line of cordon verify', () => {
  it('takes files and locks together, and says all of it in JSON', async (t) => {
    const { cwd, verify } = await bench(t, [signed, other.wheel], `${pylock([demo.wheel, other.wheel])}`)
    writeFileSync(join(cwd, demo.wheel.filename), demo.wheel.bytes)
    writeFileSync(join(cwd, `${demo.wheel.filename}.provenance`), JSON.stringify(signed.provenance))
    const { exit, stdout } = await verify(demo.wheel.filename, 'pylock.toml', '--format', 'json')
    assert.equal(exit, 0, stdout)
    const document = JSON.parse(stdout)
    assert.deepEqual(schemaErrors('cordon.verification-1', document), [])
    assert.equal(document.files[0].answer, 'verified')
    assert.deepEqual(document.summary, { packages: 2, files: 2, verified: 1, failed: 0, missing: 1, unknown: 0 })
    const table = await verify(demo.wheel.filename, 'pylock.toml')
    assert.match(table.stdout, /^demo-1\.0-py3-none-any\.whl {2}verified\n.*\n\nVouched for by\n/s)
  })

  it('describes failures, pins and what is unread in JSON as its schema says', async (t) => {
    const pin =
      '[[packages.attestation-identities]]\nkind = "GitHub"\nrepository = "example/other"\nworkflow = "x.yml"\n'
    const { cwd, verify } = await bench(t, [signed], pylock([demo.wheel, other.wheel], pin))
    writeFileSync(join(cwd, 'requirements.txt'), 'loose>=1\nx @ git+https://git.example.invalid/x\n???\n')
    writeFileSync(join(cwd, 'poetry.lock'), 'this is no lock [')
    const { exit, stdout } = await verify('.', '--format', 'json')
    assert.equal(exit, 1, stdout)
    const document = JSON.parse(stdout)
    assert.deepEqual(schemaErrors('cordon.verification-1', document), [])
    assert.deepEqual(document.packages[0].pinned, [{ kind: 'GitHub', repository: 'example/other', workflow: 'x.yml' }])
    assert.equal(document.packages[0].files[0].failures[0].code, 'identity-mismatch')
    assert.equal(document.unread.length, 2)
    assert.deepEqual(
      document.unpinned.map((each: { name: string }) => each.name),
      ['loose'],
    )
    assert.deepEqual(
      document.elsewhere.map((each: { origin: string }) => each.origin),
      ['git'],
    )
  })

  it('does not take what lies beside a lock for its content', async (t) => {
    const { cwd, verify } = await bench(t, [], pylock([demo.wheel]))
    writeFileSync(join(cwd, 'pylock.toml.sigstore.json'), '{}')
    const { exit, stdout } = await verify('pylock.toml')
    assert.equal(exit, 4)
    assert.match(stdout, /no index that was asked lists this file/)
  })

  it('does not know what is not pinned, or could not be read', async (t) => {
    const { cwd, verify } = await bench(t, [signed], pylock([demo.wheel]))
    writeFileSync(join(cwd, 'requirements.txt'), 'demo==1.0\nother>=1\n')
    const { exit, stdout } = await verify('requirements.txt')
    assert.equal(exit, 4)
    assert.match(stdout, /Not pinned to one version, so nothing says which files that are\n {2}other\n/)
    assert.match(stdout, /Nothing pins the bytes of 1 file: what is verified of it is what its index lists/)
    writeFileSync(join(cwd, 'pylock.toml'), 'lock-version = ')
    const damaged = await verify('pylock.toml')
    assert.equal(damaged.exit, 4)
    assert.match(damaged.stdout, /Not read\n {2}pylock\.toml/)
  })

  it('says what is wrong with it', async (t) => {
    const { cwd, run, verify } = await bench(t, [], pylock([demo.wheel]))
    writeFileSync(join(cwd, 'demo.bin'), 'x')
    for (const words of [
      ['--trusted-root', 'pylock.toml'],
      ['--identity', ''],
      ['--index-url', 'ftp://x'],
    ])
      assert.equal((await run(...words)).exit, 2, words.join(' '))
    assert.equal((await verify('demo.bin', '--offline')).exit, 2)
    const empty = join(cwd, 'empty')
    mkdirSync(empty)
    const nothing = await verify('empty')
    assert.equal(nothing.exit, 3)
    assert.match(nothing.stderr, /nothing in it pins or holds a package/)
  })

  it('stays short for a lock of 300 packages', async (t) => {
    const files = Array.from({ length: 300 }, (_, at) => madeRelease(`package-${at}`, '1.0').wheel)
    const served = files.map((file, at) =>
      at % 30 === 0 ? { ...file, provenance: madeProvenance(instance, file, githubBuild()) } : file,
    )
    const { verify } = await bench(t, served, pylock(files))
    const { exit, stdout } = await verify('pylock.toml')
    assert.equal(exit, 0)
    assert.match(stdout, /300 packages, 300 files: 10 verified, 0 failed, 290 without attestation, 0 unknown/)
    assert.ok(stdout.split('\n').length < 70, stdout)
  })
})
