import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Ending } from './temporary-folder.ts'

/** A file that the server holds: answers conditional and range requests as RFC 9110 asks. */
export interface FileAnswer {
  readonly kind: 'file'
  readonly bytes: Uint8Array
  /** With its quotes: `"abc"` or `W/"abc"`. */
  readonly etag?: string
  /** An HTTP date. */
  readonly lastModified?: string
  /** False: ranges are ignored, as plain servers do. */
  readonly ranges?: boolean
  /** False: the length is not announced. */
  readonly length?: boolean
  readonly headers?: Readonly<Record<string, string>>
  readonly fault?: Fault
}

/** After so many bytes of the body: the connection breaks, closes as if all were sent, or nothing more comes. */
export interface Fault {
  readonly kind: 'break' | 'close' | 'stall'
  readonly after: number
}

export type Answer =
  | FileAnswer
  | {
      readonly kind: 'status'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
    }
  /** The request is taken and never answered. */
  | { readonly kind: 'silence' }

/** Answers are used in the order in which they are listed for their path. */
export interface Exchange {
  readonly path: string
  readonly answer: Answer
  /** How many requests it answers: 1 when not given; `any` is one or more. */
  readonly times?: number | 'any'
}

export interface RecordedRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

export interface FeedServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
  readonly requests: readonly RecordedRequest[]
  url(path: string): string
  add(...exchanges: readonly Exchange[]): void
}

interface Pending {
  readonly exchange: Exchange
  used: number
}

/**
 * A real HTTP server on loopback that gives only the answers it was told to give. When the test ends, a request that was
 * not listed or an answer that was not used fails it.
 */
export async function startFeedServer(t: Ending, exchanges: readonly Exchange[] = []): Promise<FeedServer> {
  const pending: Pending[] = exchanges.map((exchange) => ({ exchange, used: 0 }))
  const requests: RecordedRequest[] = []
  const unlisted: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    requests.push({ method: request.method ?? '', path, headers: plainHeaders(request) })
    const next = pending.find((each) => each.exchange.path === path && each.used < timesOf(each.exchange))
    if (next === undefined) {
      unlisted.push(`${request.method} ${path}`)
      response.writeHead(501).end('this request is not listed')
      return
    }
    next.used += 1
    give(next.exchange.answer, request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
    const unused = pending.filter(({ exchange, used }) => used < (exchange.times === 'any' ? 1 : timesOf(exchange)))
    assert.deepEqual(unlisted, [], 'requests that no exchange lists')
    assert.deepEqual(
      unused.map(({ exchange, used }) => `${exchange.path}: ${exchange.answer.kind}, used ${used} times`),
      [],
      'answers that were not used',
    )
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    requests,
    url: (path) => `${origin}${path}`,
    add: (...more) => void pending.push(...more.map((exchange) => ({ exchange, used: 0 }))),
  }
}

function timesOf(exchange: Exchange): number {
  return exchange.times === 'any' ? Number.POSITIVE_INFINITY : (exchange.times ?? 1)
}

function plainHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
}

function give(answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  if (answer.kind === 'silence') return
  if (answer.kind === 'status') {
    response.writeHead(answer.status, answer.headers).end(answer.body ?? '')
    return
  }
  if (isUnchanged(answer, request)) {
    response.writeHead(304, validatorsOf(answer)).end()
    return
  }
  const start = rangeStart(answer, request)
  if (start !== null && start >= answer.bytes.length) {
    response.writeHead(416, { 'content-range': `bytes */${answer.bytes.length}` }).end()
    return
  }
  const body = answer.bytes.subarray(start ?? 0)
  const range = `bytes ${start ?? 0}-${answer.bytes.length - 1}/${answer.bytes.length}`
  response.writeHead(start === null ? 200 : 206, {
    ...validatorsOf(answer),
    ...(answer.length === false ? {} : { 'content-length': String(body.length) }),
    ...(start === null ? {} : { 'content-range': range }),
    ...answer.headers,
  })
  send(response, body, answer.fault)
}

function send(response: ServerResponse, body: Uint8Array, fault: Fault | undefined): void {
  if (fault === undefined || fault.after >= body.length) {
    response.end(body)
    return
  }
  response.write(body.subarray(0, fault.after), () => {
    if (fault.kind === 'break') response.destroy()
    if (fault.kind === 'close') response.socket?.end()
  })
  if (fault.after === 0) response.flushHeaders()
}

function validatorsOf(answer: FileAnswer): Record<string, string> {
  return {
    ...(answer.etag === undefined ? {} : { etag: answer.etag }),
    ...(answer.lastModified === undefined ? {} : { 'last-modified': answer.lastModified }),
  }
}

/** RFC 9110 13.2.2: If-None-Match decides where it is given; If-Modified-Since otherwise. */
function isUnchanged(answer: FileAnswer, { headers }: IncomingMessage): boolean {
  const match = headers['if-none-match']
  if (match !== undefined) return answer.etag !== undefined && weakly(match) === weakly(answer.etag)
  const since = headers['if-modified-since']
  if (since === undefined || answer.lastModified === undefined) return false
  return Date.parse(answer.lastModified) <= Date.parse(since)
}

function weakly(etag: string): string {
  return etag.replace(/^W\//, '')
}

/** RFC 9110 13.1.5: a range counts only while If-Range is a strong match. */
function rangeStart(answer: FileAnswer, { headers }: IncomingMessage): number | null {
  const range = /^bytes=(\d+)-$/.exec(headers.range ?? '')
  if (range === null || answer.ranges === false) return null
  const condition = headers['if-range']
  const strong = condition === answer.etag && !condition?.startsWith('W/')
  if (condition !== undefined && !strong && condition !== answer.lastModified) return null
  return Number(range[1])
}
