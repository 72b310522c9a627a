/** Several instances of Sigstore, one without logs, and files of several roots: each counts as a whole, or not at all. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { githubBuild, type MadeSigning, madeSigstore, publishStatement, signingOf } from '@cordon/testkit'
import { defaultTrustedInstance, parseTrustedRoot, parseTrustedRoots, verifyDocument } from '../src/index.ts'
import { codeOf } from './code-of.ts'

const sha256 = 'a'.repeat(64)
const file = { filename: 'demo-1.0.tar.gz', sha256 }
const subject = { name: file.filename, sha256 }
const [first, second, logless] = [madeSigstore(), madeSigstore(), madeSigstore({ logs: false })]
const honest = { ...signingOf(githubBuild()), statement: publishStatement(file) }

function result(document: object, ...roots: readonly string[]): string | undefined {
  const trust = { instances: roots.map(parseTrustedRoot) }
  const [outcome] = verifyDocument(JSON.stringify(document), { subject, trust, identities: [] })
  return outcome?.kind === 'failed' ? outcome.code : (outcome?.attestation.kind ?? undefined)
}

/** A root with some of its lists out of another. */
function mixed(base: string, from: string, ...lists: readonly string[]): string {
  const other = JSON.parse(from)
  return JSON.stringify({ ...JSON.parse(base), ...Object.fromEntries(lists.map((list) => [list, other[list]])) })
}

describe('several instances', () => {
  it('take what any of them vouches for, whatever their order', () => {
    for (const maker of [first, second])
      for (const order of [
        [first, second],
        [second, first],
      ])
        assert.equal(result(maker.bundle(honest), ...order.map((each) => each.trustedRoot)), 'pypi-publish-v1')
  })

  it('say which of them it was', () => {
    const trust = { instances: [defaultTrustedInstance(), parseTrustedRoot(first.trustedRoot)] }
    const text = JSON.stringify(first.bundle(honest))
    const [outcome] = verifyDocument(text, { subject, trust, identities: [] })
    assert.equal(outcome?.kind === 'verified' && outcome.attestation.instance, 'fulcio.example.invalid')
  })

  it('never lend each other a log, a certificate log or a clock', () => {
    const bundle = first.bundle(honest)
    // What each lacks the other has: together they would hold all of it.
    const noLog = mixed(first.trustedRoot, second.trustedRoot, 'tlogs')
    const onlyLog = mixed(second.trustedRoot, first.trustedRoot, 'tlogs')
    assert.equal(result(bundle, noLog, onlyLog), 'tlog-inclusion')
    const noCertificateLog = mixed(first.trustedRoot, second.trustedRoot, 'ctlogs')
    const onlyCertificateLog = mixed(second.trustedRoot, first.trustedRoot, 'ctlogs')
    assert.equal(result(bundle, noCertificateLog, onlyCertificateLog), 'sct')
    const late = first.bundle({ ...honest, log: 'second' })
    const noClock = mixed(first.trustedRoot, second.trustedRoot, 'timestampAuthorities')
    const onlyClock = mixed(second.trustedRoot, first.trustedRoot, 'timestampAuthorities')
    assert.equal(result(late, noClock, onlyClock), 'cert-chain')
  })

  it('fail with the code of the one in which it came furthest', () => {
    const unlogged = first.bundle({ ...honest, logged: false })
    for (const order of [
      [first, second],
      [second, first],
    ])
      assert.equal(result(unlogged, ...order.map((each) => each.trustedRoot)), 'sct')
  })

  it('may be none, and then nothing holds', () => {
    assert.equal(result(first.bundle(honest)), 'bad-trusted-root')
  })
})

