/** `cordon verify` of one release after another: a real index on loopback, a made instance of Sigstore, one user who remembers. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import {
  githubBuild,
  type MadeBuild,
  madeProvenance,
  madeRelease,
  madeSigstore,
  startReleaseIndex,
  temporaryFolder,
} from '@cordon/testkit'
import { runMain } from './run-main.ts'
import { schemaErrors } from './support/schema.ts'

const instance = madeSigstore()

interface Shown {
  /** Null: nothing vouches for it. */
  readonly build: Partial<MadeBuild> | null
  readonly slsa?: boolean
}

/** An index that gets one release of `demo` after another, and a project that pins the newest. */
async function project(t: TestContext, config = '') {
  const index = await startReleaseIndex(t)
  const cwd = temporaryFolder(t)
  const cache = temporaryFolder(t)
  writeFileSync(join(cwd, 'root.json'), instance.trustedRoot)
  if (config !== '') writeFileSync(join(cwd, 'cordon.toml'), config)
  const run = (...words: readonly string[]) => runMain(words, { cwd, cache, loopback: true })
  return {
    cwd,
    cache,
    run,
    /** Publishes a release, pins it, and verifies the lock. */
    async release(version: string, { build, slsa = false }: Shown, ...words: readonly string[]) {
      const { wheel } = madeRelease('demo', version)
      const made = githubBuild({ ref: `refs/tags/v${version}`, ...build })
      index.serve({ ...wheel, provenance: build === null ? null : madeProvenance(instance, wheel, made, { slsa }) })
      writeFileSync(join(cwd, 'requirements.txt'), `demo==${version} --hash=sha256:${wheel.sha256}\n`)
      const options = ['--index-url', index.url, '--trusted-root', 'root.json', ...words]
      return run('verify', 'requirements.txt', ...options)
    },
  }
}

/** Check and severity of everything that is told. */
function told(stdout: string): readonly string[] {
  return [...stdout.matchAll(/^ {4}(\w+) {2}(provenance\/[a-z-]+)(?: {2}(\w+))?$/gm)].map((match) =>
    match.slice(1).join(' ').trim(),
  )
}

describe('one release after another', () => {
  it('remembers the first, and says nothing of one that is like it', async (t) => {
    const { release, cache } = await project(t)
    const first = await release('1.0', { build: {} })
    assert.equal(first.exit, 0, first.stdout + first.stderr)
    assert.deepEqual(told(first.stdout), [])
    assert.equal(readdirSync(join(cache, 'state', 'identities')).filter((name) => name.startsWith('demo.')).length, 1)
    const second = await release('1.1', { build: {} })
    assert.deepEqual([second.exit, told(second.stdout)], [0, []])
  })

  it('stops a repository that was made anew under the same name, each time', async (t) => {
    const { release } = await project(t)
    await release('1.0', { build: {} })
    for (const _ of [1, 2]) {
      const { exit, stdout } = await release('1.1', { build: { repositoryId: '9999' } })
      assert.equal(exit, 1)
      assert.deepEqual(told(stdout), ['block provenance/repository-recreated critical'])
      assert.match(
        stdout,
        /demo 1\.1 comes from https:\/\/github\.com\/example\/demo \(id 9999\), which is not .* \(id 1001\)/,
      )
    }
    assert.equal((await release('1.2', { build: {} })).exit, 0, 'the one before goes on')
  })

  it('stops what has lost its attestation, and warns of a transfer', async (t) => {
    const { release } = await project(t)
    await release('1.0', { build: {} })
    const lost = await release('1.1', { build: null })
    assert.deepEqual([lost.exit, told(lost.stdout)], [1, ['block provenance/lost high']])
    const moved = await release('1.2', { build: { repository: 'widgets/demo', ownerId: '3003' } })
    assert.deepEqual([moved.exit, told(moved.stdout)], [0, ['warn provenance/repository-transferred medium']])
    const renamed = await release('1.3', { build: { repository: 'example/demo2' } })
    assert.deepEqual([renamed.exit, told(renamed.stdout)], [0, ['note provenance/identity-changed']])
  })

  it('tells runners, triggers and workflows apart, in JSON too', async (t) => {
    const { release } = await project(t)
    await release('1.0', { build: {} })
    const { exit, stdout } = await release(
      '1.1',
      { build: { runner: 'self-hosted', trigger: 'pull_request_target', workflow: 'pr.yml' } },
      '--format',
      'json',
    )
    assert.equal(exit, 1)
    const [verdict] = JSON.parse(stdout).verdicts
    assert.equal(verdict.name, 'demo')
    assert.equal(verdict.decision, 'block')
    assert.deepEqual(
      verdict.findings.map(({ id, severity }: { id: string; severity: string }) => `${id} ${severity}`),
      ['provenance/identity-changed medium', 'provenance/runner-changed medium', 'provenance/trigger-changed high'],
    )
  })

  it('tells a history that is damaged, and does not take it for a first use', async (t) => {
    const { release, cache } = await project(t)
    await release('1.0', { build: {} })
    const folder = join(cache, 'state', 'identities')
    const name = readdirSync(folder).find((each) => each.endsWith('.json')) ?? ''
    writeFileSync(join(folder, name), '{')
    for (const _ of [1, 2]) {
      const { exit, stdout } = await release('1.1', { build: { repositoryId: '9999' } })
      assert.equal(exit, 4)
      assert.deepEqual(told(stdout), ['incomplete provenance/identity-changed HISTORY_DAMAGED'])
    }
  })
})

