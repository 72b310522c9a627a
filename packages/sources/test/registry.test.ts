import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import {
  createHttpClient,
  type FoundCredentials,
  findCredentials,
  openRepository,
  type RegistryRepository,
} from '@cordon/sources'
import { type Exchange, startFeedServer, temporaryFolder } from '@cordon/testkit'
import fc from 'fast-check'
import { authorizationFor } from '../src/registry/authorize.ts'
import { readChallenges } from '../src/registry/challenge.ts'
import { fails, onlineIo } from './support.ts'

const manifestType = 'application/vnd.oci.image.manifest.v1+json'
const manifest = Buffer.from('{"schemaVersion":2}')
const digestOf = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
const none: FoundCredentials = { kind: 'none' }
const someone: FoundCredentials = {
  kind: 'credentials',
  file: 'config.json',
  credentials: { username: 'me', password: 'secret', identityToken: null },
}

function repositoryAt(origin: string, credentials: FoundCredentials = none, slept: number[] = []): RegistryRepository {
  const io = { ...onlineIo, sleep: async (wait: number) => void slept.push(wait) }
  return openRepository(createHttpClient(io, { attempts: 3, patienceMilliseconds: 10_000 }), {
    registry: origin.slice('http://'.length),
    repository: 'team/app',
    credentials,
    accept: [manifestType],
    plain: false,
  })
}

const given = (path: string, bytes: Uint8Array, headers: Readonly<Record<string, string>> = {}): Exchange => ({
  path,
  answer: { kind: 'file', bytes, headers },
})
const status = (path: string, code: number, headers: Readonly<Record<string, string>> = {}): Exchange => ({
  path,
  answer: { kind: 'status', status: code, headers },
})
const tag = '/v2/team/app/manifests/1'

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

describe('manifests of a registry', () => {
  it('come with their digest and type', async (t) => {
    const server = await startFeedServer(t, [
      given(tag, manifest, { 'content-type': `${manifestType}; charset=utf-8` }),
    ])
    const found = await repositoryAt(server.origin).document('1', 1000)
    assert.deepEqual(found, { digest: digestOf(manifest), mediaType: manifestType, bytes: manifest })
    assert.equal(server.requests[0]?.headers.accept, manifestType)
  })

  it('are refused with another digest than was asked for or announced', async (t) => {
    const other = `sha256:${'0'.repeat(64)}`
    const server = await startFeedServer(t, [
      given(`/v2/team/app/manifests/${other}`, manifest),
      given(tag, manifest, { 'docker-content-digest': other }),
    ])
    const repository = repositoryAt(server.origin)
    await fails('CHECKSUM', repository.document(other, 1000), /Do not use it/)
    await fails('CHECKSUM', repository.document('1', 1000))
  })

  it('are no web pages, and no more than they may be', async (t) => {
    const server = await startFeedServer(t, [
      given(tag, Buffer.from('<html>'), { 'content-type': 'text/html; charset=utf-8' }),
      given(tag, Buffer.alloc(2000)),
    ])
    const repository = repositoryAt(server.origin)
    await fails('BAD_DATA', repository.document('1', 1000), /web page/)
    await fails('TOO_LARGE', repository.document('1', 1000))
  })

  it('that are not there are an error with the name', async (t) => {
    const server = await startFeedServer(t, [status(tag, 404)])
    await fails('HTTP_STATUS', repositoryAt(server.origin).document('1', 1000), /team\/app/)
  })

  it('are asked for again when the server is busy, after the time it names', async (t) => {
    const server = await startFeedServer(t, [
      status(tag, 429, { 'retry-after': '7' }),
      status(tag, 503),
      given(tag, manifest),
    ])
    const slept: number[] = []
    await repositoryAt(server.origin, none, slept).document('1', 1000)
    assert.equal(slept[0], 7000)
    assert.equal(slept.length, 2)
  })

  it('are given up when the server asks for more patience than there is', async (t) => {
    const server = await startFeedServer(t, [status(tag, 429, { 'retry-after': '3600' })])
    await fails('HTTP_STATUS', repositoryAt(server.origin).document('1', 1000), /3600 s/)
  })

  it('ask nothing of the network while it is switched off', async () => {
    const http = createHttpClient(onlineIo, { offline: true })
    const settings = { registry: 'registry.example', repository: 'x', credentials: none, accept: [], plain: false }
    await fails('OFFLINE', openRepository(http, settings).document('1', 1000))
  })
})

