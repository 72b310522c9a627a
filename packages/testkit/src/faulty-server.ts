/** An HTTP server on loopback that answers whatever it has, or goes wrong in the way that it is told. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Ending } from './temporary-folder.ts'

/** What goes wrong instead of an answer, so many times (always, when not given). */
export type ServerFault = { readonly times?: number } & (
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number }
  /** The connection breaks after half of the bytes. */
  | { readonly kind: 'cut' }
  /** A page of another content type than anybody asked for, with status 200. */
  | { readonly kind: 'wrong-type' }
  /** The answer comes whole, so many milliseconds late. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** The answer never comes. */
  | { readonly kind: 'silent' }
)

export interface ServedBody {
  readonly type: string
  readonly body: Buffer
}

export interface FaultyServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
  /** Paths, in the order in which they were asked for. */
  readonly requests: readonly string[]
  /** What goes wrong from now on for one path; null: nothing any more. */
  fail(path: string, fault: ServerFault | null): void
}

interface Pending {
  readonly fault: ServerFault
  left: number
}

/** Starts the server; it goes when the test ends. What `find` does not have is answered with 404. */
export async function startFaultyServer(
  t: Ending,
  find: (path: string, request: IncomingMessage) => ServedBody | null,
): Promise<FaultyServer> {
  const faults = new Map<string, Pending>()
  const requests: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    requests.push(path)
    const pending = faults.get(path)
    const found = find(path, request)
    if (pending === undefined || pending.left <= 0) give(response, found)
    else {
      pending.left -= 1
      goWrong(response, found, pending.fault)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    fail(path, fault) {
      if (fault === null) faults.delete(path)
      else faults.set(path, { fault, left: fault.times ?? Number.POSITIVE_INFINITY })
    },
  }
}

function give(response: ServerResponse, found: ServedBody | null): void {
  if (found === null) response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not Found"}')
  else response.writeHead(200, { 'content-type': found.type, 'content-length': found.body.length }).end(found.body)
}

function goWrong(response: ServerResponse, found: ServedBody | null, fault: ServerFault): void {
  if (fault.kind === 'silent') return
  if (fault.kind === 'slow') {
    const timer = setTimeout(() => give(response, found), fault.milliseconds)
    response.on('close', () => clearTimeout(timer))
  } else if (fault.kind === 'status') {
    const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }
    response.writeHead(fault.status, headers).end('not now')
  } else if (fault.kind === 'wrong-type') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><p>Please log in.</p>')
  } else {
    const body = found?.body ?? Buffer.from('nothing at all')
    response.writeHead(200, { 'content-type': found?.type ?? 'text/plain', 'content-length': body.length })
    response.write(body.subarray(0, body.length >> 1), () => response.destroy())
  }
}
