import { createHash, randomUUID } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  type Stats,
  writeSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { provenanceUrlText, readProvenanceUrl, withoutRecordRow, withRecordRow } from '@cordon/pypa'
import { EngineError } from '../error.ts'
import { readPlainFile, systemCode } from '../plain-file.ts'

export const provenanceFile = 'provenance_url.json'
const recordFile = 'RECORD'
const mostBytes = 64 * 1024 * 1024
const leftover = /^\.(?:RECORD|provenance_url\.json)\.[0-9a-f-]{36}\.cordon-new$/

/** One step on the disk: what tests interrupt. */
export type Step = (what: 'write' | 'rename' | 'remove', path: string) => void

/**
 * `absent`: no file and no row. `recorded`: RECORD lists the file as it stands there. `unlisted`: RECORD does not list it. `differs`: RECORD lists other
 * bytes. `row-only`: RECORD lists it, and it is not there.
 */
export type RecordedState = 'absent' | 'recorded' | 'unlisted' | 'differs' | 'row-only'

/** The metadata folder of one distribution on this disk: RECORD and `provenance_url.json`. RECORD's bytes are kept one to one. */
export interface OriginFiles {
  readonly folder: string
  readonly state: RecordedState
  /** Text of `provenance_url.json`; null where there is none. */
  readonly text: string | null
  /** Each byte a character, whatever its encoding. */
  readonly record: string
  readonly recordStats: Stats
}

/** Reads both; throws `EngineError('NOT_READABLE')`. */
export function readOriginFiles(folder: string): OriginFiles {
  const recordPath = join(folder, recordFile)
  const path = join(folder, provenanceFile)
  const recordStats = statOf(recordPath)
  if (recordStats === null) throw new EngineError('NOT_READABLE', `${recordPath}: there is none`)
  const record = bytesOf(recordPath).toString('latin1')
  const bytes = statOf(path) === null ? null : bytesOf(path)
  const row = rowPath(folder)
  const without = withoutRecordRow(record, row)
  const hasRow = without !== record
  const isListed = bytes !== null && withRecordRow(record, rowOf(row, bytes)) === record
  const state =
    bytes === null ? (hasRow ? 'row-only' : 'absent') : isListed ? 'recorded' : hasRow ? 'differs' : 'unlisted'
  return { folder, state, text: bytes === null ? null : bytes.toString('utf8'), record, recordStats }
}

/** The row's path as the bytes of RECORD would have it. */
function rowPath(folder: string): string {
  return `${Buffer.from(basename(folder), 'utf8').toString('latin1')}/${provenanceFile}`
}

function rowOf(path: string, bytes: Uint8Array): { path: string; digest: string; size: number } {
  return { path, digest: createHash('sha256').update(bytes).digest('base64url'), size: bytes.length }
}

function bytesOf(path: string): Buffer {
  const read = readPlainFile(path, mostBytes)
  if ('code' in read)
    throw new EngineError('NOT_READABLE', `${path}: cannot be read (${read.reason})`, { cause: read.cause })
  return read
}

function statOf(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null
}

/** Whether the bytes are such as `writeOrigin` writes: only these are taken away again. */
export function isOurs(text: string): boolean {
  const read = readProvenanceUrl(text)
  return read !== null && provenanceUrlText(read) === text
}

/**
 * Writes the file and its row. RECORD comes first: whenever the work is cut off, a file that is there is listed, so that whoever uninstalls takes it
 * along, and the next run mends what is left. Each file is replaced as a whole. Throws `EngineError('NOT_WRITTEN')`.
 */
export function writeOrigin(files: OriginFiles, text: string, step: Step = () => undefined): void {
  const { folder, record } = files
  const bytes = Buffer.from(text, 'utf8')
  const next = withRecordRow(record, rowOf(rowPath(folder), bytes))
  orRefuse(folder, () => {
    removeLeftovers(folder)
    if (next !== record) replaceRecord(files, next, step)
    if (files.text !== text) replace({ folder, name: provenanceFile, mode: files.recordStats }, bytes, step)
  })
}

/** Adds the row of a file that stands there unlisted. Throws `EngineError('NOT_WRITTEN')`. */
export function listOrigin(files: OriginFiles, step: Step = () => undefined): void {
  if (files.text !== null) writeOrigin(files, files.text, step)
}

/** Takes the file and its row away: the file first, so that it is never there unlisted. Throws `EngineError('NOT_WRITTEN')`. */
export function removeOrigin(files: OriginFiles, step: Step = () => undefined): void {
  const { folder, record } = files
  const next = withoutRecordRow(record, rowPath(folder))
  orRefuse(folder, () => {
    removeLeftovers(folder)
    const path = join(folder, provenanceFile)
    step('remove', path)
    rmSync(path, { force: true })
    if (next !== record) replaceRecord(files, next, step)
  })
}

function replaceRecord({ folder, record, recordStats }: OriginFiles, next: string, step: Step): void {
  // An installer may have been at work since it was read.
  if (bytesOf(join(folder, recordFile)).toString('latin1') !== record)
    throw new EngineError('NOT_WRITTEN', `${folder}: RECORD has changed meanwhile; run again`)
  replace({ folder, name: recordFile, mode: recordStats }, Buffer.from(next, 'latin1'), step)
}

interface Target {
  readonly folder: string
  readonly name: string
  /** Owner and rights are those of RECORD. */
  readonly mode: Stats
}

/** A new file beside it, then one rename: a file that an installer linked from its cache is never written through. */
function replace({ folder, name, mode }: Target, bytes: Uint8Array, step: Step): void {
  const path = join(folder, name)
  const temporary = join(folder, `.${name}.${randomUUID()}.cordon-new`)
  step('write', path)
  const descriptor = openSync(temporary, 'wx', 0o600)
  try {
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    const own = statOf(temporary)
    if (own !== null && (own.uid !== mode.uid || own.gid !== mode.gid)) chownSync(temporary, mode.uid, mode.gid)
    chmodSync(temporary, mode.mode & 0o666)
    step('rename', path)
    renameSync(temporary, path)
  } catch (cause) {
    rmSync(temporary, { force: true })
    throw cause
  }
}

/** What a run that was cut off has left behind. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) if (leftover.test(name)) rmSync(join(folder, name), { force: true })
}

function orRefuse(folder: string, work: () => void): void {
  try {
    work()
  } catch (cause) {
    if (cause instanceof EngineError) throw cause
    throw new EngineError('NOT_WRITTEN', `${folder}: cannot be written (${systemCode(cause)})`, { cause })
  }
}
