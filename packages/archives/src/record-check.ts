import { hash } from 'node:crypto'
import { parseRecord, type RecordEntry } from '@cordon/pypa'
import type { Archive, Member } from './archive.ts'

/** RECORD against the files, both ways. Every list holds paths, in a fixed order. */
export interface RecordCheck {
  readonly entries: number
  /** Listed and not there. */
  readonly missing: readonly string[]
  /** There and not listed. */
  readonly extra: readonly string[]
  readonly wrongHash: readonly string[]
  readonly wrongSize: readonly string[]
  /** Listed without a digest, or with one that RECORD may not have (MD5, SHA-1). */
  readonly unhashed: readonly string[]
  /** Listed with a digest that was not compared: the file is larger than asked for, or could not be read to its end. */
  readonly unchecked: readonly string[]
  /** Listed more than once. */
  readonly repeated: readonly string[]
  /** Lines that are no entries. */
  readonly unreadable: readonly number[]
}

export interface RecordRequest {
  /** Text of RECORD. */
  readonly text: string
  /** Its folder, which holds the files that are never listed: `name-1.dist-info/`. */
  readonly folder: string
  /** Digests are compared for files up to this size, in bytes. */
  readonly hashUpTo: number
}

/** PEP 427: signatures of RECORD itself cannot be in it; PEP 376: bytecode that an installer makes need not be. */
const unlisted = /(?:^|\/)(?:RECORD|RECORD\.jws|RECORD\.p7s)$/
const algorithms = new Map([
  ['sha256', 'sha256'],
  ['sha384', 'sha384'],
  ['sha512', 'sha512'],
  ['sha3_256', 'sha3-256'],
  ['sha3_512', 'sha3-512'],
  ['blake2b', 'blake2b512'],
  ['blake2s', 'blake2s256'],
])

export function checkRecord(archive: Archive, { text, folder, hashUpTo }: RecordRequest): RecordCheck {
  const { entries, unreadable } = parseRecord(text)
  const members = new Map(archive.members.map((member) => [member.path, member]))
  const listed = new Set<string>()
  const result = {
    missing: [] as string[],
    wrongHash: [] as string[],
    wrongSize: [] as string[],
    unhashed: [] as string[],
    unchecked: [] as string[],
    repeated: [] as string[],
  }
  for (const entry of entries) {
    const path = plainPath(entry.path)
    if (listed.has(path)) result.repeated.push(path)
    listed.add(path)
    const member = members.get(path)
    if (member === undefined) {
      // What an installed project lists outside of its folder, scripts above all, is not in what we were given.
      if (archive.kind !== 'files' || !isOutside(entry.path)) result.missing.push(path)
      continue
    }
    const answer = compare(entry, member, hashUpTo)
    if (answer !== 'right' && !(answer === 'unhashed' && path.startsWith(folder) && unlisted.test(path)))
      result[answer].push(path)
  }
  const extra = [...members.keys()].filter((path) => !listed.has(path) && !isNeverListed(path, folder))
  return { entries: entries.length, ...result, extra, unreadable }
}

function plainPath(path: string): string {
  return path.replaceAll('\\', '/').replace(/^\.\//, '')
}

function isOutside(path: string): boolean {
  return path.startsWith('/') || path.startsWith('../') || /^[A-Za-z]:/.test(path)
}

function isNeverListed(path: string, folder: string): boolean {
  return path.startsWith(folder) && unlisted.test(path.slice(folder.length))
}

type Answer = 'right' | 'wrongHash' | 'wrongSize' | 'unhashed' | 'unchecked'

function compare({ hash: told, size }: RecordEntry, member: Member, hashUpTo: number): Answer {
  if (size !== null && size !== member.size) return 'wrongSize'
  const algorithm = told === null ? undefined : algorithms.get(told.algorithm)
  if (told === null || algorithm === undefined) return 'unhashed'
  if (member.size > hashUpTo) return 'unchecked'
  const bytes = member.bytes()
  if (bytes.length !== member.size) return 'unchecked'
  const digest = hash(algorithm, bytes, 'buffer')
  const written = told.digest.replace(/={1,2}$/, '')
  // Some tools write the digest in hexadecimal.
  const isRight = written === digest.toString('base64url') || written.toLowerCase() === digest.toString('hex')
  return isRight ? 'right' : 'wrongHash'
}
