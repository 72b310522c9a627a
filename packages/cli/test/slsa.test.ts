/** `cordon slsa` from files to exit codes, with an instance of Sigstore that the test makes. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { madeSigstore, temporaryFolder } from '@cordon/testkit'
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