describe('layers of a registry', () => {
  const layer = Buffer.from('0123456789'.repeat(1000))
  const path = `/v2/team/app/blobs/${digestOf(layer)}`

  it('go on where a transfer broke', async (t) => {
    const server = await startFeedServer(t, [
      { path, answer: { kind: 'file', bytes: layer, fault: { kind: 'break', after: 3000 } } },
      { path, answer: { kind: 'file', bytes: layer, fault: { kind: 'break', after: 2500 } } },
      { path, answer: { kind: 'file', bytes: layer } },
    ])
    assert.ok((await bytesOf(repositoryAt(server.origin).stream(digestOf(layer)))).equals(layer))
    assert.deepEqual(
      server.requests.map(({ headers }) => headers.range),
      [undefined, 'bytes=3000-', 'bytes=5500-'],
    )
  })

  it('start again where the server knows no ranges, and give nothing twice', async (t) => {
    const server = await startFeedServer(t, [
      { path, answer: { kind: 'file', bytes: layer, fault: { kind: 'break', after: 3000 } } },
      { path, answer: { kind: 'file', bytes: layer, ranges: false } },
    ])
    assert.ok((await bytesOf(repositoryAt(server.origin).stream(digestOf(layer)))).equals(layer))
  })

  it('that never come to their end are an error', async (t) => {
    const broken: Exchange = {
      path,
      answer: { kind: 'file', bytes: layer, fault: { kind: 'break', after: 0 } },
      times: 'any',
    }
    const server = await startFeedServer(t, [broken])
    await fails('TRUNCATED', bytesOf(repositoryAt(server.origin).stream(digestOf(layer))))
  })

  it('may come from elsewhere, where the credentials are not sent', async (t) => {
    const store = await startFeedServer(t, [given('/store', layer)])
    const server = await startFeedServer(t, [
      status(path, 401, { 'www-authenticate': 'Basic realm="x"' }),
      status(path, 307, { location: store.url('/store') }),
    ])
    assert.ok((await bytesOf(repositoryAt(server.origin, someone).stream(digestOf(layer)))).equals(layer))
    assert.equal(server.requests[1]?.headers.authorization, `Basic ${Buffer.from('me:secret').toString('base64')}`)
    assert.equal(store.requests[0]?.headers.authorization, undefined)
  })
})

