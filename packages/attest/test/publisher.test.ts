import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { mismatch, publisherOf, readPublisher } from '@cordon/attest/identities'
import type { SignerIdentity } from '@cordon/model'
import fc from 'fast-check'

const commit = 'c0ffee'.padEnd(40, '0')
const github: SignerIdentity = {
  subject: 'https://github.com/example/demo/.github/workflows/release.yml@refs/tags/v1',
  issuer: 'https://token.actions.githubusercontent.com',
  facts: {
    sourceRepository: 'https://github.com/example/demo',
    sourceRef: 'refs/tags/v1',
    sourceCommit: commit,
    buildConfigUri: 'https://github.com/example/demo/.github/workflows/release.yml@refs/tags/v1',
  },
}
const gitlab: SignerIdentity = {
  subject: 'https://gitlab.com/group/sub/demo//ci/release.yml@refs/heads/main',
  issuer: 'https://gitlab.com',
  facts: {
    sourceRepository: 'https://gitlab.com/group/sub/demo',
    sourceRef: 'refs/heads/main',
    sourceCommit: commit,
    buildConfigUri: `https://gitlab.com/group/sub/demo//ci/release.yml@${commit}`,
    environment: 'pypi',
  },
}

describe('the publisher of a certificate', () => {
  it('is written as an index writes it', () => {
    const claims = { repository: 'example/demo', workflow: 'release.yml' }
    assert.deepEqual(publisherOf(github), { kind: 'GitHub', claims })
    const inPlace = { ...github, facts: { ...github.facts, environment: 'pypi' } }
    assert.deepEqual(publisherOf(inPlace), { kind: 'GitHub', claims: { ...claims, environment: 'pypi' } })
    assert.deepEqual(publisherOf(gitlab), {
      kind: 'GitLab',
      claims: { repository: 'group/sub/demo', workflow_filepath: 'ci/release.yml', environment: 'pypi' },
    })
    const person = { subject: 'ci@example.invalid', issuer: 'https://accounts.google.com', facts: {} }
    assert.deepEqual(publisherOf(person), { kind: 'Google', claims: { email: 'ci@example.invalid' } })
  })

  it('is none of a key, of another issuer, or of a workflow that is not said', () => {
    const without = (facts: SignerIdentity['facts']): SignerIdentity => ({ ...github, facts })
    for (const identity of [
      null,
      { ...github, issuer: 'https://ci.example.invalid' },
      { ...gitlab, issuer: github.issuer },
      without({ ...github.facts, buildConfigUri: 'https://github.com/example/demo/.github/workflows/x.yml@other' }),
      without({ ...github.facts, sourceRepository: 'https://github.com/example/de' }),
      without({}),
    ])
      assert.equal(publisherOf(identity), null)
  })

  it('asks for the certificate that it was taken from, whatever that says', () => {
    const text = fc.constantFrom('', 'a', 'a/b', '@', 'x@y', '//', 'refs/tags/v1', commit, 'https://github.com/a/b')
    const uri = fc
      .tuple(text, fc.constantFrom('/.github/workflows/', '//'), text, text)
      .map(([a, b, c, d]) => `${a}${b}${c}@${d}`)
    const identity = fc.record({
      subject: text,
      issuer: fc.constantFrom(github.issuer, gitlab.issuer, 'https://accounts.google.com', 'other'),
      facts: fc.record({
        sourceRepository: text,
        sourceRef: text,
        sourceCommit: text,
        buildConfigUri: uri,
        environment: text,
      }),
    })
    fc.assert(
      fc.property(identity, (each) => {
        const publisher = publisherOf(each)
        if (publisher === null) return
        const { demand } = readPublisher({ kind: publisher.kind, ...publisher.claims })
        assert.ok(demand !== null && mismatch(each, demand) === null)
      }),
    )
  })
})
