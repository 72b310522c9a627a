/** Statements, provenance of CI builds, tokens and services: what is composed, and each refusal with its code. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { madeSigstore, temporaryFolder } from '@cordon/testkit'
import fc from 'fast-check'
import {
  attestationForms,
  certificateRequest,
  checkIssuedCertificate,
  chooseServices,
  ciBuild,
  composeStatement,
  defaultTrustedInstance,
  ephemeralKey,
  hostedPredicateTypes,
  IssueError,
  type JobEnvironment,
  parsePredicate,
  parseTrustedRoot,
  predicateTypes,
  provenancePredicate,
  readIdentityToken,
  sidecarName,
  signEnvelope,
  timestampQuery,
  verifyDocument,
  writeForm,
} from '../../src/index.ts'
import { parseStatement } from '../../src/statement.ts'

const now = new Date('2026-11-21T12:00:00Z')
const sha256 = 'a'.repeat(64)
const sdist = { name: 'demo-1.0.tar.gz', sha256 }

function codeOf(run: () => unknown): string {
  try {
    run()
    return 'nothing refused'
  } catch (error) {
    if (error instanceof IssueError) return error.code
    throw error
  }
}

describe('a statement', () => {
  it('is read back as it was said', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9._+-]{1,20}$/)
    const digest = fc.stringMatching(/^[0-9a-f]{64}$/)
    const files = fc.uniqueArray(fc.record({ name, sha256: digest }), {
      minLength: 1,
      maxLength: 5,
      selector: (each) => each.name,
    })
    fc.assert(
      fc.property(files, fc.jsonValue(), (subjects, value) => {
        const predicateType = 'https://example.invalid/own/v1'
        const predicate = JSON.parse(JSON.stringify({ value }))
        const read = parseStatement(composeStatement({ subjects, predicateType, predicate }))
        assert.deepEqual(
          read.subjects.map(({ name: called, digests }) => [called, digests.get('sha256')]),
          subjects.map((each) => [each.name, each.sha256]),
        )
        assert.deepEqual(read.predicate, predicate)
      }),
    )
  })

  const publish = { predicateType: predicateTypes.publish, predicate: {} }
  const refused: readonly (readonly [string, string, Parameters<typeof composeStatement>[0]])[] = [
    ['no file', 'subject', { ...publish, subjects: [] }],
    ['one name for two files', 'subject', { ...publish, subjects: [sdist, sdist] }],
    ['a path for a name', 'subject', { ...publish, subjects: [{ ...sdist, name: 'dist/demo-1.0.tar.gz' }] }],
    ['a digest that is none', 'subject', { ...publish, subjects: [{ ...sdist, sha256: 'A'.repeat(64) }] }],
    ['no distribution', 'distribution-name', { ...publish, subjects: [{ ...sdist, name: 'notes.txt' }] }],
    ['a wheel without tags', 'distribution-name', { ...publish, subjects: [{ ...sdist, name: 'demo-1.0.whl' }] }],
    ['a publish predicate that says something', 'predicate', { ...publish, predicate: { a: 1 }, subjects: [sdist] }],
    ['a type that is no address', 'predicate', { predicateType: 'own', predicate: {}, subjects: [sdist] }],
    [
      'a provenance without a builder',
      'predicate',
      { predicateType: predicateTypes.provenance, predicate: {}, subjects: [sdist] },
    ],
  ]
  for (const [name, code, parts] of refused)
    it(`is refused with ${name}`, () =>
      assert.equal(
        codeOf(() => composeStatement(parts)),
        code,
      ))

  it('has a predicate that is an object, without a key twice', () => {
    assert.deepEqual(parsePredicate('{"a": [1]}'), { a: [1] })
    for (const text of ['[]', '1', 'null', '{', '{"a":1,"a":1}', '['.repeat(100) + ']'.repeat(100)])
      assert.equal(
        codeOf(() => parsePredicate(text)),
        'predicate',
      )
  })
})

describe('a file beside another', () => {
  it('has the name that tools look for', () => {
    const names = attestationForms.map((form) => sidecarName('f.whl', form, predicateTypes.publish))
    assert.deepEqual(names, ['f.whl.publish.attestation', 'f.whl.sigstore.json', 'f.whl.intoto.jsonl'])
    assert.equal(sidecarName('f.whl', 'attestation', predicateTypes.provenance), 'f.whl.slsa.attestation')
    assert.equal(sidecarName('f.whl', 'attestation', 'https://example.invalid'), 'f.whl.statement.attestation')
    assert.ok(hostedPredicateTypes.includes(predicateTypes.publish))
  })

  it('is no attestation for an index without a certificate', () => {
    const key = ephemeralKey()
    const signed = {
      envelope: signEnvelope('text/plain', Buffer.from('a'), key),
      certificate: null,
      keyId: key.keyId,
      entries: [],
      timestamps: [],
    }
    assert.equal(
      codeOf(() => writeForm(signed, 'attestation')),
      'certificate-required',
    )
    const other = { ...signed, certificate: Buffer.from('x'), entries: [{}] }
    assert.equal(
      codeOf(() => writeForm(other, 'attestation')),
      'not-expressible',
    )
  })
})

const github: JobEnvironment = {
  GITHUB_ACTIONS: 'true',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'example/demo',
  GITHUB_WORKFLOW_REF: 'example/demo/.github/workflows/release.yml@refs/heads/a@b',
  GITHUB_REF: 'refs/heads/a@b',
  GITHUB_SHA: 'c'.repeat(40),
  GITHUB_RUN_ID: '7',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_EVENT_NAME: 'push',
}
const gitlab: JobEnvironment = {
  GITLAB_CI: 'true',
  CI_PROJECT_URL: 'https://gitlab.com/example/demo',
  CI_JOB_ID: '9',
  CI_JOB_NAME: 'release',
  CI_COMMIT_SHA: 'd'.repeat(40),
  CI_COMMIT_REF_NAME: 'main',
  CI_RUNNER_ID: '3',
  CI_JOB_STARTED_AT: '2026-01-02T03:04:05+01:00',
}

describe('the build of a CI job', () => {
  it('on GitHub is what its artifact attestations say', () => {
    const build = ciBuild(github, null)
    assert.ok(build !== null)
    assert.deepEqual(provenancePredicate(build), {
      buildDefinition: {
        buildType: 'https://actions.github.io/buildtypes/workflow/v1',
        externalParameters: {
          workflow: {
            ref: 'refs/heads/a@b',
            repository: 'https://github.com/example/demo',
            path: '.github/workflows/release.yml',
          },
        },
        internalParameters: { github: { event_name: 'push' } },
        resolvedDependencies: [
          { uri: 'git+https://github.com/example/demo@refs/heads/a@b', digest: { gitCommit: 'c'.repeat(40) } },
        ],
      },
      runDetails: {
        builder: { id: 'https://github.com/example/demo/.github/workflows/release.yml@refs/heads/a@b' },
        metadata: { invocationId: 'https://github.com/example/demo/actions/runs/7/attempts/2' },
      },
    })
    const reused = ciBuild(github, { job_workflow_ref: 'trusted/builder/.github/workflows/build.yml@refs/tags/v1' })
    assert.equal(reused?.builderId, 'https://github.com/trusted/builder/.github/workflows/build.yml@refs/tags/v1')
  })

  it('on GitLab tells no variable that may be a secret', () => {
    const build = ciBuild({ ...gitlab, DATABASE_PASSWORD: 'hidden', CI_JOB_TOKEN: 'hidden' }, null)
    assert.ok(build !== null)
    const predicate = JSON.stringify(provenancePredicate(build))
    assert.doesNotMatch(predicate, /hidden/)
    assert.match(predicate, /"startedOn":"2026-01-02T02:04:05.000Z"/)
    assert.match(predicate, /"builder":\{"id":"https:\/\/gitlab.com\/example\/demo\/-\/runners\/3"\}/)
  })

  it('on GitLab says what the certificate of the job says, and is refused otherwise', () => {
    const project = 'https://gitlab.com/example/demo'
    const sigstore = madeSigstore()
    const extensions = {
      8: 'https://gitlab.com',
      12: project,
      13: 'd'.repeat(40),
      14: 'refs/heads/main',
      21: `${project}/-/jobs/9`,
    }
    const outcomeOf = (env: JobEnvironment): string => {
      const build = ciBuild(env, null)
      assert.ok(build !== null)
      const predicate = provenancePredicate(build)
      const bytes = composeStatement({ subjects: [sdist], predicateType: predicateTypes.provenance, predicate })
      const document = sigstore.attest({ statement: JSON.parse(bytes.toString('utf8')), extensions })
      const trust = { instances: [parseTrustedRoot(sigstore.trustedRoot)] }
      const [outcome] = verifyDocument(JSON.stringify(document), { subject: sdist, trust, identities: [] })
      return outcome?.kind === 'failed' ? outcome.code : 'verified'
    }
    assert.equal(outcomeOf(gitlab), 'verified')
    for (const other of [
      { CI_COMMIT_SHA: 'e'.repeat(40) },
      { CI_JOB_ID: '10' },
      { CI_PROJECT_URL: 'https://gitlab.com/other/demo' },
    ])
      assert.equal(outcomeOf({ ...gitlab, ...other }), 'predicate', JSON.stringify(other))
  })

  it('is none elsewhere, and not guessed where a variable is missing', () => {
    assert.equal(ciBuild({ GITHUB_REPOSITORY: 'example/demo' }, null), null)
    for (const name of ['GITHUB_SHA', 'GITHUB_REF', 'GITHUB_WORKFLOW_REF', 'GITHUB_RUN_ID'])
      assert.equal(
        codeOf(() => ciBuild({ ...github, [name]: '' }, null)),
        'build-facts',
      )
    assert.equal(
      codeOf(() => ciBuild({ ...gitlab, CI_RUNNER_ID: undefined }, null)),
      'build-facts',
    )
  })
})

describe('an identity token', () => {
  const token = (claims: unknown): string => `a.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c`

  it('is read, and refused when it is none or has expired', () => {
    assert.equal(readIdentityToken(` ${token({ sub: 'x', exp: 4_000_000_000 })}\n`, now).claims.sub, 'x')
    const none = [
      '',
      'a.b',
      'a.b.c',
      'a.e30.c.d',
      token([]),
      token('x'),
      `a.${'A'.repeat(70_000)}.c`,
      token({ exp: 1 }),
      token({ exp: -9e99 }),
    ]
    for (const text of none)
      assert.equal(
        codeOf(() => readIdentityToken(text, now)),
        'identity-token',
      )
  })

  it('never fails but with its code', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (text, claims) => {
        codeOf(() => readIdentityToken(text, now))
        codeOf(() => readIdentityToken(token(claims), now))
      }),
    )
  })
})

describe('the services of an instance', () => {
  const instance = parseTrustedRoot(madeSigstore().trustedRoot)
  const nothing = { fulcio: null, log: null, timestamps: [] }
  const config = (more: object): string =>
    JSON.stringify({ mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json', ...more })
  interface Period {
    readonly operator?: string
    readonly start?: string
    readonly end?: string
  }
  const service = (
    url: string,
    majorApiVersion = 1,
    { operator = 'a', start = '2025-01-01T00:00:00Z', end }: Period = {},
  ): object => ({
    ...{ url, majorApiVersion, operator },
    validFor: { start, ...(end === undefined ? {} : { end }) },
  })
  const ca = { caUrls: [service('https://ca')] }

  it('are those of the trusted root: the youngest authority, the oldest log', () => {
    const { root } = defaultTrustedInstance()
    const { fulcio, logs, timestamps } = chooseServices(defaultTrustedInstance(), null, nothing, now)
    assert.equal(fulcio, root.certificateAuthorities.at(-1)?.uri)
    assert.deepEqual(logs, [{ url: root.tlogs[0]?.baseUrl, version: 1 }])
    assert.deepEqual(timestamps, [])
  })

  it('are those that were named, and the clock of the root where the log gives no time', () => {
    const log = { url: 'https://log', version: 2 } as const
    const chosen = chooseServices(instance, null, { ...nothing, log }, now)
    assert.deepEqual(chosen.logs, [log])
    assert.deepEqual(chosen.timestamps, ['https://tsa.example.invalid'])
    assert.deepEqual(chooseServices(instance, null, { fulcio: 'https://ca', log, timestamps: ['https://t'] }, now), {
      fulcio: 'https://ca',
      logs: [log],
      timestamps: ['https://t'],
    })
  })

  it('are an authority and a clock where the instance has no logs', () => {
    const logless = parseTrustedRoot(madeSigstore({ logs: false }).trustedRoot)
    const { logs, timestamps } = chooseServices(logless, null, nothing, now)
    assert.deepEqual([logs, timestamps], [[], ['https://tsa.example.invalid']])
  })

  it('are those of a signing config that are valid now, of the newest version that is spoken', () => {
    const text = config({
      ...ca,
      rekorTlogUrls: [
        service('https://gone', 2, { end: '2026-01-01T00:00:00Z' }),
        service('https://later', 2, { operator: 'a', start: '2027-01-01T00:00:00Z' }),
        service('https://unknown', 3),
        service('https://first', 1),
        service('https://old', 2, { operator: 'a', start: '2025-02-01T00:00:00Z' }),
        service('https://young', 2, { operator: 'a', start: '2026-02-01T00:00:00Z' }),
        service('https://other', 2, { operator: 'b', start: '2025-06-01T00:00:00Z' }),
      ],
      tsaUrls: [service('https://t')],
      tsaConfig: { selector: 'ANY' },
    })
    const logsBy = (rekorTlogConfig: object): readonly string[] =>
      chooseServices(instance, JSON.stringify({ ...JSON.parse(text), rekorTlogConfig }), nothing, now).logs.map(
        ({ url }) => url,
      )
    assert.deepEqual(logsBy({ selector: 'ANY' }), ['https://young'])
    assert.deepEqual(logsBy({ selector: 'ALL' }), ['https://young', 'https://other'])
    assert.deepEqual(logsBy({ selector: 'EXACT', count: 2 }), ['https://young', 'https://other'])
    assert.equal(
      codeOf(() => logsBy({ selector: 'EXACT', count: 3 })),
      'signing-config',
    )
  })

  it('are refused where one is missing or cannot be read', () => {
    const bad = [
      '{',
      '{}',
      config({}),
      config(ca),
      config({ ...ca, rekorTlogUrls: [service('https://log', 2)] }),
      config({ ...ca, rekorTlogUrls: [{ url: 'https://log' }] }),
    ]
    for (const text of bad)
      assert.equal(
        codeOf(() => chooseServices(instance, text, nothing, now)),
        'signing-config',
      )
    const early = new Date('2020-01-01T00:00:00Z')
    assert.equal(
      codeOf(() => chooseServices(instance, null, nothing, early)),
      'signing-config',
    )
  })
})

describe('what services are asked', () => {
  it('a certificate is taken only for the key that it was asked for', () => {
    const key = ephemeralKey()
    assert.equal(
      codeOf(() => checkIssuedCertificate(Buffer.from('no certificate'), key)),
      'service-answer',
    )
  })

  const openssl = { skip: spawnSync('openssl', ['version']).status !== 0 && 'openssl is not installed' }
  it('OpenSSL reads the requests, and verifies that of a certificate', openssl, (t) => {
    const asked = (words: readonly string[], input: string | Buffer): string => {
      const { stdout, stderr, status } = spawnSync('openssl', words, { input })
      assert.equal(status, 0, stderr.toString())
      return `${stdout}${stderr}`
    }
    const request = certificateRequest(ephemeralKey())
    assert.match(asked(['req', '-verify', '-noout', '-text'], request), /prime256v1[\s\S]*verify OK/)
    const path = join(temporaryFolder(t), 'query')
    writeFileSync(path, timestampQuery(Buffer.from('a')).query)
    const query = asked(['ts', '-query', '-in', path, '-text'], '')
    assert.match(query, /Version: 1\nHash Algorithm: sha256\n[\s\S]*Certificate required: yes/)
  })

  it('a timestamp query has a number of its own each time', () => {
    const [one, two] = [timestampQuery(Buffer.from('a')), timestampQuery(Buffer.from('a'))]
    assert.ok(one.query.includes(one.nonce))
    assert.ok(!one.query.includes(two.nonce))
  })
})
