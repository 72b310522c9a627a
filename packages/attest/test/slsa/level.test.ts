/** Every row of the level table, and what must not raise a level. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SignerFact, TrustedBuilder, Vouching } from '@cordon/model'
import { slsaLevelOf } from '../../src/index.ts'

const repository = 'https://github.com/example/demo'
const own = `${repository}/.github/workflows/release.yml@refs/tags/v1`
const generator = 'https://github.com/slsa-framework/slsa-github-generator/.github/workflows'
const github = 'https://token.actions.githubusercontent.com'
const facts = {
  buildSignerUri: own,
  buildConfigUri: own,
  sourceRepository: repository,
  sourceCommit: 'c0ffee'.repeat(6).concat('c0ff'),
  sourceRef: 'refs/tags/v1',
  runnerEnvironment: 'github-hosted',
}

interface Made {
  readonly kind?: string
  readonly issuer?: string
  readonly subject?: string
  readonly builder?: string
  readonly facts?: Readonly<Partial<Record<SignerFact, string | undefined>>>
}

function vouching({
  kind = 'slsa-provenance-v1',
  issuer = github,
  subject,
  builder,
  facts: changed,
}: Made = {}): Vouching {
  const all = Object.entries({ ...facts, ...changed }).filter(
    (pair): pair is [SignerFact, string] => pair[1] !== undefined,
  )
  const known = Object.fromEntries(all) as Partial<Record<SignerFact, string>>
  const signer = known.buildSignerUri ?? subject ?? ''
  return {
    kind,
    predicateType: null,
    facts: kind.startsWith('slsa') ? [{ name: 'builder', value: builder ?? signer }] : [],
    identity: { subject: subject ?? signer, issuer, facts: known },
    times: [],
    publisher: null,
  }
}

function called(workflow: string, more: Made = {}): Vouching {
  return vouching({ ...more, facts: { buildSignerUri: workflow, ...more.facts } })
}

function of(...made: readonly Vouching[]): string {
  const { level, reasons } = slsaLevelOf(made)
  return `${level} ${reasons.map(({ code }) => code).join(' ')}`
}

const builders = 'https://github.com/example/builders/.github/workflows/python.yml'
const declared: TrustedBuilder = {
  signer: builders,
  issuer: github,
  id: null,
  level: 3,
  refs: 'tag-or-commit',
  selfHosted: false,
}
const commit = 'a'.repeat(40)
const noFacts = Object.fromEntries(Object.keys(facts).map((name) => [name, undefined]))
const gitlab = {
  issuer: 'https://gitlab.com',
  builder: 'https://gitlab.com/example/demo/-/runners/7',
  facts: {
    sourceRepository: 'https://gitlab.com/example/demo',
    buildSignerUri: 'https://gitlab.com/example/demo//.gitlab-ci.yml@refs/tags/v1',
    buildConfigUri: 'https://gitlab.com/example/demo//.gitlab-ci.yml@refs/tags/v1',
    runnerEnvironment: 'gitlab-hosted',
  },
}
const google = {
  issuer: 'https://accounts.google.com',
  subject: 'builder@demo.iam.gserviceaccount.com',
  builder: 'https://cloudbuild.googleapis.com/GoogleHostedWorker@v1',
  facts: noFacts,
}

describe('the level table', () => {
  const rows: readonly (readonly [string, string, readonly Vouching[]])[] = [
    ['nothing', '0 no-provenance', []],
    ['another kind of statement', '0 no-provenance', [vouching({ kind: 'openvex' })]],
    ['a publish attestation', '1 publisher-authenticated', [vouching({ kind: 'pypi-publish-v1' })]],
    [
      'a publish attestation of a trusted builder',
      '1 publisher-authenticated',
      [called(`${generator}/generator_generic_slsa3.yml@refs/tags/v2.1.0`, { kind: 'pypi-publish-v1' })],
    ],
    ['a publish attestation of a person', '0 publisher-unlocated', [vouching({ ...google, kind: 'pypi-publish-v1' })]],
    ['a workflow of its own', '2 hosted-build', [vouching()]],
    ['provenance 0.2', '2 hosted-build', [vouching({ kind: 'slsa-provenance-v0.2' })]],
    ['self-hosted', '1 runner-self-hosted', [vouching({ facts: { runnerEnvironment: 'self-hosted' } })]],
    [
      'a runner of the other service',
      '1 runner-self-hosted',
      [vouching({ facts: { runnerEnvironment: 'gitlab-hosted' } })],
    ],
    ['no word of the runner', '1 runner-not-said', [vouching({ facts: { runnerEnvironment: undefined } })]],
    ['another builder than signs', '1 builder-not-borne-out', [vouching({ builder: `${builders}@refs/tags/v1` })]],
    [
      'a known builder that only the provenance names',
      '1 builder-not-borne-out',
      [vouching({ builder: `${generator}/generator_generic_slsa3.yml@refs/tags/v2.1.0` })],
    ],
    [
      'the runner as builder',
      '2 hosted-build',
      [vouching({ builder: 'https://github.com/actions/runner/github-hosted' })],
    ],
    ['a foreign workflow', '2 builder-not-trusted', [called(`${builders}@refs/tags/v1`)]],
    ['the generator', '3 builder-trusted', [called(`${generator}/generator_generic_slsa3.yml@refs/tags/v2.1.0`)]],
    [
      'the generator, self-hosted',
      '1 runner-self-hosted',
      [
        called(`${generator}/generator_generic_slsa3.yml@refs/tags/v2.1.0`, {
          facts: { runnerEnvironment: 'self-hosted' },
        }),
      ],
    ],
    ...['refs/heads/main', 'refs/tags/v2', 'refs/tags/v2.1.0-rc.1', commit, ''].map(
      (ref): readonly [string, string, readonly Vouching[]] => [
        `the generator at "${ref}"`,
        '2 builder-not-pinned',
        [called(`${generator}/generator_generic_slsa3.yml@${ref}`)],
      ],
    ),
    [
      'a workflow like the generator',
      '2 builder-not-trusted',
      [called(`${generator}/generator_generic_slsa3.yml.yml@refs/tags/v2.1.0`)],
    ],
    [
      'a repository like the generator',
      '2 builder-not-trusted',
      [
        called(
          'https://github.com/slsa-framework/slsa-github-generator2/.github/workflows/generator_generic_slsa3.yml@refs/tags/v2.1.0',
        ),
      ],
    ],
    [
      'the generator in its own repository',
      '2 hosted-build',
      [
        called(`${generator}/generator_generic_slsa3.yml@refs/tags/v2.1.0`, {
          facts: { buildConfigUri: `${generator}/generator_generic_slsa3.yml@refs/tags/v2.1.0` },
        }),
      ],
    ],
    [
      'the generator by another issuer',
      '1 signer-not-recognised',
      [
        called(`${generator}/generator_generic_slsa3.yml@refs/tags/v2.1.0`, {
          issuer: 'https://issuer.example.invalid',
        }),
      ],
    ],
    [
      'a delegator for a known builder',
      '3 builder-trusted',
      [
        called(`${generator}/delegator_lowperms-generic_slsa3.yml@refs/tags/v2.1.0`, {
          builder: `${generator}/builder_maven_slsa3.yml@refs/tags/v2.1.0`,
        }),
      ],
    ],
    [
      'a delegator for a known builder at a branch',
      '2 builder-not-pinned',
      [
        called(`${generator}/delegator_lowperms-generic_slsa3.yml@refs/tags/v2.1.0`, {
          builder: `${generator}/builder_maven_slsa3.yml@refs/heads/main`,
        }),
      ],
    ],
    [
      'a delegator for another builder',
      '2 builder-not-trusted',
      [
        called(`${generator}/delegator_lowperms-generic_slsa3.yml@refs/tags/v2.1.0`, {
          builder: `${builders}@refs/tags/v1`,
        }),
      ],
    ],
    ['GitLab', '2 hosted-build', [vouching(gitlab)]],
    [
      'GitLab with its own runner',
      '1 runner-self-hosted',
      [vouching({ ...gitlab, facts: { ...gitlab.facts, runnerEnvironment: 'self-hosted' } })],
    ],
    [
      'GitLab with a runner of another project',
      '1 builder-not-borne-out',
      [vouching({ ...gitlab, builder: 'https://gitlab.com/example/other/-/runners/7' })],
    ],
    [
      'GitLab on a machine of its owner',
      '1 signer-not-recognised',
      [vouching({ ...gitlab, issuer: 'https://gitlab.example.invalid' })],
    ],
    ['a Google service account', '1 signer-not-recognised', [vouching(google)]],
    ['a key', '1 signer-not-recognised', [{ ...vouching(), identity: null }]],
    ['the best of several', '2 hosted-build', [vouching({ kind: 'pypi-publish-v1' }), vouching(), vouching(google)]],
  ]
  for (const [name, expected, made] of rows) it(`${name}: ${expected}`, () => assert.equal(of(...made), expected))

  it('says of each what would raise it, but the highest', () => {
    for (const [, , made] of rows) {
      const { level, reasons } = slsaLevelOf(made)
      for (const { text, raise } of reasons) {
        assert.doesNotMatch(text, /\{\}/)
        assert.equal(raise === null, level === 3)
      }
    }
  })
})

describe('declared builders', () => {
  const level = (made: Vouching, builder: TrustedBuilder): number => slsaLevelOf([made], [builder]).level

  it('count when they are called by a tag or commit', () => {
    assert.equal(level(called(`${builders}@refs/tags/v1`), declared), 3)
    assert.equal(level(called(`${builders}@${commit}`), declared), 3)
    assert.equal(level(called(`${builders}@refs/heads/main`), declared), 2)
    assert.equal(level(called(`${builders}@refs/heads/main`), { ...declared, refs: 'any' }), 3)
    assert.equal(level(called(`${builders}@refs/tags/v1`), { ...declared, level: 2 }), 2)
  })

  it('may be a whole repository, and no other that begins like it', () => {
    const whole = { ...declared, signer: 'https://github.com/example/builders' }
    assert.equal(level(called(`${builders}@refs/tags/v1`), whole), 3)
    const other = builders.replace('/builders/', '/builders-not/')
    assert.equal(level(called(`${other}@refs/tags/v1`), whole), 2)
  })

  it('may run on runners of their users only where that is said', () => {
    const made = called(`${builders}@refs/tags/v1`, { facts: { runnerEnvironment: 'self-hosted' } })
    assert.equal(level(made, declared), 1)
    assert.equal(level(made, { ...declared, selfHosted: true }), 3)
  })

  it('are pairs of signer and builder', () => {
    const account: TrustedBuilder = {
      ...declared,
      signer: google.subject,
      issuer: google.issuer,
      id: 'https://cloudbuild.googleapis.com/GoogleHostedWorker',
      refs: 'any',
    }
    assert.equal(level(vouching(google), account), 3)
    assert.equal(level(vouching({ ...google, builder: 'https://example.invalid/builder' }), account), 1)
    assert.equal(level(vouching({ ...google, subject: 'other@demo.iam.gserviceaccount.com' }), account), 1)
    assert.equal(level(vouching({ ...google, issuer: 'https://accounts.example.invalid' }), account), 1)
    const key: TrustedBuilder = { ...account, signer: 'key', issuer: null, id: 'https://ci.example.invalid/builder' }
    const byKey = { ...vouching({ ...google, builder: 'https://ci.example.invalid/builder' }), identity: null }
    assert.equal(level(byKey, key), 3)
    assert.equal(
      level({ ...vouching({ ...google, subject: 'key', builder: 'https://ci.example.invalid/builder' }) }, key),
      1,
    )
  })
})

describe('the build', () => {
  it('is what the certificate says, not what the provenance does', () => {
    const made = vouching()
    const lying = { ...made, facts: [...made.facts, { name: 'source', value: 'https://github.com/example/other' }] }
    const { build } = slsaLevelOf([lying])
    assert.equal(build?.source, repository)
    assert.equal(build.workflow, '.github/workflows/release.yml')
    assert.equal(build.ref, 'refs/tags/v1')
    assert.equal(build.builder, own)
  })

  it('is left unsaid where only an unknown signer says it', () => {
    const made = vouching(google)
    const said = {
      ...made,
      facts: [...made.facts, { name: 'source', value: 'git+https://github.com/example/demo@refs/tags/v1' }],
    }
    assert.equal(slsaLevelOf([said]).build?.source, null)
    const account: TrustedBuilder = {
      ...declared,
      signer: google.subject,
      issuer: google.issuer,
      id: 'https://cloudbuild.googleapis.com/GoogleHostedWorker',
      refs: 'any',
    }
    const { build } = slsaLevelOf([said], [account])
    assert.equal(build?.source, repository)
    assert.equal(build.ref, 'refs/tags/v1')
  })
})
