/** `cordon attest` as a CI job: token, certificate, logs and clock over real HTTP on loopback; what is written, `cordon verify` accepts. */
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import {
  githubBuild,
  type ServiceFault,
  type SigningService,
  type SigningServices,
  startSigningServices,
  temporaryFolder,
} from '@cordon/testkit'
import { type Ran, runMain } from './run-main.ts'

const sdist = 'dist/demo-1.0.tar.gz'
const wheel = 'dist/demo-1.0-py3-none-any.whl'
const identity = 'github:example/demo#release.yml'

interface Job {
  readonly cwd: string
  readonly services: SigningServices
  run(words: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>
  verify(...words: readonly string[]): Promise<Ran>
  files(): readonly string[]
}

async function job(t: TestContext): Promise<Job> {
  const cwd = temporaryFolder(t)
  const cache = temporaryFolder(t)
  const services = await startSigningServices(t)
  mkdirSync(join(cwd, 'dist'))
  writeFileSync(join(cwd, sdist), 'not really an archive')
  writeFileSync(join(cwd, wheel), 'not really a wheel')
  writeFileSync(join(cwd, 'root.json'), services.trustedRoot)
  for (const version of [1, 2] as const)
    writeFileSync(join(cwd, `config${version}.json`), services.signingConfig(version))
  const place = { cwd, cache, loopback: true }
  return {
    cwd,
    services,
    run: (words, env = services.env) => runMain(['attest', ...words, '--trusted-root', 'root.json'], { ...place, env }),
    verify: (...words) => runMain(['verify', ...words, '--trusted-root', 'root.json'], place),
    files: () => readdirSync(join(cwd, 'dist')).sort(),
  }
}

describe('cordon attest as a CI job', () => {
  it('signs what upload tools take along, with one certificate, and verify accepts it', async (t) => {
    const { run, verify, files, services } = await job(t)
    const { exit, stdout, stderr } = await run(['publish', wheel, sdist])
    assert.equal(exit, 0, stderr)
    assert.match(
      stdout,
      /signed by {2}https:\/\/github\.com\/example\/demo\/\.github\/workflows\/release\.yml@refs\/tags\/v1\.0\n/,
    )
    assert.deepEqual(services.asked, ['token', 'authority', 'first-log', 'first-log'])
    assert.equal((await run(['provenance', wheel, sdist])).exit, 0)
    assert.deepEqual(files(), [
      'demo-1.0-py3-none-any.whl',
      'demo-1.0-py3-none-any.whl.publish.attestation',
      'demo-1.0-py3-none-any.whl.slsa.attestation',
      'demo-1.0.tar.gz',
      'demo-1.0.tar.gz.publish.attestation',
      'demo-1.0.tar.gz.slsa.attestation',
    ])
    const checked = await verify(wheel, sdist, '--identity', identity)
    assert.equal(checked.exit, 0, checked.stdout)
    assert.match(checked.stdout, /2 files: 2 verified/)
    assert.equal((await verify(wheel, '--identity', 'github:example/other')).exit, 1)
  })

  for (const [name, words, asked] of [
    ['Rekor 1 by a signing config', ['--signing-config', 'config1.json'], ['first-log']],
    ['Rekor 2 with a clock by a signing config', ['--signing-config', 'config2.json'], ['clock', 'second-log']],
  ] as const)
    it(`goes through ${name}`, async (t) => {
      const { run, verify, services } = await job(t)
      const { exit, stderr } = await run(['provenance', sdist, ...words, '--form', 'bundle'])
      assert.equal(exit, 0, stderr)
      assert.deepEqual(services.asked, ['token', 'authority', ...asked])
      assert.equal((await verify(sdist, '--identity', identity)).exit, 0)
    })

  it('goes through services that are named one by one', async (t) => {
    const { run, verify, services, cwd } = await job(t)
    const { url } = services
    const words = ['--fulcio-url', `${url.authority}/`, '--rekor-url', url['second-log'], '--rekor-version', '2']
    assert.equal((await run(['publish', sdist, ...words, '--tsa-url', url.clock])).exit, 0)
    assert.equal((await verify(sdist)).exit, 0)
    const attestation = JSON.parse(readFileSync(join(cwd, `${sdist}.publish.attestation`), 'utf8'))
    assert.equal(attestation.verification_material.timestamps.length, 1)
  })

  it('takes a token from a file or a variable, as GitLab CI sets it', async (t) => {
    const { run, services, cwd } = await job(t)
    const response = await fetch(`${services.url.token}&audience=sigstore`, {
      headers: { authorization: `Bearer ${services.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` },
    })
    const { value } = (await response.json()) as { readonly value: string }
    writeFileSync(join(cwd, 'token'), `${value}\n`)
    const words = ['publish', sdist, '--force']
    assert.equal((await run(words, { SIGSTORE_ID_TOKEN: value })).exit, 0)
    assert.equal((await run([...words, '--identity-token-env', 'MINE'], { MINE: value })).exit, 0)
    assert.equal((await run([...words, '--identity-token-file', 'token'], {})).exit, 0)
    const codeOf = async (token: string): Promise<string> =>
      /\[(\S+)\]\n$/.exec((await run(words, { SIGSTORE_ID_TOKEN: token })).stderr)?.[1] ?? ''
    assert.equal(await codeOf('no token'), 'identity-token')
    assert.equal(await codeOf('a.b.c'), 'identity-token')
    const expired = Buffer.from(JSON.stringify({ exp: 1_700_000_000 })).toString('base64url')
    assert.equal(await codeOf(`a.${expired}.c`), 'identity-token')
    assert.equal(await codeOf(`${value.slice(0, -8)}AAAAAAAA`), 'UNAUTHORIZED')
  })

  it('enters the signature of a local key in the log, for a bundle that holds', async (t) => {
    const { run, verify, services, cwd } = await job(t)
    const { generateKeyPairSync } = await import('node:crypto')
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    writeFileSync(join(cwd, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
    writeFileSync(join(cwd, 'public.pem'), publicKey.export({ type: 'spki', format: 'pem' }))
    const facts = [
      '--builder-id',
      'https://build.example.invalid',
      '--build-type',
      'https://build.example.invalid/make',
    ]
    const words = ['provenance', sdist, '--key', 'key.pem', '--form', 'bundle', '--log', '--force', ...facts]
    for (const config of ['config1.json', 'config2.json']) {
      const { exit, stderr } = await run([...words, '--signing-config', config], {})
      assert.equal(exit, 0, stderr)
      assert.equal((await verify(sdist, '--key', 'public.pem')).exit, 0)
    }
    assert.deepEqual(services.asked, ['first-log', 'clock', 'second-log'])
  })

  it('finds the entry again when the log has taken it and its answer was lost', async (t) => {
    const { run, verify, services } = await job(t)
    services.fail('first-log', { kind: 'lost', times: 1 })
    const { exit, stderr } = await run(['publish', sdist])
    assert.equal(exit, 0, stderr)
    assert.deepEqual(services.asked, ['token', 'authority', 'first-log', 'first-log', 'first-log'])
    assert.equal((await verify(sdist)).exit, 0)
  })

  it('tries again where that may help', async (t) => {
    const { run, services } = await job(t)
    for (const service of ['token', 'authority', 'clock', 'second-log'] as const)
      services.fail(service, { kind: 'status', status: 503, times: 2 })
    assert.equal((await run(['publish', sdist, '--signing-config', 'config2.json'])).exit, 0)
  })

  it('signs no provenance that says other than its certificate', async (t) => {
    const { run, files, services } = await job(t)
    for (const [name, value] of [
      ['GITHUB_REF', 'refs/heads/main'],
      ['GITHUB_SHA', 'f'.repeat(40)],
      ['GITHUB_REPOSITORY_ID', '7'],
      ['RUNNER_ENVIRONMENT', 'self-hosted'],
    ] as const) {
      const { exit, stderr } = await run(['provenance', sdist], { ...services.env, [name]: value })
      assert.equal(exit, 2)
      assert.match(stderr, /does not verify \(predicate\): .*\[unverifiable\]\n$/, name)
    }
    assert.equal(files().length, 2)
  })

  it('leaves nothing behind when the second of two fails', async (t) => {
    const { run, files, services } = await job(t)
    let entered = 0
    const fail = services.fail
    fail('first-log', null)
    const refusedLater = async (): Promise<void> => {
      while (services.asked.filter((each) => each === 'first-log').length < 1)
        await new Promise((go) => setTimeout(go, 1))
      entered += 1
      fail('first-log', { kind: 'status', status: 400 })
    }
    const [ran] = await Promise.all([run(['publish', wheel, sdist]), refusedLater()])
    assert.equal(entered, 1)
    assert.equal(ran.exit, 2)
    assert.deepEqual(files(), ['demo-1.0-py3-none-any.whl', 'demo-1.0.tar.gz'])
  })
})

const anything = /(?:)/
const faults: readonly (readonly [string, SigningService, ServiceFault, string, RegExp])[] = [
  ['no token for this job', 'token', { kind: 'status', status: 403 }, 'UNAUTHORIZED', /id-token|token/],
  ['a token service that is down', 'token', { kind: 'status', status: 500 }, 'HTTP_STATUS', /answered 500/],
  ['no JSON instead of a token', 'token', { kind: 'garbage', body: '<html>' }, 'BAD_DATA', anything],
  [
    'an identity that is refused',
    'authority',
    { kind: 'status', status: 401, body: '{"message":"bad\\u001b[31m\\ntoken"}' },
    'UNAUTHORIZED',
    /\(bad\\x1b\[31m token\)/,
  ],
  ['an authority that is down', 'authority', { kind: 'status', status: 502 }, 'HTTP_STATUS', anything],
  ['an authority that gives no certificate', 'authority', { kind: 'garbage', body: '{}' }, 'BAD_DATA', anything],
  [
    'a certificate that is none',
    'authority',
    {
      kind: 'garbage',
      body: JSON.stringify({
        signedCertificateEmbeddedSct: {
          chain: { certificates: ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'] },
        },
      }),
    },
    'service-answer',
    anything,
  ],
  [
    'a promise beside the certificate',
    'authority',
    { kind: 'garbage', body: '{"signedCertificateDetachedSct":{}}' },
    'BAD_DATA',
    anything,
  ],
  ['a certificate for another key', 'authority', { kind: 'lie', lie: 'other-key' }, 'service-answer', /another key/],
  ['an authority that sends us on', 'authority', { kind: 'redirect', to: 'http://127.0.0.1:9/' }, 'REDIRECT', anything],
  ['an authority without end', 'authority', { kind: 'endless' }, 'TOO_LARGE', anything],
  ['a log that is down', 'first-log', { kind: 'status', status: 500 }, 'HTTP_STATUS', anything],
  ['a log that is cut off', 'first-log', { kind: 'cut' }, 'TRUNCATED', anything],
  ['a log that says nothing', 'first-log', { kind: 'garbage', body: '' }, 'BAD_DATA', anything],
  ['a log with an empty entry', 'first-log', { kind: 'garbage', body: '{"a":{}}' }, 'BAD_DATA', anything],
  ['a log that knows the entry and not where', 'first-log', { kind: 'status', status: 409 }, 'HTTP_STATUS', anything],
  [
    'a log with another signature',
    'first-log',
    { kind: 'lie', lie: 'other-signature' },
    'unverifiable',
    /tlog-body-mismatch/,
  ],
  ['a second log that is down', 'second-log', { kind: 'status', status: 500 }, 'HTTP_STATUS', anything],
  ['a second log with numbers', 'second-log', { kind: 'garbage', body: '[1]' }, 'BAD_DATA', anything],
  [
    'a second log with half an entry',
    'second-log',
    {
      kind: 'garbage',
      body: '{"logIndex":"1","logId":{},"kindVersion":{},"inclusionProof":{},"canonicalizedBody":true}',
    },
    'BAD_DATA',
    anything,
  ],
  [
    'a second log with an empty entry',
    'second-log',
    {
      kind: 'garbage',
      body: '{"logIndex":"1","logId":{},"kindVersion":{},"inclusionProof":{},"canonicalizedBody":"AA=="}',
    },
    'unverifiable',
    anything,
  ],
  [
    'a second log with another signature',
    'second-log',
    { kind: 'lie', lie: 'other-signature' },
    'unverifiable',
    /tlog-body-mismatch/,
  ],
  ['a clock that is down', 'clock', { kind: 'status', status: 500 }, 'HTTP_STATUS', anything],
  ['a clock that says nothing', 'clock', { kind: 'garbage', body: '' }, 'BAD_DATA', anything],
  ['a clock that answers somebody else', 'clock', { kind: 'lie', lie: 'other-nonce' }, 'BAD_DATA', anything],
]

describe('a service that fails leaves nothing behind', () => {
  for (const [name, service, fault, code, said] of faults)
    it(name, async (t) => {
      const { run, files, services } = await job(t)
      services.fail(service, fault)
      const config = service === 'second-log' || service === 'clock' ? 'config2.json' : 'config1.json'
      const { exit, stdout, stderr } = await run(['publish', sdist, '--signing-config', config])
      assert.equal(exit, 2, stdout)
      assert.match(stderr, new RegExp(`^cordon: .*\\[${code}\\]\\n$`))
      assert.match(stderr, said)
      assert.equal(stdout, '')
      assert.deepEqual(files(), ['demo-1.0-py3-none-any.whl', 'demo-1.0.tar.gz'])
      assert.doesNotMatch(stderr, /token-of-the-request|eyJ/)
    })
})

it('does not verify what another instance has signed', async (t) => {
  const { run, files, cwd } = await job(t)
  const other = await startSigningServices(t, githubBuild())
  writeFileSync(join(cwd, 'other.json'), other.signingConfig(1))
  const { exit, stderr } = await run(['publish', sdist, '--signing-config', 'other.json'], other.env)
  assert.equal(exit, 2)
  assert.match(stderr, /\(cert-chain\).*\[unverifiable\]/)
  assert.equal(files().length, 2)
})
