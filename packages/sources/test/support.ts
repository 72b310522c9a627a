import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  SourceError,
  type SourceErrorCode,
  type UpdateIo,
  type UpdateRequest,
  type UpdateResult,
  updateDatabase,
} from '@cordon/sources'
import { type Ending, temporaryFolder } from '@cordon/testkit'
import { openToy, type ToyContent, toyBuilder } from './toy-database.ts'

export const now = new Date('2026-11-21T12:00:00Z')

/** No real waiting, no jitter, and a network that must not be used unless a test gives one. */
export const quietIo: UpdateIo = {
  fetch: ((url: string) => assert.fail(`fetch was called for ${url}`)) as unknown as typeof fetch,
  now: () => now,
  sleep: async () => undefined,
  random: () => 0,
  self: { pid: process.pid, host: 'test', isRunning: (pid) => pid === process.pid },
}

export const onlineIo: UpdateIo = { ...quietIo, fetch }

export interface Bench {
  /** Holds the sources. */
  readonly folder: string
  /** The database. */
  readonly target: string
  update(request: Partial<UpdateRequest>, io?: Partial<UpdateIo>): Promise<UpdateResult>
  content(): ToyContent
  /** What lies in the database's folder. */
  files(): string[]
}

/** A fresh cache folder and a folder for sources, and a toy database between them. */
export function benchOf(t: Ending, builder = toyBuilder()): Bench {
  const folder = temporaryFolder(t)
  const target = join(folder, 'cache', 'advisories', 'pypi.cordondb')
  const rest = { kev: null, epss: null, sha256: null, cwd: folder, offline: false, force: false }
  return {
    folder,
    target,
    update: (request, io = {}) =>
      updateDatabase({ target, osv: null, ...rest, ...request }, builder, { ...onlineIo, ...io }),
    content: () => openToy(readFileSync(target)),
    files: () => readdirSync(join(target, '..')).sort(),
  }
}

export const wholeFolder = ['pypi.cordondb', 'pypi.cordondb.state.json']

export async function fails(code: SourceErrorCode, promise: Promise<unknown>, text = /./): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof SourceError, error instanceof Error ? error.stack : String(error))
    assert.equal(error.code, code, error.message)
    assert.match(error.message, text)
    return true
  })
}
