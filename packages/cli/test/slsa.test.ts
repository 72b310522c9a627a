/** `cordon slsa` from files to exit codes, with an instance of Sigstore that the test makes. */
import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import {
  githubBuild,
  madeProvenance,
  madeRelease,
  madeSigstore,
  type ReleasedFile,
  startReleaseIndex,
  temporaryFolder,
} from '@cordon/testkit'
import { runMain } from './run-main.ts'

const instance = madeSigstore()
const name = 'demo-1.0.tar.gz'
const bytes = 'not really an archive'
const sha256 = createHash('sha256').update(bytes).digest('hex')
const repository = 'https://github.com/example/demo'
const workflow = `${repository}/.github/workflows/release.yml@refs/tags/v1`
const reusable = 'https://github.com/example/builders/.github/workflows/python.yml@refs/tags/v2'

/** A provenance of the demo, signed by a workflow. */
function provenance(signer = workflow, parameters: object = {}): object {
  return instance.attest({
    subject: signer,
    extensions: {
      8: 'https://token.actions.githubusercontent.com',
      9: signer,
      11: 'github-hosted',
      12: repository,
      14: 'refs/tags/v1',
      18: workflow,
    },
    statement: {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name, digest: { sha256 } }],
      predicateType: 'https://slsa.dev/provenance/v1',
      predicate: {
        buildDefinition: {
          buildType: 'https://actions.github.io/buildtypes/workflow/v1',
          externalParameters: {
            workflow: { repository, ref: 'refs/tags/v1', path: '.github/workflows/release.yml' },
            ...parameters,
          },
        },
        runDetails: { builder: { id: signer } },
      },
    },
  })
}

/** A folder with the release and these files; and what a command line does in it. */
function bench(t: TestContext, files: Readonly<Record<string, unknown>>) {
  const cwd = temporaryFolder(t)
  const cache = temporaryFolder(t)
  writeFileSync(join(cwd, name), bytes)
  writeFileSync(join(cwd, 'root.json'), instance.trustedRoot)
  for (const [file, content] of Object.entries(files))
    writeFileSync(join(cwd, file), typeof content === 'string' ? content : JSON.stringify(content))
  return (...words: readonly string[]) => runMain(['slsa', ...words, '--trusted-root', 'root.json'], { cwd, cache })
}

const sidecar = `${name}.slsa.attestation`

