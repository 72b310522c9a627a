/**
 * A process that updates a toy database, for tests that kill it or take its disk away.
 * Argument: JSON of `ChildOrder`. Prints `{ "code": null | string, "message": string }`.
 */
import { hostname } from 'node:os'
import { CodedError } from '@cordon/model'
import { type UpdateEvent, updateDatabase } from '@cordon/sources'
import { toyBuilder } from '../toy-database.ts'

export interface ChildOrder {
  readonly target: string
  readonly osv: string
  readonly padding: number
  /** Kills itself at the nth event of this phase, from 1. */
  readonly killAt?: { readonly phase: UpdateEvent['phase']; readonly nth: number }
  /** Waits for a line on standard input once it has the lock. */
  readonly holdLock?: boolean
}

export interface ChildResult {
  readonly code: string | null
  readonly message: string
}

const order = JSON.parse(process.argv[2] ?? '') as ChildOrder
let seen = 0

function onEvent({ phase }: UpdateEvent): void {
  if (phase === 'lock') process.stdout.write('locked\n')
  if (phase !== order.killAt?.phase) return
  seen += 1
  if (seen === order.killAt.nth) process.kill(process.pid, 'SIGKILL')
}

/** Stands between having the lock and the first request. */
async function heldFetch(...parameters: Parameters<typeof fetch>): Promise<Response> {
  if (order.holdLock === true) await new Promise((done) => process.stdin.once('data', done))
  return fetch(...parameters)
}

async function update(): Promise<ChildResult> {
  try {
    const rest = { kev: null, epss: null, sha256: null, cwd: process.cwd(), offline: false, force: false }
    await updateDatabase({ ...rest, target: order.target, osv: order.osv }, toyBuilder({ padding: order.padding }), {
      fetch: heldFetch,
      now: () => new Date(),
      self: { pid: process.pid, host: hostname(), isRunning: () => true },
      onEvent,
    })
    return { code: null, message: '' }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    return { code: error.code, message: error.message }
  }
}

process.stdout.write(`${JSON.stringify(await update())}\n`)
process.stdin.destroy()
