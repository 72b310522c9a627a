/** Clients of the services of Sigstore: bounds, tries and refusals, over real HTTP on loopback. What they bring back others verify. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Exchange, startFeedServer, startSigningServices } from '@cordon/testkit'
import {
  createHttpClient,
  enterDigest,
  enterEnvelope,
  type HttpClient,
  type HttpSettings,
  requestCertificate,
  requestGithubToken,
  requestTimestamp,
  SourceError,
} from '../src/index.ts'

function client(settings: Partial<HttpSettings> = {}): HttpClient {
  const io = { fetch, now: () => new Date('2026-11-21T12:00:00Z'), sleep: () => Promise.resolve(), random: () => 0 }
  return createHttpClient(io, { attempts: 3, advice: 'Try again later.', ...settings })
}

async function refused(run: Promise<unknown>): Promise<SourceError> {
  try {
    await run
  } catch (error) {
    if (error instanceof SourceError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

/** Each client asks the service at an address. */
const asks: Readonly<Record<string, (http: HttpClient, url: string) => Promise<unknown>>> = {
  authority: (http, url) => requestCertificate(http, { url, token: 'secret', request: 'x' }),
  'first log': (http, url) => enterEnvelope(http, { url, envelope: '{}', verifier: 'x' }),
  'second log': (http, url) => enterDigest(http, digestEntry(url)),
  clock: (http, url) => requestTimestamp(http, { url, query: Buffer.from('x'), nonce: Buffer.from('n') }),
  token: (http, url) => requestGithubToken(http, { url, bearer: 'secret', audience: 'sigstore' }),
}

function digestEntry(url: string): Parameters<typeof enterDigest>[1] {
  const bytes = Buffer.from('x')
  return {
    url,
    digest: bytes,
    signature: bytes,
    verifier: { kind: 'publicKey', der: bytes },
    keyDetails: 'PKIX_ECDSA_P256_SHA_256',
  }
}

const paths: Readonly<Record<string, string>> = {
  authority: '/api/v2/signingCert',
  'first log': '/api/v1/log/entries',
  'second log': '/api/v2/log/entries',
  clock: '/',
  token: '/?audience=sigstore',
}

describe('a client of a signing service', () => {
  for (const [name, ask] of Object.entries(asks)) {
    const path = paths[name] ?? '/'
    const given = (answer: Exchange['answer'], times = 1): Exchange => ({ path, answer, times })

    it(`${name}: tries again what may be mended, and tells a refusal at once`, async (t) => {
      const server = await startFeedServer(t, [given({ kind: 'status', status: 503 }, 3)])
      assert.equal((await refused(ask(client(), `${server.origin}/`))).code, 'HTTP_STATUS')
      server.add(given({ kind: 'status', status: 400, body: '{"message":"not like this"}' }))
      assert.match((await refused(ask(client(), `${server.origin}/`))).message, /answered 400 \(not like this\)/)
      server.add(given({ kind: 'status', status: 401 }))
      assert.equal((await refused(ask(client(), `${server.origin}/`))).code, 'UNAUTHORIZED')
    })

    it(`${name}: opens no connection offline, and none without TLS beyond this machine`, async () => {
      assert.equal((await refused(ask(client({ offline: true }), 'https://service.example.invalid'))).code, 'OFFLINE')
      assert.equal((await refused(ask(client(), 'http://service.example.invalid'))).code, 'BAD_ADDRESS')
      assert.equal((await refused(ask(client(), 'file:///etc/passwd'))).code, 'BAD_ADDRESS')
      assert.equal((await refused(ask(client(), 'nowhere'))).code, 'BAD_ADDRESS')
    })

    it(`${name}: reads no more than it must`, async (t) => {
      const server = await startFeedServer(t, [given({ kind: 'file', bytes: Buffer.alloc(1024 * 1024 + 1, 0x20) })])
      assert.equal((await refused(ask(client(), `${server.origin}/`))).code, 'TOO_LARGE')
    })

    it(`${name}: tells what is no answer`, async (t) => {
      const answers = ['', 'null', '[]', '{}', '{"a":1,"b":2}', '{"value":7}', '\u0000']
      const server = await startFeedServer(
        t,
        answers.map((body) => given({ kind: 'status', status: 200, body })),
      )
      for (const _ of answers) assert.equal((await refused(ask(client(), `${server.origin}/`))).code, 'BAD_DATA')
    })
  }

  it('gives up on silence', async (t) => {
    const exchanges = Object.values(paths).map(
      (path): Exchange => ({ path, answer: { kind: 'silence' }, times: 'any' }),
    )
    const server = await startFeedServer(t, exchanges)
    // Long enough for every request to arrive; all of them wait together.
    const http = client({ connectMilliseconds: 1500, attempts: 1 })
    const errors = await Promise.all(Object.values(asks).map((ask) => refused(ask(http, `${server.origin}/`))))
    for (const { code, message } of errors) {
      assert.equal(code, 'TIMEOUT')
      assert.match(message, /Try again later\.$/)
    }
  })

  it('takes no secret to where it is sent on', async (t) => {
    const other = await startFeedServer(t, [
      { path: '/there', answer: { kind: 'status', status: 200, body: '{"value":"x"}' } },
    ])
    const server = await startFeedServer(t, [
      {
        path: '/?audience=sigstore',
        answer: { kind: 'status', status: 302, headers: { location: other.url('/there') } },
      },
      {
        path: '/api/v2/signingCert',
        answer: { kind: 'status', status: 307, headers: { location: other.url('/there') } },
      },
    ])
    await requestGithubToken(client(), { url: server.origin, bearer: 'secret', audience: 'sigstore' })
    assert.equal(other.requests[0]?.headers.authorization, undefined)
    const error = await refused(requestCertificate(client(), { url: server.origin, token: 'secret', request: 'x' }))
    assert.equal(error.code, 'REDIRECT')
    assert.equal(other.requests.length, 1)
  })

  it('looks for an entry that is there already at the log itself and nowhere else', async (t) => {
    const server = await startFeedServer(t)
    const locations = [
      undefined,
      'https://elsewhere.example.invalid/entry',
      '//elsewhere.example.invalid/entry',
      'http://[',
    ]
    for (const location of locations) {
      const headers = location === undefined ? {} : { location }
      server.add({ path: '/api/v1/log/entries', answer: { kind: 'status', status: 409, headers } })
      const error = await refused(enterEnvelope(client(), { url: server.origin, envelope: '{}', verifier: 'x' }))
      assert.equal(error.code, 'HTTP_STATUS')
    }
  })

  it('gets a token for its audience, with the secret of the job alone', async (t) => {
    const { url, env } = await startSigningServices(t)
    const bearer = env.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? ''
    const token = await requestGithubToken(client(), { url: url.token, bearer, audience: 'sigstore' })
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    assert.equal(claims.aud, 'sigstore')
    const error = await refused(requestGithubToken(client(), { url: url.token, bearer: 'other', audience: 'sigstore' }))
    assert.equal(error.code, 'UNAUTHORIZED')
    assert.doesNotMatch(error.message, /other/)
  })
})