describe('cordon slsa', () => {
  it('tells the level, with the reason and what would raise it', async (t) => {
    const run = bench(t, { [sidecar]: provenance() })
    const { exit, stdout } = await run(name)
    assert.equal(exit, 0, stdout)
    assert.match(stdout, /^demo-1\.0\.tar\.gz {2}level 2\n/)
    assert.match(stdout, /\n {2}because {3}It was built on a hosted runner/)
    assert.match(stdout, /\n {2}raise it {2}Build in a reusable workflow/)
    assert.equal((await run('verify', name)).stdout, stdout)
  })

  it('fails below the level that is asked', async (t) => {
    const run = bench(t, { [sidecar]: provenance() })
    assert.equal((await run(name, '--min-level', '2')).exit, 0)
    const { exit, stdout } = await run(name, '--min-level', '3')
    assert.equal(exit, 1)
    assert.match(stdout, /^demo-1\.0\.tar\.gz {2}level 2, below 3\n/)
  })

  it('trusts the builders of the expectations file, and no others', async (t) => {
    const builders = '[[builders]]\nsigner = "https://github.com/example/builders"\nlevel = 3\n'
    const run = bench(t, { [sidecar]: provenance(reusable), 'slsa.toml': builders })
    assert.equal((await run(name, '--min-level', '3')).exit, 1)
    assert.equal((await run(name, '--min-level', '3', '--expect', 'slsa.toml')).exit, 0)
  })

  it('compares with what is expected, and says each difference by its code', async (t) => {
    const expected = (source: string, more = '') =>
      `[[packages]]\nname = "demo"\nsource = "${source}"\nworkflow = ".github/workflows/release.yml"\nref = "refs/tags/v*"\n${more}`
    const run = bench(t, {
      [sidecar]: provenance(workflow, { inputs: { optimise: true } }),
      'right.toml': expected(repository, '[packages.external-parameters.inputs]\noptimise = true\n'),
      'wrong.toml': expected('https://github.com/example/other'),
      'other.toml': '[[packages]]\nname = "other"\nlevel = 3\n',
    })
    assert.equal((await run(name, '--expect', 'right.toml')).exit, 0)
    const { exit, stdout } = await run(name, '--expect', 'wrong.toml', '--format', 'json')
    assert.equal(exit, 1)
    const { version, files } = JSON.parse(stdout)
    assert.equal(version, 1)
    assert.deepEqual(
      files[0].unmet.map(({ code }: { code: string }) => code),
      ['slsa-source', 'slsa-parameter-unknown'],
    )
    assert.equal((await run(name, '--expect', 'other.toml')).exit, 0)
    assert.equal((await run(name, '--expect', 'other.toml', '--package', 'Other')).exit, 1)
  })

  it('does not guess of which package a file is', async (t) => {
    const run = bench(t, { 'x.attestation': provenance(), 'slsa.toml': '[[packages]]\nname = "*"\nlevel = 1\n' })
    const words = [`sha256:${sha256}`, '--attestation', 'x.attestation', '--expect', 'slsa.toml']
    const { exit, stdout } = await run(...words)
    assert.equal(exit, 1)
    assert.match(stdout, /\n {2}slsa-package: /)
    assert.equal((await run(...words, '--package', 'demo')).exit, 0)
    assert.equal((await run(...words, '--package', 'no name')).exit, 2)
  })

  it('gives no level for what does not hold, and fails', async (t) => {
    const lying = instance.attest({
      subject: workflow,
      extensions: { 8: 'https://token.actions.githubusercontent.com', 9: workflow, 11: 'self-hosted', 12: repository },
      statement: {
        _type: 'https://in-toto.io/Statement/v1',
        subject: [{ name, digest: { sha256 } }],
        predicateType: 'https://slsa.dev/provenance/v1',
        predicate: {
          buildDefinition: {
            buildType: 'https://actions.github.io/buildtypes/workflow/v1',
            internalParameters: { github: { runner_environment: 'github-hosted' } },
          },
          runDetails: { builder: { id: workflow } },
        },
      },
    })
    const { exit, stdout } = await bench(t, { [sidecar]: lying })(name)
    assert.equal(exit, 1)
    assert.match(
      stdout,
      /^demo-1\.0\.tar\.gz {2}level 0, failed\n {2}demo-1\.0\.tar\.gz\.slsa\.attestation: predicate\n/,
    )
  })

  it('says unknown of what it cannot verify, never level 0', async (t) => {
    const run = bench(t, { [`${name}.asc`]: '-----BEGIN PGP SIGNATURE-----\n' })
    const { exit, stdout } = await run(name, '--min-level', '2')
    assert.equal(exit, 4)
    assert.match(stdout, /^demo-1\.0\.tar\.gz {2}unknown\n/)
    assert.doesNotMatch(stdout, /level 0/)
  })

  it('shows nothing of hostile text as it is', async (t) => {
    const { stdout } = await bench(t, { [sidecar]: provenance(`${reusable}\u001b[31m`) })(name)
    assert.ok(!stdout.includes('\u001b'))
  })
})

const verifier = 'https://verifier.example.invalid'
const keys = generateKeyPairSync('ed25519')
const otherKeys = generateKeyPairSync('ed25519')
const privatePem = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const publicPem = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const otherPem = otherKeys.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const summaryName = `${name}.vsa.intoto.jsonl`

