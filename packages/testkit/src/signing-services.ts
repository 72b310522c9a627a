/** The services that a signature goes through, on loopback: real HTTP, real checks, throw-away keys, and faults on demand. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { githubBuild, type MadeBuild } from './made-release.ts'
import { newAuthority } from './sigstore/certificate.ts'
import { newKeys, sha256, spki } from './sigstore/keys.ts'
import { logJson, newLog, newSecondLog } from './sigstore/log.ts'
import {
  type Asked,
  bearer,
  enterFirst,
  enterSecond,
  findFirst,
  giveCertificate,
  giveTimestamp,
  giveToken,
  type Parts,
  type Reply,
  type ServiceLie,
} from './sigstore/services.ts'
import { newTimeAuthority } from './sigstore/timestamp.ts'
import type { Ending } from './temporary-folder.ts'

export type SigningService = 'token' | 'authority' | 'first-log' | 'second-log' | 'clock'

/** What goes wrong, so many times (always, when not given). */
export type ServiceFault = { readonly times?: number } & (
  | { readonly kind: 'status'; readonly status: number; readonly body?: string }
  /** Status 200, and nothing that belongs there. */
  | { readonly kind: 'garbage'; readonly body: string }
  | { readonly kind: 'silent' }
  /** The connection breaks in the middle of the right answer. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'endless' }
  | { readonly kind: 'redirect'; readonly to: string }
  /** The answer is given, and the first time it does not arrive: what was asked has been done. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'lie'; readonly lie: ServiceLie }
)

export interface SigningServices {
  readonly trustedRoot: string
  /** `signing_config.json` 0.2, with the log of that version. */
  signingConfig(version: 1 | 2): string
  /** Variables of the job, as GitHub sets them. */
  readonly env: Readonly<Record<string, string>>
  readonly url: Readonly<Record<SigningService, string>>
  /** Services in the order in which they were asked. */
  readonly asked: readonly SigningService[]
  fail(service: SigningService, fault: ServiceFault | null): void
}

