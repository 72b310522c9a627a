/**
 * A release from its workflow to who installs it, all on loopback: a throw-away authority, certificate log, logs and clock sign it, an
 * index serves it, and `cordon verify` judges what was downloaded. Every way of cheating has its code.
 */
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
  type ProvenanceOptions,
  provenancePath,
  publisherOfBuild,
  type ServerFault,
  startReleaseIndex,
  temporaryFolder,
} from '@cordon/testkit'
import { runMain } from './run-main.ts'

const instance = madeSigstore()
const build = githubBuild()
const identity = 'github:example/demo#release.yml'
const { wheel, sdist } = madeRelease('demo', '1.0')

/** Downloads a file and its provenance as they are served, and verifies them. */
async function verifyServed(t: TestContext, served: IndexedFile, who = identity) {
  const index = await startReleaseIndex(t, [served])
  const cwd = temporaryFolder(t)
  const file = await fetch(new URL(`../files/${served.filename}`, index.url))
  writeFileSync(join(cwd, served.filename), new Uint8Array(await file.arrayBuffer()))
  const provenance = await fetch(index.provenanceUrl(served.filename))
  if (provenance.status === 200) writeFileSync(join(cwd, `${served.filename}.provenance`), await provenance.text())
  writeFileSync(join(cwd, 'root.json'), instance.trustedRoot)
  const words = ['verify', served.filename, '--identity', who, '--trusted-root', 'root.json', '--format', 'json']
  const ran = await runMain(words, { cwd, cache: temporaryFolder(t) })
  assert.equal(ran.stderr, '')
  const [answer] = JSON.parse(ran.stdout).files
  return {
    exit: ran.exit,
    answer: answer.answer,
    codes: answer.attestations.map((each: { code?: string }) => each.code),
  }
}

/** A lock pins what the index serves; who vouches for it is asked of the index. */
async function verifyLocked(t: TestContext, served: IndexedFile, fault: ServerFault | null = null) {
  const index = await startReleaseIndex(t, [served])
  if (fault !== null) index.fail(provenancePath(served.filename), fault)
  const cwd = temporaryFolder(t)
  writeFileSync(join(cwd, 'root.json'), instance.trustedRoot)
  const hashes = `hashes = { sha256 = "${served.sha256}" }`
  const wheels = `wheels = [{ name = "${served.filename}", url = "https://files.example.invalid/x", ${hashes} }]`
  const version = /-(\d+\.\d+)/.exec(served.filename)?.[1]
  const lock = `lock-version = "1.0"\ncreated-by = "a test"\n\n[[packages]]\nname = "demo"\nversion = "${version}"\n${wheels}\n`
  writeFileSync(join(cwd, 'pylock.toml'), lock)
  const words = ['verify', 'pylock.toml', '--index-url', index.url, '--identity', identity]
  const place = { cwd, cache: temporaryFolder(t), loopback: true }
  const ran = await runMain([...words, '--trusted-root', 'root.json', '--format', 'json'], place)
  const [found] = JSON.parse(ran.stdout).packages[0].files
  return { exit: ran.exit, state: found.state, codes: found.failures.map((each: { code: string }) => each.code) }
}

function provenance(options: ProvenanceOptions = {}, file = wheel): object {
  return madeProvenance(instance, file, build, options)
}