describe('registries that ask who is there', () => {
  const challenge = (origin: string): string => `Bearer realm="${origin}/token",service="the registry"`
  const token = '/token?service=the+registry&scope=repository%3Ateam%2Fapp%3Apull'
  const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`

  it('are answered with a token, which is used again and renewed when it has expired', async (t) => {
    const server = await startFeedServer(t)
    const asking = { 'www-authenticate': challenge(server.origin) }
    server.add(
      status(tag, 401, asking),
      given(token, Buffer.from('{"token":"one"}')),
      given(tag, manifest),
      given(tag, manifest),
      status(tag, 401, asking),
      given(token, Buffer.from('{"access_token":"two"}')),
      given(tag, manifest),
    )
    const repository = repositoryAt(server.origin, someone)
    for (let count = 0; count < 3; count++) await repository.document('1', 1000)
    assert.deepEqual(
      server.requests.map(({ headers }) => headers.authorization),
      [undefined, basic, 'Bearer one', 'Bearer one', 'Bearer one', basic, 'Bearer two'],
    )
  })

  it('are answered without credentials for what everybody may read', async (t) => {
    const server = await startFeedServer(t)
    server.add(
      status(tag, 401, { 'www-authenticate': challenge(server.origin) }),
      given(token, Buffer.from('{"token":"open"}')),
      given(tag, manifest),
    )
    await repositoryAt(server.origin).document('1', 1000)
    assert.equal(server.requests[1]?.headers.authorization, undefined)
  })

  it('get no password over an open line to another host', async (t) => {
    const server = await startFeedServer(t, [
      status(tag, 401, { 'www-authenticate': 'Bearer realm="http://tokens.example.invalid/"' }),
    ])
    await fails('UNAUTHORIZED', repositoryAt(server.origin, someone).document('1', 1000), /unprotected/)
  })

  it('get no password over an open line where they are spoken to over TLS themselves', async () => {
    const http = createHttpClient({ ...onlineIo, fetch: () => assert.fail('nothing is sent') })
    const request = {
      url: 'https://registry.example.invalid/v2/app/manifests/1',
      repository: 'app',
      found: someone,
      signal: new AbortController().signal,
    }
    const asked = authorizationFor(http, 'Bearer realm="http://registry.example.invalid/token"', request)
    await fails('UNAUTHORIZED', asked, /unprotected/)
  })

  it('that refuse are an error that says what to do', async (t) => {
    const server = await startFeedServer(t, [status(tag, 401, { 'www-authenticate': 'Basic realm="x"' })])
    await fails('UNAUTHORIZED', repositoryAt(server.origin).document('1', 1000), /docker login/)
    server.add(status(tag, 401, { 'www-authenticate': 'Basic realm="x"' }), status(tag, 401))
    await fails('UNAUTHORIZED', repositoryAt(server.origin, someone).document('1', 1000))
    server.add(status(tag, 401, { 'www-authenticate': 'Negotiate' }))
    await fails('UNAUTHORIZED', repositoryAt(server.origin).document('1', 1000), /not known/)
  })

  it('whose credentials a program keeps are an error that names it', async (t) => {
    const server = await startFeedServer(t, [status(tag, 401, { 'www-authenticate': 'Basic realm="x"' })])
    const program: FoundCredentials = {
      kind: 'program',
      program: 'docker-credential-desktop',
      file: '/home/x/config.json',
    }
    await fails(
      'CREDENTIAL_HELPER',
      repositoryAt(server.origin, program).document('1', 1000),
      /docker-credential-desktop/,
    )
  })

  it('that give no token are an error', async (t) => {
    for (const answer of ['no json', '{}', '{"token":"two\\r\\nlines: x"}', 'null']) {
      const server = await startFeedServer(t)
      server.add(status(tag, 401, { 'www-authenticate': challenge(server.origin) }), given(token, Buffer.from(answer)))
      await fails('BAD_DATA', repositoryAt(server.origin).document('1', 1000))
    }
  })

  it('write challenges in many ways', () => {
    const read = (header: string): unknown =>
      readChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)])
    assert.deepEqual(read('Bearer realm="https://a/t,x",service=s'), [
      ['bearer', { realm: 'https://a/t,x', service: 's' }],
    ])
    assert.deepEqual(read('Negotiate, basic realm="a \\"b\\""'), [['basic', { realm: 'a "b"' }]])
    assert.deepEqual(read(''), [])
    fc.assert(fc.property(fc.string(), (text) => void readChallenges(text)))
  })
})

describe('credentials that docker and podman keep', () => {
  const auth = (text: string): { readonly auth: string } => ({ auth: Buffer.from(text).toString('base64') })

  it('are found by registry, and by the longest part of a repository’s name', (t) => {
    const home = temporaryFolder(t)
    mkdirSync(join(home, '.docker'))
    const auths = {
      'https://index.docker.io/v1/': auth('hub:1'),
      'ghcr.io': auth('all:2'),
      'ghcr.io/team': auth('team:3'),
      'empty.example': {},
      'plain.example:5000': { username: 'u', password: 'p' },
    }
    writeFileSync(
      join(home, '.docker/config.json'),
      JSON.stringify({ auths, credHelpers: { 'helped.example': 'cloud' } }),
    )
    const find = (registry: string, repository: string): string => {
      const found = findCredentials(registry, repository, { env: {}, home })
      return found.kind === 'credentials' ? `${found.credentials.username}:${found.credentials.password}` : found.kind
    }
    assert.equal(find('docker.io', 'library/python'), 'hub:1')
    assert.equal(find('ghcr.io', 'other/app'), 'all:2')
    assert.equal(find('ghcr.io', 'team/app'), 'team:3')
    assert.equal(find('ghcr.io', 'teams/app'), 'all:2')
    assert.equal(find('empty.example', 'x'), 'none')
    assert.equal(find('plain.example:5000', 'x'), 'u:p')
    assert.equal(find('helped.example', 'x'), 'program')
    assert.equal(find('unknown.example', 'x'), 'none')
  })

  it('are read from where the environment says, and only there', async (t) => {
    const folder = temporaryFolder(t)
    const file = join(folder, 'auth.json')
    writeFileSync(file, JSON.stringify({ auths: { 'a.example': auth('me:x') }, credsStore: 'desktop' }))
    const env = { REGISTRY_AUTH_FILE: file, DOCKER_CONFIG: join(folder, 'none') }
    assert.equal(findCredentials('a.example', 'x', { env, home: '' }).kind, 'credentials')
    assert.equal(findCredentials('b.example', 'x', { env, home: '' }).kind, 'program')
    assert.deepEqual(findCredentials('a.example', 'x', { env: {}, home: '' }), none)
    await fails(
      'UNREADABLE',
      (async () => findCredentials('a', 'x', { env: { REGISTRY_AUTH_FILE: folder }, home: '' }))(),
    )
    writeFileSync(file, '{"auths":{"__proto__":{"auth":"eA=="},"a":null,"b":[1]}')
    await fails('UNREADABLE', (async () => findCredentials('a', 'x', { env, home: '' }))())
  })
})
