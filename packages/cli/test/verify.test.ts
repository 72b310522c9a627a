/** `cordon verify` from files to exit codes, with an instance of Sigstore that the test makes. */
import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { canonical, madeSigstore, temporaryFolder } from '@cordon/testkit'
import { runMain } from './run-main.ts'

const instance = madeSigstore()
const name = 'demo-1.0.tar.gz'
const bytes = 'not really an archive'
const config = 'https://github.com/example/demo/.github/workflows/release.yml@refs/tags/v1'

function attestation(content = bytes): object {
  const sha256 = createHash('sha256').update(content).digest('hex')
  return instance.attest({
    subject: config,
    extensions: {
      8: 'https://token.actions.githubusercontent.com',
      12: 'https://github.com/example/demo',
      14: 'refs/tags/v1',
      18: config,
    },
    statement: {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name, digest: { sha256 } }],
      predicateType: 'https://docs.pypi.org/attestations/publish/v1',
      predicate: {},
    },
  })
}

/** A folder with the release, the trusted root of the instance, and these files; and what a command line does in it. */
function bench(t: TestContext, files: Readonly<Record<string, unknown>>) {
  const cwd = temporaryFolder(t)
  const cache = temporaryFolder(t)
  writeFileSync(join(cwd, name), bytes)
  writeFileSync(join(cwd, 'root.json'), instance.trustedRoot)
  for (const [file, content] of Object.entries(files))
    writeFileSync(join(cwd, file), typeof content === 'string' ? content : JSON.stringify(content))
  return (...words: readonly string[]) => runMain(['verify', ...words, '--trusted-root', 'root.json'], { cwd, cache })
}

describe('cordon verify', () => {
  it('finds what lies beside a file, and takes it for no file of its own', async (t) => {
    const sidecar = `${name}.publish.attestation`
    const run = bench(t, { [sidecar]: attestation() })
    const { exit, stdout } = await run(name, sidecar)
    assert.equal(exit, 0, stdout)
    assert.match(
      stdout,
      /^demo-1\.0\.tar\.gz {2}verified\n {2}demo-1\.0\.tar\.gz\.publish\.attestation: pypi-publish-v1\n/,
    )
    assert.match(stdout, /\n1 file: 1 verified, 0 failed, 0 unknown\nNothing was asked about who must have signed/)
  })

  it('asks for an identity, and fails for another', async (t) => {
    const run = bench(t, { [`${name}.publish.attestation`]: attestation() })
    const right = await run(name, '--identity', 'github:example/demo#release.yml')
    assert.equal(right.exit, 0, right.stdout)
    assert.doesNotMatch(right.stdout, /Nothing was asked/)
    assert.equal((await run(name, '--identity', 'github:example/other')).exit, 1)
    assert.equal((await run(name, '--issuer', 'https://accounts.example.invalid')).exit, 1)
  })

  it('fails when one of several does not hold', async (t) => {
    const run = bench(t, {
      [`${name}.publish.attestation`]: attestation(),
      [`${name}.slsa.attestation`]: attestation('x'),
    })
    const { exit, stdout } = await run(name)
    assert.equal(exit, 1)
    assert.match(stdout, /slsa\.attestation: subject-digest/)
  })

  it('takes a digest for a file, and says everything in JSON', async (t) => {
    const run = bench(t, { 'some.attestation': attestation() })
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const { exit, stdout } = await run(`sha256:${sha256}`, '--attestation', 'some.attestation', '--format', 'json')
    assert.equal(exit, 0, stdout)
    const [file] = JSON.parse(stdout).files
    assert.equal(file.answer, 'verified')
    assert.equal(file.attestations[0].identity.facts.sourceRepository, 'https://github.com/example/demo')
    assert.deepEqual(file.attestations[0].times, ['2026-01-02T03:05:05.000Z'])
  })

  it('does not know without anything that vouches, or with what it cannot judge', async (t) => {
    const run = bench(t, { 'new.json': { ...attestation(), version: 2 } })
    assert.equal((await run(name)).exit, 4)
    assert.equal((await run(name, '--attestation', 'new.json')).exit, 4)
  })

  it('says what is wrong with the command line', async (t) => {
    const run = bench(t, { 'a.json': attestation() })
    for (const words of [
      ['missing.tar.gz'],
      [name, '--bundle', 'missing.json'],
      [name, 'root.json', '--bundle', 'a.json'],
      [name, '--key', 'a.json'],
      [name, '--identity', ''],
    ]) {
      const { exit, stderr } = await run(...words)
      assert.equal(exit, 2, `${words.join(' ')}: ${stderr}`)
      assert.match(stderr, /\[OPTION\]/)
    }
  })
})