/** As `bench`, with the keys of a verifier; `issue` writes summaries, `check` verifies one. */
function office(t: TestContext, files: Readonly<Record<string, unknown>>) {
  const cwd = temporaryFolder(t)
  const cache = temporaryFolder(t)
  const all = {
    [name]: bytes,
    'root.json': instance.trustedRoot,
    'v.pem': privatePem,
    'v.pub': publicPem,
    'o.pub': otherPem,
    ...files,
  }
  for (const [file, content] of Object.entries(all))
    writeFileSync(join(cwd, file), typeof content === 'string' ? content : JSON.stringify(content))
  const run = (words: readonly string[]) => runMain(['slsa', ...words], { cwd, cache })
  return {
    cwd,
    issue: (...words: readonly string[]) =>
      run(['vsa', ...words, '--key', 'v.pem', '--verifier-id', verifier, '--trusted-root', 'root.json']),
    check: (...words: readonly string[]) =>
      run(['verify-vsa', ...words, ...(words.includes('--key') ? [] : ['--key', 'v.pub']), '--verifier-id', verifier]),
  }
}

describe('cordon slsa vsa', () => {
  it('signs what came of a file, and the summary verifies', async (t) => {
    const { cwd, issue, check } = office(t, { [sidecar]: provenance() })
    const { exit, stdout } = await issue(name, '--min-level', '2')
    assert.equal(exit, 0, stdout)
    assert.equal(stdout, `${summaryName}  PASSED, SLSA_BUILD_LEVEL_2\n`)
    const envelope = JSON.parse(readFileSync(join(cwd, summaryName), 'utf8'))
    const { predicate, subject } = JSON.parse(Buffer.from(envelope.payload, 'base64').toString('utf8'))
    assert.deepEqual(subject, [{ name, digest: { sha256 } }])
    assert.equal(predicate.resourceUri, 'pkg:pypi/demo@1.0?file_name=demo-1.0.tar.gz')
    assert.equal(predicate.timeVerified, '2026-11-21T12:00:00.000Z')
    assert.deepEqual(predicate.inputAttestations, [
      {
        uri: sidecar,
        digest: {
          sha256: createHash('sha256')
            .update(readFileSync(join(cwd, sidecar)))
            .digest('hex'),
        },
      },
    ])
    assert.equal((await check(name, '--min-level', '1')).exit, 0)
    assert.equal(
      (await check(`sha256:${sha256}`, '--vsa', summaryName, '--resource-uri', predicate.resourceUri)).exit,
      0,
    )
  })

  it('says FAILED of what is below, and gives no level', async (t) => {
    const { issue, check } = office(t, { [sidecar]: provenance() })
    const { exit, stdout } = await issue(name, '--min-level', '3')
    assert.equal(exit, 1)
    assert.equal(stdout, `${summaryName}  FAILED\n`)
    const checked = await check(name)
    assert.equal(checked.exit, 1)
    assert.match(checked.stdout, /: vsa-result\n/)
  })

  it('names the expectations as its policy', async (t) => {
    const text = '[[packages]]\nname = "demo"\nsource = "https://github.com/example/other"\n'
    const { cwd, issue } = office(t, { [sidecar]: provenance(), 'slsa.toml': text })
    const { exit, stdout } = await issue(name, '--expect', 'slsa.toml', '--format', 'json')
    assert.equal(exit, 1)
    const { summaries } = JSON.parse(stdout)
    assert.equal(summaries[0].summary.passed, false)
    assert.equal(summaries[0].notes[0].code, 'slsa-source')
    assert.deepEqual(summaries[0].summary.policy, {
      uri: 'slsa.toml',
      sha256: createHash('sha256').update(text).digest('hex'),
    })
    assert.ok(existsSync(join(cwd, summaryName)))
  })

  it('writes nothing of what it cannot tell', async (t) => {
    const { cwd, issue } = office(t, { [`${name}.asc`]: '-----BEGIN PGP SIGNATURE-----\n' })
    const { exit, stdout } = await issue(name)
    assert.equal(exit, 4)
    assert.match(stdout, /unknown: no summary is written/)
    assert.ok(!existsSync(join(cwd, summaryName)))
  })

  it('replaces nothing unless it is told to, and takes no summary for a file', async (t) => {
    const { issue } = office(t, { [sidecar]: provenance() })
    assert.equal((await issue(name)).exit, 0)
    assert.equal((await issue(name)).exit, 2)
    assert.equal(
      (await issue(name, sidecar, summaryName, '--force')).stdout,
      `${summaryName}  PASSED, SLSA_BUILD_LEVEL_2\n`,
    )
  })

  it('needs to know what others call the file', async (t) => {
    const { issue } = office(t, { 'image.bin': 'x' })
    const { exit, stderr } = await issue('image.bin')
    assert.equal(exit, 2)
    assert.match(stderr, /--resource-uri/)
    assert.equal((await issue('image.bin', '--resource-uri', 'https://images.example.invalid/base')).exit, 0)
    assert.equal((await issue('image.bin', '--resource-uri', 'base')).exit, 2)
  })
})