describe('a release that was signed and served', () => {
  it('is accepted: wheel and source distribution, with SLSA provenance, whichever log has it', async (t) => {
    for (const file of [wheel, sdist])
      for (const log of ['first', 'second'] as const) {
        const served = { ...file, provenance: provenance({ slsa: true, signing: { log } }, file) }
        const { exit, answer, codes } = await verifyServed(t, served)
        assert.deepEqual([exit, answer, codes], [0, 'verified', [undefined, undefined]])
      }
  })

  it('is accepted in a lock, asked of its index', async (t) => {
    const served = { ...wheel, provenance: provenance({ slsa: true }) }
    assert.deepEqual(await verifyLocked(t, served), { exit: 0, state: 'verified', codes: [] })
  })

  it('is not known when the index does not answer, and missing only when its page says so', async (t) => {
    const served = { ...wheel, provenance: provenance() }
    for (const fault of [
      { kind: 'status', status: 403 },
      { kind: 'status', status: 404 },
      { kind: 'status', status: 429, retryAfter: 3600 },
    ] as const) {
      const answer = await verifyLocked(t, served, fault)
      assert.deepEqual(answer, { exit: 4, state: 'unknown', codes: ['provenance-unavailable'] }, String(fault.status))
    }
    const silent = await verifyLocked(t, { ...wheel, provenance: null })
    assert.deepEqual([silent.exit, silent.state], [4, 'missing'])
  })

  it('is not known to be anybody’s when the index gives nothing', async (t) => {
    const { exit, answer } = await verifyServed(t, { ...wheel, provenance: null })
    assert.deepEqual([exit, answer], [4, 'unknown'])
  })

  const other = madeRelease('demo', '1.0', { 'demo/__init__.py': 'version = "another"\n' }).wheel
  const stranger = madeProvenance(instance, wheel, githubBuild({ repository: 'example/demo-fork' }))
  const claimed = publisherOfBuild(githubBuild({ repository: 'example/famous' }))
  const cases: readonly (readonly [string, string, IndexedFile])[] = [
    ['another file under its name', 'subject-digest', { ...other, provenance: provenance() }],
    ['what vouches for another file name', 'subject-name', { ...wheel, provenance: provenance({}, sdist) }],
    [
      'what vouches for the same bytes under the name of an older version',
      'subject-name',
      { ...wheel, filename: 'demo-0.9-py3-none-any.whl', provenance: provenance() },
    ],
    ['another identity', 'identity-mismatch', { ...wheel, provenance: stranger }],
    [
      'a certificate that had expired',
      'cert-chain',
      { ...wheel, provenance: provenance({ signing: { signedAfter: 3600 } }) },
    ],
    [
      'a certificate that had expired, by the clock',
      'cert-chain',
      { ...wheel, provenance: provenance({ signing: { signedAfter: 3600, log: 'second' } }) },
    ],
    ['no log entry', 'malformed', { ...wheel, provenance: provenance({ signing: { log: 'none' } }) }],
    [
      'a log entry of another certificate',
      'tlog-body-mismatch',
      { ...wheel, provenance: provenance({ signing: { otherInLog: true } }) },
    ],
    ['no signed time', 'no-signed-time', { ...wheel, provenance: provenance({ signing: { promised: false } }) }],
    ['a certificate in no log', 'sct', { ...wheel, provenance: provenance({ signing: { logged: false } }) }],
    [
      'the signature of another instance',
      'cert-chain',
      { ...wheel, provenance: madeProvenance(madeSigstore(), wheel, build) },
    ],
    [
      'an index that lies about who published it',
      'publisher-claim-mismatch',
      { ...wheel, provenance: provenance({ publisher: claimed }) },
    ],
    [
      'an index that names a publisher nobody can check',
      'unknown-publisher-kind',
      { ...wheel, provenance: provenance({ publisher: { kind: 'Forge', repository: 'example/demo' } }) },
    ],
    ['a page in place of the provenance', 'malformed', { ...wheel, provenance: '<!DOCTYPE html>' }],
  ]
  for (const [name, code, served] of cases)
    it(`is refused in a lock with ${name}: ${code}`, async (t) => {
      const { exit, state, codes } = await verifyLocked(t, served)
      assert.deepEqual(codes, [code])
      assert.deepEqual([exit, state], code === 'unknown-publisher-kind' ? [4, 'unknown'] : [1, 'failed'])
    })

  for (const [name, code, served] of cases)
    it(`is refused with ${name}: ${code}`, async (t) => {
      const { exit, answer, codes } = await verifyServed(t, served)
      assert.deepEqual(codes, [code])
      // A kind of publisher that is not known says nothing against a file.
      assert.deepEqual([exit, answer], code === 'unknown-publisher-kind' ? [4, 'unknown'] : [1, 'failed'])
    })
})