const paths: readonly (readonly [RegExp, SigningService])[] = [
  [/^\/token/, 'token'],
  [/^\/fulcio\/api\/v2\/signingCert$/, 'authority'],
  [/^\/log\.example\.invalid\/api\/v1\/log\/entries$/, 'first-log'],
  [/^\/api\/v1\/log\/entries\//, 'first-log'],
  [/^\/log2\.example\.invalid\/api\/v2\/log\/entries$/, 'second-log'],
  [/^\/timestamp$/, 'clock'],
]

/** Starts the services for a run of a workflow; they go when the test ends. */
export async function startSigningServices(t: Ending, build: MadeBuild = githubBuild()): Promise<SigningServices> {
  const root = newAuthority('throw-away root', null)
  const parts: Parts = {
    root,
    authority: newAuthority('throw-away authority', root),
    certificateLog: newKeys(),
    first: newLog(),
    second: newSecondLog(),
    clock: newTimeAuthority(),
    issuer: newKeys(),
    build,
    entered: new Map(),
  }
  const asked: SigningService[] = []
  const faults = new Map<SigningService, { readonly fault: ServiceFault; left: number }>()
  const server = createServer((request, response) => {
    const service = paths.find(([form]) => form.test(request.url ?? ''))?.[1]
    if (service === undefined) {
      response.writeHead(404).end()
      return
    }
    asked.push(service)
    const pending = faults.get(service)
    const fault = pending !== undefined && pending.left > 0 ? pending.fault : null
    if (pending !== undefined) pending.left -= 1
    void bodyOf(request).then((body) => {
      const question = { path: request.url ?? '', authorization: request.headers.authorization, body }
      give(response, fault, (lie) => answer(parts, service, question, lie))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const url = {
    token: `${origin}/token?api-version=2.0`,
    authority: `${origin}/fulcio`,
    // A log is told by its name, which must stand in its address.
    'first-log': `${origin}/log.example.invalid`,
    'second-log': `${origin}/log2.example.invalid`,
    clock: `${origin}/timestamp`,
  }
  return {
    trustedRoot: JSON.stringify(rootJson(parts, url)),
    signingConfig: (version) => JSON.stringify(configJson(url, version)),
    env: jobOf(build, url.token),
    url,
    asked,
    fail(service, fault) {
      if (fault === null) faults.delete(service)
      else faults.set(service, { fault, left: fault.times ?? Number.POSITIVE_INFINITY })
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

function answer(parts: Parts, service: SigningService, asked: Asked, lie?: ServiceLie): Reply {
  try {
    return answerOf(parts, service, asked, lie)
  } catch (error) {
    return { status: 400, body: Buffer.from(JSON.stringify({ message: String(error) })) }
  }
}

function answerOf(parts: Parts, service: SigningService, asked: Asked, lie?: ServiceLie): Reply {
  if (service === 'token') return giveToken(parts, asked)
  if (service === 'authority') return giveCertificate(parts, asked, lie)
  if (service === 'second-log') return enterSecond(parts, asked, lie)
  if (service === 'clock') return giveTimestamp(parts, asked, lie)
  return asked.path.startsWith('/api/') ? findFirst(parts, asked) : enterFirst(parts, asked, lie)
}

function give(response: ServerResponse, fault: ServiceFault | null, reply: (lie?: ServiceLie) => Reply): void {
  if (fault?.kind === 'silent') return
  if (fault?.kind === 'status') return void response.writeHead(fault.status).end(fault.body ?? '')
  if (fault?.kind === 'garbage') return void response.writeHead(200).end(fault.body)
  if (fault?.kind === 'redirect') return void response.writeHead(307, { location: fault.to }).end()
  if (fault?.kind === 'endless') {
    floodWith(response.writeHead(200))
    return
  }
  const { status, body, headers } = reply(fault?.kind === 'lie' ? fault.lie : undefined)
  if (fault?.kind === 'lost') return void response.destroy()
  response.writeHead(status, headers)
  if (fault?.kind === 'cut') response.write(body.subarray(0, body.length >> 1), () => response.destroy())
  else response.end(body)
}

function floodWith(response: ServerResponse): void {
  if (!response.destroyed) response.write(Buffer.alloc(65_536, 0x20), () => floodWith(response))
}

type Addresses = SigningServices['url']

function rootJson(parts: Parts, url: Addresses): object {
  const authority = (uri: string, chain: readonly Buffer[]): object => ({
    subject: { organization: 'example.invalid', commonName: 'throw-away' },
    uri,
    certChain: { certificates: chain.map((each) => ({ rawBytes: each.toString('base64') })) },
    validFor: { start: '2025-01-01T00:00:00Z' },
  })
  const { publicKey } = parts.certificateLog
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [
      { ...parts.first.json, baseUrl: url['first-log'] },
      { ...parts.second.json, baseUrl: url['second-log'] },
    ],
    ctlogs: [logJson(publicKey, 'https://ct.example.invalid', sha256(spki(publicKey)))],
    certificateAuthorities: [authority(url.authority, [parts.authority.certificate, parts.root.certificate])],
    timestampAuthorities: [authority(url.clock, parts.clock.chain)],
  }
}

function configJson(url: Addresses, version: 1 | 2): object {
  const service = (address: string, majorApiVersion: number): object => ({
    url: address,
    majorApiVersion,
    validFor: { start: '2025-01-01T00:00:00Z' },
    operator: 'example.invalid',
  })
  return {
    mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
    caUrls: [service(url.authority, 1)],
    oidcUrls: [],
    rekorTlogUrls: [version === 1 ? service(url['first-log'], 1) : service(url['second-log'], 2)],
    rekorTlogConfig: { selector: 'ANY' },
    tsaUrls: version === 1 ? [] : [service(url.clock, 1)],
    tsaConfig: { selector: 'ANY' },
  }
}

/** The environment of a job of GitHub Actions that may ask for a token. */
function jobOf(build: MadeBuild, tokenUrl: string): Readonly<Record<string, string>> {
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: build.repository,
    GITHUB_REPOSITORY_ID: build.repositoryId,
    GITHUB_REPOSITORY_OWNER_ID: build.ownerId,
    GITHUB_WORKFLOW_REF: `${build.repository}/.github/workflows/${build.workflow}@${build.ref}`,
    GITHUB_REF: build.ref,
    GITHUB_SHA: build.commit,
    GITHUB_EVENT_NAME: build.trigger,
    GITHUB_RUN_ID: '42',
    GITHUB_RUN_ATTEMPT: '1',
    RUNNER_ENVIRONMENT: build.runner,
    ACTIONS_ID_TOKEN_REQUEST_URL: tokenUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
  }
}