describe('cordon verify --layout', () => {
  const owner = generateKeyPairSync('ed25519')
  const builder = generateKeyPairSync('ed25519')
  const raw = Buffer.from(builder.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex')
  const signed = (said: object, { privateKey }: { readonly privateKey: KeyObject }) => ({
    signed: said,
    signatures: [{ keyid: '', sig: sign(null, Buffer.from(canonical(said)), privateKey).toString('hex') }],
  })
  const step = {
    name: 'build',
    threshold: 1,
    pubkeys: [raw],
    expected_products: [
      ['CREATE', '*'],
      ['DISALLOW', '*'],
    ],
  }
  const layout = (more: object = {}) =>
    signed(
      {
        _type: 'layout',
        expires: '2027-01-01T00:00:00Z',
        keys: { [raw]: { keyval: { public: raw } } },
        steps: [step],
        ...more,
      },
      owner,
    )
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const link = signed(
    { _type: 'link', name: 'build', command: [], materials: {}, products: { [name]: { sha256 } } },
    builder,
  )
  const files = {
    'owner.pub': owner.publicKey.export({ type: 'spki', format: 'pem' }),
    'root.layout': layout(),
    [`build.${raw.slice(0, 8)}.link`]: link,
  }
  const run = async (t: TestContext, more: object, ...words: readonly string[]) => {
    const cwd = temporaryFolder(t)
    writeFileSync(join(cwd, name), bytes)
    for (const [file, content] of Object.entries({ ...files, ...more }))
      writeFileSync(join(cwd, file), typeof content === 'string' ? content : JSON.stringify(content))
    return await runMain(['verify', name, '--layout', 'root.layout', ...words], { cwd, cache: temporaryFolder(t) })
  }

  it('tells who did what, and fails for who may not', async (t) => {
    const held = await run(t, {}, '--key', 'owner.pub')
    assert.equal(held.exit, 0, held.stdout)
    assert.match(
      held.stdout,
      new RegExp(`\\n {4}step build {4}${raw.slice(0, 8)}\\n {4}expires {7}2027-01-01T00:00:00.000Z\\n`),
    )
    const forged = await run(
      t,
      { [`build.${raw.slice(0, 8)}.link`]: { ...link, signatures: [] } },
      '--key',
      'owner.pub',
    )
    assert.equal(forged.exit, 1)
    assert.match(forged.stdout, /root\.layout: layout-threshold/)
  })

  it('does not know what an inspection would say', async (t) => {
    const { exit, stdout } = await run(
      t,
      { 'root.layout': layout({ inspect: [{ name: 'unpack' }] }) },
      '--key',
      'owner.pub',
    )
    assert.equal(exit, 4)
    assert.match(stdout, /inspections-not-run\n.*unpack/)
  })

  it('asks for the keys of its owners, and for nothing that a layout has not', async (t) => {
    for (const words of [
      [],
      ['--key', 'owner.pub', '--identity', 'x'],
      ['--key', 'owner.pub', '--bundle', 'root.layout'],
    ])
      assert.equal((await run(t, {}, ...words)).exit, 2, words.join(' '))
  })
})