describe('what the configuration demands', () => {
  it('blocks what is missing, by somebody else, or below the level, and names the line', async (t) => {
    const { release, run } = await project(
      t,
      '[[provenance.rules]]\npackage = "de*"\nrequire = "both"\npublishers = ["github:widgets"]\nslsa-level = 2\n',
    )
    const { exit, stdout } = await release('1.0', { build: {} })
    assert.equal(exit, 1)
    assert.deepEqual(told(stdout), [
      'block provenance/below-slsa-level high',
      'block provenance/missing high',
      'block provenance/publisher-not-allowed high',
    ])
    assert.match(stdout, /cordon\.toml:1 allows github:widgets\./)
    const list = await run('identities', 'list')
    assert.match(list.stdout, /waits/, 'who was blocked is not trusted for having been the first')
  })

  it('is met by whoever does it right', async (t) => {
    const { release } = await project(
      t,
      '[[provenance.rules]]\npackage = "de*"\nrequire = "both"\npublishers = ["github:example"]\nslsa-level = 2\n',
    )
    const { exit, stdout } = await release('1.0', { build: {}, slsa: true })
    assert.deepEqual([exit, told(stdout)], [0, []], stdout)
  })

  it('lets nobody count on first use where it says so, until somebody accepts', async (t) => {
    const { release, run } = await project(t, '[provenance]\ntrust-on-first-use = false\n')
    const first = await release('1.0', { build: {} })
    assert.deepEqual([first.exit, told(first.stdout)], [1, ['block provenance/not-accepted high']])
    const accepted = await run('identities', 'accept', 'demo')
    assert.equal(accepted.exit, 0, accepted.stderr)
    assert.equal((await release('1.0', { build: {} })).exit, 0)
  })
})

describe('cordon identities', () => {
  it('lists who counts and who waits, accepts, and forgets', async (t) => {
    const { release, run } = await project(t)
    assert.equal((await run('identities', 'list')).exit, 3)
    await release('1.0', { build: {} })
    await release('1.1', { build: { repositoryId: '9999' } })
    const list = await run('identities', 'list', 'Demo')
    assert.equal(list.exit, 0)
    assert.match(
      list.stdout,
      /^demo {2}http:\/\/127\.0\.0\.1:\d+\/simple\n {2}https:\/\/github\.com\/example\/demo \(\.github\/workflows\/release\.yml\): counts, was the first\n {4}repository 1001, owner 2002, from a tag, on release, runner github-hosted\n {4}wheel 1\.0 /,
    )
    assert.match(list.stdout, /: waits for somebody to accept it\n {4}repository 9999/)
    const accepted = await run('identities', 'accept', 'demo')
    assert.match(accepted.stdout, /^accepted for demo: https:\/\/github\.com\/example\/demo /)
    assert.equal((await release('1.1', { build: { repositoryId: '9999' } })).exit, 0)
    assert.match((await run('identities', 'accept', 'demo')).stdout, /Nobody of them waits/)
    await release('1.3', { build: { repositoryId: '8888' } })
    await release('1.4', { build: { workflow: 'other.yml' } })
    const several = await run('identities', 'accept', 'demo')
    assert.equal(several.exit, 2)
    assert.match(several.stderr, /several publishers of demo wait: .*other\.yml.*repository 8888.*--all/)
    assert.equal((await run('identities', 'reject', 'demo')).exit, 0)
    assert.equal((await run('identities', 'reject', 'demo')).exit, 3)
    assert.equal(
      (await release('1.3', { build: { repositoryId: '8888' } })).exit,
      1,
      'a rejected publisher waits again',
    )
    await run('identities', 'reject', 'demo')
    const json = JSON.parse((await run('identities', 'list', '--format', 'json')).stdout)
    assert.equal(json.schema, 'cordon.identities/1')
    assert.deepEqual(schemaErrors('cordon.identities-1', json), [])
    assert.deepEqual(
      json.user[0].identities.map(({ trust }: { trust: string }) => trust),
      ['first-use', 'accepted'],
    )
    assert.equal((await run('identities', 'forget', 'demo')).stdout, 'forgotten: demo\n')
    assert.equal((await run('identities', 'forget', 'demo')).exit, 3)
    assert.equal((await release('1.2', { build: { repositoryId: '7777' } })).exit, 0)
  })

  it('keeps a file of the project that a review can see, and compares with that alone', async (t) => {
    const { release, run, cwd } = await project(t, '[provenance]\nhistory = "cordon-identities.json"\n')
    const first = await release('1.0', { build: {} })
    assert.equal(first.exit, 0)
    assert.match(first.stdout, /Note: cordon-identities\.json lists no publisher of demo; `cordon identities accept`/)
    assert.ok(!readdirSync(cwd).includes('cordon-identities.json'), 'verify writes no file of the project')
    const kept = await run('identities', 'accept', '--packages-of', 'requirements.txt')
    assert.deepEqual([kept.exit, kept.stdout], [0, 'cordon-identities.json: who counts for 1 package\n'])
    const text = readFileSync(join(cwd, 'cordon-identities.json'), 'utf8')
    assert.match(text, /"repositoryId": "1001",\n/)
    const second = await release('1.1', { build: { repositoryId: '9999' } })
    assert.equal(second.exit, 1)
    assert.equal(readFileSync(join(cwd, 'cordon-identities.json'), 'utf8'), text)
    await run('identities', 'accept', 'demo')
    assert.match(readFileSync(join(cwd, 'cordon-identities.json'), 'utf8'), /"repositoryId": "9999",\n/)
    assert.equal((await release('1.1', { build: { repositoryId: '9999' } })).exit, 0)
    writeFileSync(join(cwd, 'cordon-identities.json'), text.slice(0, 200))
    assert.equal((await release('1.1', { build: {} })).exit, 4)
    assert.equal((await run('identities', 'list')).exit, 4)
  })
})