describe('a log that was closed', () => {
  const closed = (end: string): string => {
    const root = JSON.parse(first.trustedRoot)
    for (const log of root.tlogs) log.publicKey.validFor.end = end
    return JSON.stringify(root)
  }

  it('proves what was signed until then, and nothing after', () => {
    for (const log of ['first', 'second'] as const) {
      const bundle = first.bundle({ ...honest, log })
      assert.equal(result(bundle, closed('2026-01-02T03:05:05Z')), 'pypi-publish-v1')
      assert.equal(result(bundle, closed('2026-01-02T03:05:04Z')), 'tlog-inclusion')
    }
  })
})

describe('an instance without logs', () => {
  it('takes what its own authority issued and its own clock has seen', () => {
    const { hasLogs, hasCertificateLogs } = parseTrustedRoot(logless.trustedRoot)
    assert.deepEqual([hasLogs, hasCertificateLogs], [false, false])
    assert.equal(result(logless.bundle(honest), logless.trustedRoot), 'pypi-publish-v1')
    const bytes = Buffer.from('a file')
    const digest = createHash('sha256').update(bytes).digest('hex')
    const options = { subject: { name: 'x', sha256: digest }, identities: [] }
    const trust = { instances: [parseTrustedRoot(logless.trustedRoot)] }
    const [outcome] = verifyDocument(JSON.stringify(logless.signFile(bytes)), { ...options, trust })
    assert.equal(outcome?.kind, 'verified')
  })

  const cases: readonly (readonly [string, string, MadeSigning])[] = [
    ['no clock', 'no-signed-time', { timestamped: false }],
    ['a clock that says the certificate had expired', 'cert-chain', { signedAfter: 3600 }],
    ['an entry of a log that is not its own', 'tlog-inclusion', { log: 'first', timestamped: true }],
    ['a log of somebody as its only clock', 'tlog-inclusion', { log: 'first' }],
    ['a certificate for anything', 'cert-eku', { usage: null }],
  ]
  for (const [name, code, signing] of cases)
    it(`takes nothing with ${name}: ${code}`, () =>
      assert.equal(result(logless.bundle({ ...honest, ...signing }), logless.trustedRoot), code))

  it('lowers no demand of another', () => {
    const roots = [logless.trustedRoot, first.trustedRoot]
    assert.equal(result(first.bundle({ ...honest, log: 'none' }), ...roots), 'tlog-inclusion')
    assert.equal(result(first.bundle({ ...honest, logged: false, log: 'none' }), ...roots), 'sct')
    assert.equal(result(logless.bundle(honest), first.trustedRoot), 'no-signed-time')
  })

  it('cannot be made of one with logs by taking only some of them away', () => {
    const root = JSON.parse(first.trustedRoot)
    const bundle = first.bundle({ ...honest, logged: false, timestamped: true })
    assert.equal(result(bundle, JSON.stringify({ ...root, ctlogs: [] })), 'sct')
    assert.equal(
      codeOf(() => parseTrustedRoot(JSON.stringify({ ...root, tlogs: [], timestampAuthorities: [] }))),
      'bad-trusted-root',
    )
  })
})

describe('trusted roots in lines', () => {
  const lines = `${first.trustedRoot}\n${logless.trustedRoot}\n`

  it('are instances of their own', () => {
    const instances = parseTrustedRoots(lines)
    assert.deepEqual(
      instances.map(({ hasLogs }) => hasLogs),
      [true, false],
    )
    assert.equal(new Set(instances.map(({ digest }) => digest)).size, 2)
  })

  it('may be one, over several lines', () => {
    assert.equal(parseTrustedRoots(JSON.stringify(JSON.parse(first.trustedRoot), null, 2)).length, 1)
    assert.equal(parseTrustedRoots(first.trustedRoot).length, 1)
  })

  it('are refused whole when one of them cannot be used', () => {
    for (const text of [`${lines}{"mediaType":"x"}`, `${lines}not JSON`, '', '\n', lines.repeat(9)])
      assert.equal(
        codeOf(() => parseTrustedRoots(text)),
        'bad-trusted-root',
      )
  })
})
