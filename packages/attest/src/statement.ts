import { parseSdistFilename, parseWheelFilename } from '@cordon/pypa'
import { decodeUtf8 } from './base64.ts'
import { AttestError } from './error.ts'
import { isObject, type Json, listOf, member, readJson, textOf } from './json.ts'
import { limits } from './limits.ts'
import type { Subject } from './verify-bundle.ts'

/** An in-toto statement: what is said (`predicate`) of which files. */
export interface Statement {
  readonly predicateType: string
  readonly predicate: Json
  readonly subjects: readonly StatementSubject[]
}

export interface StatementSubject {
  readonly name: string | null
  /** Lower-case hex by algorithm. */
  readonly digests: ReadonlyMap<string, string>
}

/** What in-toto says an envelope's payload type must be for the payload to be a statement. */
export const statementType = 'application/vnd.in-toto+json'

const versions = ['https://in-toto.io/Statement/v1', 'https://in-toto.io/Statement/v0.1']
const hex = /^[0-9a-f]{1,128}$/
const fileEndings = ['.whl', '.tar.gz', '.zip']

/** Reads an in-toto statement, 0.1 or 1. Throws `statement`. */
export function parseStatement(payload: Uint8Array): Statement {
  const json = readPayload(payload)
  if (!versions.includes(textOf(json, '_type') ?? ''))
    throw new AttestError('statement', 'What is signed is no in-toto statement of version 0.1 or 1.')
  const predicateType = textOf(json, 'predicateType')
  if (predicateType === null || predicateType === '')
    throw new AttestError('statement', 'The statement does not say of what type it is.')
  const subjects = listOf(json, 'subject')
  if (subjects.length === 0 || subjects.length > limits.subjects)
    throw new AttestError('statement', `The statement is about ${subjects.length} files.`)
  return { predicateType, predicate: member(json, 'predicate') ?? null, subjects: subjects.map(readSubject) }
}

function readPayload(payload: Uint8Array): Json {
  const text = decodeUtf8(payload)
  if (text === null) throw new AttestError('statement', 'What is signed is not UTF-8.')
  try {
    return readJson(text, 'The statement')
  } catch (cause) {
    if (cause instanceof AttestError) throw new AttestError('statement', cause.message, { cause })
    throw cause
  }
}

function readSubject(json: Json): StatementSubject {
  const digest = member(json, 'digest')
  const name = member(json, 'name') ?? null
  if (!isObject(digest) || (name !== null && typeof name !== 'string'))
    throw new AttestError('statement', 'A subject of the statement has no digest, or a name that is no text.')
  const digests = new Map<string, string>()
  for (const [algorithm, value] of Object.entries(digest)) {
    if (typeof value !== 'string') throw new AttestError('statement', 'A digest of the statement is no text.')
    digests.set(algorithm, value)
  }
  return { name, digests }
}

/** PEP 740: one subject, which names this file and its digest. Throws `statement`, `subject-name`, `subject-digest`. */
export function checkDistributionSubject(statement: Statement, subject: Subject): void {
  const [only, ...more] = statement.subjects
  if (only === undefined || more.length > 0)
    throw new AttestError('statement', `The statement is about ${statement.subjects.length} files; one is allowed.`)
  if (only.name === null) throw new AttestError('subject-name', 'The statement does not name its file.')
  const claimed = distributionKey(only.name)
  if (claimed === null) throw new AttestError('subject-name', 'The statement names no wheel or source distribution.')
  if (subject.name !== null && distributionKey(subject.name) !== claimed)
    throw new AttestError('subject-name', `The statement is about \`${only.name.slice(0, 200)}\`.`)
  const digest = only.digests.get('sha256')
  if (digest === undefined || !hex.test(digest))
    throw new AttestError('subject-digest', 'The statement has no SHA-256 in lower-case hex.')
  if (digest !== subject.sha256) throw new AttestError('subject-digest', 'The statement is about other bytes.')
}

/** Any other statement: one of its subjects has the digest of the file. Throws `subject-digest`. */
export function checkAnySubject(statement: Statement, subject: Subject): void {
  if (statement.subjects.some(({ digests }) => digests.get('sha256') === subject.sha256)) return
  throw new AttestError('subject-digest', 'The statement is about other files.')
}

/** Equal for two names of one file: tags are sets, names and versions have several spellings. Null for what is no distribution. */
export function distributionKey(filename: string): string | null {
  if (!fileEndings.some((ending) => filename.endsWith(ending)) || /[/\\]/.test(filename)) return null
  try {
    if (!filename.endsWith('.whl')) {
      const { name, version } = parseSdistFilename(filename)
      return JSON.stringify([name, versionKey(version), filename.endsWith('.zip') ? '.zip' : '.tar.gz'])
    }
    const { name, version, build, python, abi, platform } = parseWheelFilename(filename)
    const tags = [python, abi, platform].map((set) => [...new Set(set)].sort())
    return JSON.stringify([name, versionKey(version), build, tags])
  } catch {
    return null
  }
}

function versionKey(version: ReturnType<typeof parseWheelFilename>['version']): string {
  return version.kind === 'legacy' ? version.raw : version.key
}
