/** Real attestations: those of production hold, those of staging do not, and no change to one goes unnoticed. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { sharedData, withoutSharedData } from '@cordon/testkit'
import {
  type AttestationOutcome,
  anyone,
  defaultTrustedInstance,
  type IdentityDemand,
  parseIdentity,
  parseTrustedRoot,
  verifyDocument,
} from '../src/index.ts'
import { firstAttestation, mutations } from './mutations.ts'

const folder = sharedData('attestations')
const skip = folder === null ? withoutSharedData('attestations') : false
const digests = {
  'pypi_attestations-0.0.19.tar.gz': '9bb1add04b1b4e182be6b0b80931593f7a291eb49d69b4fd728a5d4cbcdc4bd3',
  'gitlab_oidc_project-0.0.3.tar.gz': null,
  'rfc8785-0.1.2-py3-none-any.whl': null,
} as const
type FileName = keyof typeof digests

function textOf(name: string): string {
  return readFileSync(join(folder ?? '', name), 'utf8')
}

/** The digest that a document claims: the file itself does not lie there. */
function claimedDigest(text: string): string {
  const { envelope } = firstAttestation(text) as { envelope: { statement: string } }
  const statement = JSON.parse(Buffer.from(envelope.statement, 'base64').toString('utf8'))
  return statement.subject[0].digest.sha256
}

function run(text: string, name: string, more: { sha256?: string; identities?: readonly IdentityDemand[] } = {}) {
  return verifyDocument(text, {
    subject: { name, sha256: more.sha256 ?? claimedDigest(text) },
    trust: { instances: [defaultTrustedInstance()] },
    identities: more.identities ?? [],
  })
}

function resultsOf(outcomes: readonly AttestationOutcome[]): readonly (string | null)[] {
  return outcomes.map((outcome) => (outcome.kind === 'verified' ? outcome.attestation.kind : outcome.code))
}

