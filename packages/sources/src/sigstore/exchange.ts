/** One question to a service of Sigstore, answered within bounds or not at all. */
import { SourceError } from '../error.ts'
import { type HttpAddress, readHttpAddress } from '../http/address.ts'
import { type HttpAnswer, type HttpClient, requestOnce } from '../http/client.ts'
import { isRetryable, retry, retryAfter, Transient } from '../http/retry.ts'

export interface Question {
  /** For people: `certificate authority`. */
  readonly service: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Value of an Authorization header: a secret, which does not follow a redirect to another origin. */
  readonly authorization?: string
  /** Absent: GET. */
  readonly body?: Uint8Array
  /** What is no answer but can be dealt with; anything else that is no success throws. */
  readonly expected?: readonly number[]
}

export interface ServiceAnswer {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
}

const mostBytes = 1024 * 1024

/**
 * Asks a service, again where another try may help. Throws `SourceError`: `UNAUTHORIZED` where it does not take who asks,
 * `HTTP_STATUS`, `TOO_LARGE`, and what the connection throws. What the service says itself goes into the message, bounded.
 */
export async function askService(client: HttpClient, question: Question): Promise<ServiceAnswer> {
  const seconds = client.settings.totalMilliseconds / 1000
  const late = `${question.url}: the ${question.service} gave no answer within ${seconds} s. Try again later.`
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(new SourceError('TIMEOUT', late)), client.settings.totalMilliseconds)
  try {
    return await retry(client, {
      signal: limit.signal,
      progress: () => 0,
      attempt: () => askOnce(client, question, limit.signal),
    })
  } finally {
    clearTimeout(timer)
  }
}

async function askOnce(client: HttpClient, question: Question, signal: AbortSignal): Promise<ServiceAnswer> {
  const { headers, body, expected = [] } = question
  const address = secureAddress(question)
  const answer = await requestOnce(client, {
    address,
    headers,
    signal,
    ...(body === undefined ? {} : { body }),
  })
  try {
    const bytes = await readBounded(answer, question)
    const { status } = answer
    if ((status >= 200 && status < 300) || expected.includes(status)) return { status, headers: answer.headers, bytes }
    throw refusal(answer, bytes, question, client.io.now())
  } finally {
    answer.close()
  }
}

/** Tokens and what is signed go to services over TLS, or no further than this machine. */
function secureAddress({ url, service, authorization }: Question): HttpAddress {
  const address = readHttpAddress(url)
  const { protocol, hostname } = new URL(address.url)
  if (protocol !== 'https:' && !loopback.has(hostname))
    throw new SourceError('BAD_ADDRESS', `${address.url}: the ${service} must be asked over https. Check the address.`)
  return authorization === undefined ? address : { ...address, authorization }
}

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost'])

async function readBounded({ body }: HttpAnswer, { url, service }: Question): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of body) {
    length += piece.length
    if (length > mostBytes)
      throw new SourceError('TOO_LARGE', `${url}: the ${service} answers with more than ${mostBytes} bytes.`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function refusal(answer: HttpAnswer, bytes: Buffer, { url, service }: Question, now: Date): Error {
  const { status, headers } = answer
  const said = sayingOf(bytes)
  const text = `${url}: the ${service} answered ${status}${said === '' ? '' : ` (${said})`}.`
  if (status === 401 || status === 403)
    return new SourceError(
      'UNAUTHORIZED',
      `${text} Check that the identity token is fresh and meant for it (audience \`sigstore\`), and that the job may ask for one.`,
    )
  const advice =
    status === 404 ? 'Check the address.' : status < 500 ? 'It does not take what was sent.' : 'Try again later.'
  const failure = new SourceError('HTTP_STATUS', `${text} ${advice}`)
  return isRetryable(status) ? new Transient(failure, retryAfter(headers.get('retry-after'), now)) : failure
}

/** What a service says of why it refuses: the `message` of a JSON answer. Hostile, so short and on one line. */
function sayingOf(bytes: Buffer): string {
  const message = readObject(bytes)?.message
  return typeof message === 'string' ? message.replaceAll(/\s+/g, ' ').trim().slice(0, 200) : ''
}

/** A JSON object out of an answer; null for anything else. */
export function readObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An own member of what came back; undefined where there is none. */
export function memberOf(value: unknown, ...path: readonly string[]): unknown {
  let current = value
  for (const key of path) current = isRecord(current) && Object.hasOwn(current, key) ? current[key] : undefined
  return current
}

/** `base` and a path behind it, whether or not the base ends in a slash. */
export function under(base: string, path: string): string {
  return `${base.replace(/\/{1,10}$/, '')}${path}`
}

export const jsonHeaders = { accept: 'application/json', 'content-type': 'application/json' } as const

export function jsonBody(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value), 'utf8')
}

/** The answer is not what the service gives. */
export function garbage(url: string, service: string, what: string): SourceError {
  return new SourceError(
    'BAD_DATA',
    `${url}: the ${service} answered, but ${what}. Check that the address is that of one.`,
  )
}
