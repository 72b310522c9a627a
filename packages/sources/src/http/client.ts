import { setTimeout as sleepFor } from 'node:timers/promises'
import { SourceError } from '../error.ts'
import { followRedirect, type HttpAddress } from './address.ts'

/** What the client uses of the outside. */
export interface HttpIo {
  readonly fetch: typeof fetch
  readonly now: () => Date
  /** Waits so many milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<void>
  /** From 0 to below 1. */
  readonly random?: () => number
}

export interface HttpSettings {
  /** True: every request throws `OFFLINE` before a socket is opened. */
  readonly offline: boolean
  /** Until the answer's headers are there. */
  readonly connectMilliseconds: number
  /** Between two pieces of a body. */
  readonly idleMilliseconds: number
  /** For one download, its retries and waits among it. */
  readonly totalMilliseconds: number
  readonly redirects: number
  /** Tries in a row that bring nothing new. */
  readonly attempts: number
  /** Longest `Retry-After` that is waited for. */
  readonly patienceMilliseconds: number
  /** What a person can do when nothing comes: ends messages. */
  readonly advice: string
}

export const defaultHttpSettings: HttpSettings = {
  offline: false,
  connectMilliseconds: 20_000,
  idleMilliseconds: 30_000,
  totalMilliseconds: 30 * 60_000,
  redirects: 5,
  attempts: 5,
  patienceMilliseconds: 60_000,
  advice: 'Try again later, or take a mirror with --from.',
}

/** One HTTP client for the whole product. Made once per command. */
export interface HttpClient {
  readonly io: Required<HttpIo>
  readonly settings: HttpSettings
}

export function createHttpClient(io: HttpIo, settings: Partial<HttpSettings> = {}): HttpClient {
  return {
    io: { sleep: async (milliseconds) => void (await sleepFor(milliseconds)), random: Math.random, ...io },
    settings: { ...defaultHttpSettings, ...settings },
  }
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  /** Where the answer came from after redirects. */
  readonly address: HttpAddress
  /** Ends with `TIMEOUT` when nothing comes for too long, with `TRUNCATED` when the connection breaks. */
  readonly body: AsyncIterable<Uint8Array>
  /** Must be called when the body is not read to its end. */
  close(): void
}

export interface HttpRequest {
  readonly address: HttpAddress
  readonly headers: Readonly<Record<string, string>>
  /** What is sent, with POST; absent: GET. It goes to this address and no other: a redirect is refused. */
  readonly body?: Uint8Array
  /** Ends the request from outside, with its reason. */
  readonly signal: AbortSignal
}

const redirectStatuses = new Set([301, 302, 303, 307, 308])

/**
 * One GET, redirects followed, or one POST, redirects refused. Any status is an answer; throws `OFFLINE`, `CONNECT`, `CERTIFICATE`, `TIMEOUT`
 * or `REDIRECT`.
 * Proxies: see `useProxyOf`.
 */
export async function requestOnce(client: HttpClient, request: HttpRequest): Promise<HttpAnswer> {
  if (client.settings.offline)
    throw new SourceError(
      'OFFLINE',
      `${request.address.url}: the network is switched off. Give a local file instead, or run again without --offline.`,
    )
  let address = request.address
  for (let hops = 0; hops <= client.settings.redirects; hops++) {
    const answer = await exchange(client, { ...request, address })
    if (!redirectStatuses.has(answer.status)) return answer
    answer.close()
    if (request.body !== undefined) {
      const text = `${address.url}: redirects what is sent to it, which is not followed. Give the final address.`
      throw new SourceError('REDIRECT', text)
    }
    address = followRedirect(address, answer.headers.get('location'))
  }
  throw new SourceError(
    'REDIRECT',
    `${request.address.url}: redirects more than ${client.settings.redirects} times. Give the final address.`,
  )
}

async function exchange(client: HttpClient, request: HttpRequest): Promise<HttpAnswer> {
  const { url, authorization } = request.address
  const controller = new AbortController()
  const silence = watchSilence(controller, url, client.settings.advice)
  silence.restart(client.settings.connectMilliseconds)
  const end = (): void => controller.abort(request.signal.reason)
  if (request.signal.aborted) end()
  request.signal.addEventListener('abort', end, { once: true })
  const release = (): void => {
    silence.stop()
    request.signal.removeEventListener('abort', end)
  }
  try {
    const response = await client.io.fetch(url, {
      ...(request.body === undefined ? {} : { method: 'POST', body: request.body }),
      redirect: 'manual',
      signal: controller.signal,
      headers: {
        // As stored: a coding on the way would make lengths, ranges and digests speak of other bytes.
        'accept-encoding': 'identity',
        'user-agent': 'cordon',
        ...request.headers,
        ...(authorization === null ? {} : { authorization }),
      },
    })
    silence.restart(client.settings.idleMilliseconds)
    const close = (): void => {
      release()
      controller.abort()
    }
    const { status, headers } = response
    const body = readBody(response, { controller, url, onPiece: silence.refresh, release })
    return { status, headers, address: request.address, body, close }
  } catch (cause) {
    release()
    throw controller.signal.reason instanceof SourceError ? controller.signal.reason : connectError(url, cause)
  }
}

interface Silence {
  restart(milliseconds: number): void
  refresh(): void
  stop(): void
}

function watchSilence(controller: AbortController, url: string, advice: string): Silence {
  let timer: NodeJS.Timeout | undefined
  const stop = (): void => clearTimeout(timer)
  return {
    stop,
    refresh: () => void timer?.refresh(),
    restart(milliseconds) {
      stop()
      const seconds = milliseconds / 1000
      timer = setTimeout(() => {
        const text = `${url}: silent for ${seconds} s. ${advice}`
        controller.abort(new SourceError('TIMEOUT', text))
      }, milliseconds)
    },
  }
}

interface BodyContext {
  readonly controller: AbortController
  readonly url: string
  readonly onPiece: () => void
  readonly release: () => void
}

async function* readBody(response: Response, context: BodyContext): AsyncGenerator<Uint8Array> {
  const { controller, url, onPiece, release } = context
  try {
    for await (const piece of response.body ?? []) {
      onPiece()
      yield piece
    }
  } catch (cause) {
    if (controller.signal.reason instanceof SourceError) throw controller.signal.reason
    throw new SourceError('TRUNCATED', `${url}: the connection broke in the middle. Try again.`, { cause })
  } finally {
    release()
  }
}

const certificateCode = /^(?:CERT_|ERR_TLS_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH)/

function connectError(url: string, cause: unknown): SourceError {
  const code = deepestCode(cause)
  const host = URL.parse(url)?.host ?? url
  if (certificateCode.test(code))
    return new SourceError(
      'CERTIFICATE',
      `${url}: the certificate of ${host} is not trusted (${code}). Behind a proxy that reads TLS, name its certificate in NODE_EXTRA_CA_CERTS.`,
      { cause },
    )
  return new SourceError(
    'CONNECT',
    `${url}: no connection to ${host} (${code}). Check the address, the network and HTTPS_PROXY.`,
    { cause },
  )
}

/** `fetch` wraps what went wrong in several layers; the innermost code is the one that tells. */
function deepestCode(error: unknown): string {
  let code = 'failed'
  let current = error
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    if ('code' in current && typeof current.code === 'string') code = current.code
    current = current.cause
  }
  return code
}