describe('real attestations', { skip }, () => {
  const sdist: FileName = 'pypi_attestations-0.0.19.tar.gz'
  const gitlab: FileName = 'gitlab_oidc_project-0.0.3.tar.gz'
  const staged: FileName = 'rfc8785-0.1.2-py3-none-any.whl'

  it('hold when production has signed them', () => {
    const publish = `${sdist}.publish.attestation`
    assert.equal(claimedDigest(textOf(publish)), digests[sdist])
    assert.deepEqual(resultsOf(run(textOf(publish), sdist)), ['pypi-publish-v1'])
    assert.deepEqual(resultsOf(run(textOf(`${sdist}.slsa.attestation`), sdist)), ['slsa-provenance-v1'])
    assert.deepEqual(resultsOf(run(textOf(`${sdist}.provenance`), sdist)), ['pypi-publish-v1'])
    assert.deepEqual(resultsOf(run(textOf(`${gitlab}.publish.attestation`), gitlab)), ['pypi-publish-v1'])
  })

  it('say who signed, from the certificate', () => {
    const [outcome] = run(textOf(`${sdist}.provenance`), sdist)
    assert.ok(outcome?.kind === 'verified')
    assert.equal(outcome.attestation.identity?.issuer, 'https://token.actions.githubusercontent.com')
    assert.equal(outcome.attestation.identity?.facts.sourceRepositoryId, '772247423')
    assert.equal(outcome.attestation.identity?.facts.trigger, 'release')
    assert.deepEqual(outcome.attestation.times, ['2024-12-04T23:14:01.000Z'])
    assert.equal(outcome.attestation.publisher?.place, 'trailofbits/pypi-attestations')
  })

  it('do not hold when staging has signed them', () => {
    for (const ending of ['attestation', 'publish.attestation'])
      assert.deepEqual(resultsOf(run(textOf(`${staged}.${ending}`), staged)), ['cert-chain'])
  })

  it('hold against the trusted root that is named, which is the embedded one', () => {
    const instance = parseTrustedRoot(textOf('trusted-roots/production.trusted_root.json'))
    const text = textOf(`${sdist}.publish.attestation`)
    const subject = { name: sdist, sha256: claimedDigest(text) }
    assert.deepEqual(resultsOf(verifyDocument(text, { subject, trust: { instances: [instance] }, identities: [] })), [
      'pypi-publish-v1',
    ])
  })

  it('are about one file', () => {
    const text = textOf(`${sdist}.publish.attestation`)
    assert.deepEqual(resultsOf(run(text, sdist, { sha256: '0'.repeat(64) })), ['subject-digest'])
    assert.deepEqual(resultsOf(run(text, 'pypi_attestations-0.0.20.tar.gz')), ['subject-name'])
    assert.deepEqual(resultsOf(run(text, 'pypi_attestations-0.0.19.zip')), ['subject-name'])
    assert.deepEqual(resultsOf(run(text, 'PyPI.Attestations-0.0.19.tar.gz')), ['pypi-publish-v1'], 'another spelling')
  })

  it('are by who is asked for, and by nobody like them', () => {
    const text = textOf(`${sdist}.publish.attestation`)
    const by = (...identities: readonly IdentityDemand[]) => resultsOf(run(text, sdist, { identities }))[0]
    assert.equal(by(parseIdentity('github:trailofbits/pypi-attestations#release.yml')), 'pypi-publish-v1')
    assert.equal(by(parseIdentity('github:trailofbits/pypi-attestation')), 'identity-mismatch')
    assert.equal(by(parseIdentity('github:trailofbits/pypi-attestations#elease.yml')), 'identity-mismatch')
    assert.equal(by(parseIdentity('gitlab:trailofbits/pypi-attestations')), 'identity-mismatch')
    assert.equal(
      by(parseIdentity('https://github.com/trailofbits/pypi-attestations')),
      'identity-mismatch',
      'no prefix',
    )
    assert.equal(by(parseIdentity('.*')), 'identity-mismatch', 'no pattern')
    assert.equal(by({ ...anyone, issuer: 'https://gitlab.com' }), 'identity-mismatch')
    assert.equal(
      by(parseIdentity('google:a@example.org'), parseIdentity('github:trailofbits/pypi-attestations')),
      'pypi-publish-v1',
    )
  })

  it('do not bear out an index that lies about the publisher', () => {
    const provenance = JSON.parse(textOf(`${sdist}.provenance`))
    const [bundle] = provenance.attestation_bundles
    const said = (publisher: object) =>
      resultsOf(run(JSON.stringify({ ...provenance, attestation_bundles: [{ ...bundle, publisher }] }), sdist))[0]
    assert.equal(said({ ...bundle.publisher, repository: 'example/other' }), 'publisher-claim-mismatch')
    assert.equal(said({ ...bundle.publisher, workflow: 'other.yml' }), 'publisher-claim-mismatch')
    assert.equal(said({ ...bundle.publisher, environment: '' }), 'pypi-publish-v1')
    assert.equal(said({ ...bundle.publisher, environment: null }), 'pypi-publish-v1')
    assert.equal(said({ kind: 'Forge', repository: 'example/other' }), 'unknown-publisher-kind')
    assert.equal(said({ kind: 'GitHub' }), 'malformed')
  })

  for (const { name, code, change } of mutations)
    it(`fail when changed: ${name}`, () => {
      const text = textOf(`${sdist}.publish.attestation`)
      const attestation: unknown = JSON.parse(text)
      change(attestation)
      assert.deepEqual(resultsOf(run(JSON.stringify(attestation), sdist, { sha256: claimedDigest(text) })), [code])
    })

  it('fail when a log entry was made for another certificate', () => {
    const text = textOf(`${sdist}.publish.attestation`)
    const attestation = JSON.parse(text)
    attestation.verification_material.certificate = JSON.parse(
      textOf(`${sdist}.slsa.attestation`),
    ).verification_material.certificate
    const [outcome] = run(JSON.stringify(attestation), sdist)
    assert.equal(outcome?.kind === 'failed' && outcome.code, 'signature')
  })
})