describe('cordon slsa verify-vsa', () => {
  const failures: readonly (readonly [string, string, readonly string[]])[] = [
    ['another key', 'signature', ['--key', 'o.pub']],
    ['another key id', 'signature', ['--key-id', 'x']],
    ['another digest', 'subject-digest', ['--digest', 'sha512:00']],
    ['another resource', 'vsa-resource', ['--resource-uri', 'pkg:pypi/demo@1.0']],
    ['a higher level', 'vsa-level', ['--min-level', '3']],
    ['another level', 'vsa-level', ['--level', 'ACME_REVIEWED']],
  ]
  for (const [what, code, words] of failures)
    it(`fails for ${what}: ${code}`, async (t) => {
      const { issue, check } = office(t, { [sidecar]: provenance() })
      await issue(name)
      assert.equal((await check(name)).exit, 0)
      const { exit, stdout } = await check(name, ...words)
      assert.equal(exit, 1)
      assert.match(stdout, new RegExp(`^demo-1\\.0\\.tar\\.gz {2}failed\n {2}${summaryName}: ${code}\n`))
    })

  it('fails for another file of the same name', async (t) => {
    const { cwd, issue, check } = office(t, { [sidecar]: provenance() })
    await issue(name)
    writeFileSync(join(cwd, name), 'other')
    assert.match((await check(name)).stdout, /: subject-digest\n/)
  })

  it('refuses what cannot be meant', async (t) => {
    const { check } = office(t, {})
    for (const words of [
      [],
      [name],
      [name, '--level', 'SLSA_BUILD_3_LEVEL'],
      [name, '--digest', 'x'],
      [`sha256:${sha256}`],
    ])
      assert.equal((await check(...words)).exit, 2, words.join(' '))
  })
})

const first = madeRelease('demo', '1.0')
const second = madeRelease('other', '2.0')

function pylock(files: readonly ReleasedFile[]): string {
  const packages = files.map(({ project, filename, sha256: digest }) => {
    const [, version] = filename.split('-')
    return `[[packages]]\nname = "${project}"\nversion = "${version}"\nwheels = [{ name = "${filename}", url = "https://files.example.invalid/${filename}", hashes = { sha256 = "${digest}" } }]\n`
  })
  return `lock-version = "1.0"\ncreated-by = "a test"\n\n${packages.join('\n')}`
}

/** A lock of two releases, one of them published with an attestation, their index on loopback, and the keys of a verifier. */
async function locked(t: TestContext, more = '') {
  const provenance = madeProvenance(instance, first.wheel, githubBuild())
  const index = await startReleaseIndex(t, [{ ...first.wheel, provenance }, second.wheel])
  const cwd = temporaryFolder(t)
  const cache = temporaryFolder(t)
  const files = {
    'pylock.toml': pylock([first.wheel, second.wheel]) + more,
    'root.json': instance.trustedRoot,
    'v.pem': privatePem,
    'v.pub': publicPem,
  }
  for (const [file, content] of Object.entries(files)) writeFileSync(join(cwd, file), content)
  const run = (...words: readonly string[]) => runMain(['slsa', ...words], { cwd, cache, loopback: true })
  const asked = ['--index-url', index.url, '--trusted-root', 'root.json']
  return { cwd, run, asked }
}

