/** A throw-away instance signs a release; what holds is told, and each way of cheating has its code. No data from outside is needed. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { githubBuild, type MadeAttestation, madeSigstore, signingOf, slsaStatement } from '@cordon/testkit'
import { defaultTrustedInstance, parseIdentity, parseTrustedRoot, verifyDocument } from '../src/index.ts'
import { bundleOf } from '../src/pep740.ts'
import { mutations } from './mutations.ts'

const sha256 = 'a'.repeat(64)
const file = { name: 'demo-1.0.tar.gz', sha256 }
const config = 'https://github.com/example/demo/.github/workflows/release.yml@refs/tags/v1'
const github = {
  8: 'https://token.actions.githubusercontent.com',
  12: 'https://github.com/example/demo',
  14: 'refs/tags/v1',
  18: config,
  20: 'push',
}
const published = {
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: file.name, digest: { sha256 } }],
  predicateType: 'https://docs.pypi.org/attestations/publish/v1',
  predicate: null,
}
const honest: MadeAttestation = { statement: published, extensions: github, subject: config }

const instance = madeSigstore()
const trusted = parseTrustedRoot(instance.trustedRoot)

function result(document: object, subject = file, identity?: string): string | null {
  const identities = identity === undefined ? [] : [parseIdentity(identity)]
  const [outcome, ...more] = verifyDocument(JSON.stringify(document), {
    subject,
    trust: { instances: [trusted] },
    identities,
  })
  assert.deepEqual(more, [])
  assert.ok(outcome !== undefined)
  return outcome.kind === 'verified' ? outcome.attestation.kind : outcome.code
}

describe('an attestation of a throw-away instance', () => {
  it('holds, for the file it names and for who signed it', () => {
    assert.equal(result(instance.attest(honest)), 'pypi-publish-v1')
    assert.equal(result(instance.attest(honest), file, 'github:example/demo#release.yml'), 'pypi-publish-v1')
    assert.equal(result(instance.attest(honest), file, config), 'pypi-publish-v1')
  })

  it('does not hold in another instance', () => {
    const options = { subject: file, trust: { instances: [defaultTrustedInstance()] }, identities: [] }
    const [outcome] = verifyDocument(JSON.stringify(instance.attest(honest)), options)
    assert.equal(outcome?.kind === 'failed' && outcome.code, 'cert-chain')
  })

  it('does not hold when replayed for another file', () => {
    assert.equal(result(instance.attest(honest), { ...file, name: 'demo-1.1.tar.gz' }), 'subject-name')
    assert.equal(result(instance.attest(honest), { ...file, sha256: 'b'.repeat(64) }), 'subject-digest')
  })

  it('does not hold for another identity', () => {
    assert.equal(result(instance.attest(honest), file, 'github:example/dem'), 'identity-mismatch')
    assert.equal(result(instance.attest(honest), file, 'github:example/demo#other.yml'), 'identity-mismatch')
    assert.equal(result(instance.attest(honest), file, config.slice(0, -1)), 'identity-mismatch')
  })

  it('holds however its time is signed, and with SLSA provenance', () => {
    const build = githubBuild()
    const slsa = slsaStatement({ filename: file.name, sha256 }, build)
    for (const how of [{}, { timestamped: true }, { promised: false, timestamped: true }, { log: 'second' } as const]) {
      assert.equal(result(instance.attest({ ...honest, ...how })), 'pypi-publish-v1')
      assert.equal(result(instance.bundle({ ...honest, ...how })), 'pypi-publish-v1')
      assert.equal(result(instance.attest({ ...signingOf(build), ...how, statement: slsa })), 'slsa-provenance-v1')
    }
    const bytes = Buffer.from('any bytes')
    const digest = createHash('sha256').update(bytes).digest('hex')
    assert.equal(result(instance.signFile(bytes), { ...file, sha256: digest }), 'signature')
    assert.equal(result(instance.signFile(bytes), file), 'signature')
  })

  it('reads facts of any length', () => {
    for (const length of [1, 127, 128, 255, 256, 5000]) {
      const place = `https://github.com/${'x'.repeat(length)}`
      const document = instance.attest({ ...honest, extensions: { ...github, 12: place } })
      const options = { subject: file, trust: { instances: [trusted] }, identities: [] }
      const [outcome] = verifyDocument(JSON.stringify(document), options)
      assert.equal(outcome?.kind === 'verified' && outcome.attestation.identity?.facts.sourceRepository, place)
    }
  })

  const cheats: readonly (readonly [string, string, Partial<MadeAttestation>])[] = [
    ['a certificate that had expired', 'cert-chain', { signedAfter: 3600 }],
    ['a certificate that was not yet valid', 'cert-chain', { signedAfter: -60 }],
    ['a certificate for servers', 'cert-eku', { usage: '1.3.6.1.5.5.7.3.1' }],
    ['a certificate for anything', 'cert-eku', { usage: null }],
    ['a certificate of an authority', 'cert-eku', { authority: true }],
    ['a log that does not promise when it took it', 'no-signed-time', { promised: false }],
    ['a log of the second kind and no clock', 'no-signed-time', { log: 'second', timestamped: false }],
    ['a clock that says the certificate had expired', 'cert-chain', { log: 'second', signedAfter: 3600 }],
    ['no log', 'malformed', { log: 'none' }],
    ['a certificate that no log has', 'sct', { logged: false }],
    ['a log entry for another certificate of the same key', 'tlog-body-mismatch', { otherInLog: true }],
    ['two files', 'statement', { statement: { ...published, subject: [...published.subject, ...published.subject] } }],
    ['another type', 'predicate-type', { statement: { ...published, predicateType: 'https://openvex.dev/ns' } }],
    ['an unknown type', 'predicate-type', { statement: { ...published, predicateType: 'https://example.invalid/x' } }],
    ['a predicate that must be empty', 'predicate', { statement: { ...published, predicate: { a: 1 } } }],
    [
      'a provenance that lies about its builder',
      'predicate',
      {
        statement: {
          ...published,
          predicateType: 'https://slsa.dev/provenance/v1',
          predicate: {
            buildDefinition: {
              buildType: 'https://actions.github.io/buildtypes/workflow/v1',
              externalParameters: { workflow: { repository: 'https://github.com/example/trusted' } },
            },
            runDetails: { builder: { id: 'https://example.invalid/builder' } },
          },
        },
      },
    ],
  ]
  for (const [name, code, more] of cheats)
    it(`does not hold with ${name}`, () => assert.equal(result(instance.attest({ ...honest, ...more })), code))

  it('bears out what an index says of its publisher, or not', () => {
    const provenance = (publisher: object) => ({
      version: 1,
      attestation_bundles: [{ publisher, attestations: [instance.attest(honest)] }],
    })
    const publisher = { kind: 'GitHub', repository: 'example/demo', workflow: 'release.yml', environment: null }
    assert.equal(result(provenance(publisher)), 'pypi-publish-v1')
    assert.equal(result(provenance({ ...publisher, repository: 'example/other' })), 'publisher-claim-mismatch')
    const deployed = { ...honest, extensions: { ...github, 23: 'PyPI' } }
    const from = (environment: string | null) => ({
      version: 1,
      attestation_bundles: [{ publisher: { ...publisher, environment }, attestations: [instance.attest(deployed)] }],
    })
    for (const same of ['pypi', 'PyPI', '', null]) assert.equal(result(from(same)), 'pypi-publish-v1')
    assert.equal(result(from('testing')), 'publisher-claim-mismatch')
    assert.equal(result(provenance({ ...publisher, environment: 'pypi' })), 'pypi-publish-v1')
    assert.equal(result(provenance({ kind: 'Forge', repository: 'example/demo' })), 'unknown-publisher-kind')
  })

  for (const { name, code, change } of mutations)
    it(`does not hold when changed: ${name}`, () => {
      const attestation = instance.attest(honest)
      change(attestation)
      assert.equal(result(attestation), code)
    })
})

it('leaves unread what a bundle says beyond its file when only the signature is asked for', () => {
  const lying = instance.attest({ ...honest, statement: { ...published, predicate: { a: 1 } } })
  const bundle = JSON.stringify(bundleOf(lying as never))
  const options = { subject: file, trust: { instances: [trusted] }, identities: [] }
  const codes = [bundle, JSON.stringify(lying)].flatMap((text) =>
    [false, true].map((signatureOnly) => {
      const [outcome] = verifyDocument(text, { ...options, signatureOnly })
      return outcome?.kind === 'failed' ? outcome.code : outcome?.kind
    }),
  )
  assert.deepEqual(codes, ['predicate', 'verified', 'predicate', 'predicate'])
})