describe('cordon slsa of a lock', () => {
  it('tells the level of each release that it pins', async (t) => {
    const { run, asked } = await locked(t)
    const { exit, stdout, stderr } = await run('pylock.toml', ...asked)
    assert.equal(exit, 0, stdout + stderr)
    assert.match(
      stdout,
      /^Level 1: published from a known source and workflow, without provenance of the build\n {2}demo 1\.0\n/,
    )
    assert.match(stdout, /\nLevel 0: nothing says how they were built\n {2}other 2\.0\n/)
    assert.match(stdout, /\n2 releases: 1 at level 1, 1 at level 0 \(SLSA build track\)\n$/)
  })

  it('fails below the level that is asked, and where a package is otherwise than expected', async (t) => {
    const { cwd, run, asked } = await locked(t)
    const below = await run('verify', 'pylock.toml', '--min-level', '1', ...asked)
    assert.equal(below.exit, 1)
    assert.match(below.stdout, /\nLevel 0, below 1: /)
    writeFileSync(join(cwd, 'slsa.toml'), '[[packages]]\nname = "demo"\nsource = "https://github.com/example/other"\n')
    const { exit, stdout } = await run('pylock.toml', '--expect', 'slsa.toml', '--format', 'json', ...asked)
    assert.equal(exit, 1)
    const { places } = JSON.parse(stdout)
    assert.deepEqual(places.dependencyLevels, { SLSA_BUILD_LEVEL_1: 1, SLSA_BUILD_LEVEL_0: 1 })
    assert.equal(places.releases[0].files[0].unmet[0].code, 'slsa-source')
  })

  it('says unknown of what it may not ask, never level 0', async (t) => {
    const { run, asked } = await locked(t)
    const { exit, stdout } = await run('pylock.toml', '--offline', '--min-level', '1', ...asked)
    assert.equal(exit, 4)
    assert.match(stdout, /^Not known: provenance-unavailable: .*\n {2}demo 1\.0, other 2\.0\n\n2 releases: 2 unknown /)
    assert.doesNotMatch(stdout, /Level 0/)
  })

  it('is incomplete where something is not pinned, or from no index and a level is asked', async (t) => {
    const git =
      '\n[[packages]]\nname = "third"\nvcs = { type = "git", url = "https://github.com/example/third", commit-id = "' +
      'a'.repeat(40) +
      '" }\n'
    const { run, asked } = await locked(t, git)
    const { exit, stdout } = await run('pylock.toml', ...asked)
    assert.equal(exit, 0, stdout)
    assert.match(stdout, /From no index, where nothing could vouch for them\n {2}third \(git\)\n/)
    assert.equal((await run('pylock.toml', '--expect', 'slsa.toml', ...asked)).exit, 2)
  })

  it('sums them up in a summary about the lock, which verifies', async (t) => {
    const { cwd, run, asked } = await locked(t)
    const address = 'https://example.invalid/shop/pylock.toml'
    const issue = ['vsa', 'pylock.toml', '--key', 'v.pem', '--verifier-id', verifier, ...asked]
    assert.equal((await run(...issue, '--resource-uri', address, '--offline')).exit, 4)
    assert.ok(!existsSync(join(cwd, 'pylock.toml.vsa.intoto.jsonl')))
    assert.equal((await run(...issue)).exit, 2)
    const { exit, stdout, stderr } = await run(...issue, '--resource-uri', address)
    assert.equal(exit, 0, stderr)
    assert.equal(
      stdout,
      'pylock.toml.vsa.intoto.jsonl  PASSED, SLSA_BUILD_LEVEL_UNEVALUATED; pins 1 × SLSA_BUILD_LEVEL_1, 1 × SLSA_BUILD_LEVEL_0\n',
    )
    const check = ['verify-vsa', 'pylock.toml', '--key', 'v.pub', '--verifier-id', verifier, '--resource-uri', address]
    const checked = await run(...check, '--format', 'json')
    assert.equal(checked.exit, 0)
    assert.deepEqual(JSON.parse(checked.stdout).summaries[0].summary.dependencyLevels, {
      SLSA_BUILD_LEVEL_1: 1,
      SLSA_BUILD_LEVEL_0: 1,
    })
    assert.equal((await run(...check, '--min-level', '1')).exit, 1)
    const failed = await run(...issue, '--resource-uri', address, '--min-level', '1', '--force')
    assert.equal(failed.exit, 1)
    assert.match(failed.stdout, / {2}FAILED\n {2}slsa-level: other 2\.0 has level 0, below 1\.\n/)
  })
})
