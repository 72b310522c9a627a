import { createHash } from 'node:crypto'
import type { Subject } from '@cordon/attest'
import type { Vouching } from '@cordon/model'
import type { SealedCache } from '@cordon/sources'

/** What an index said of a file last, and when. */
export interface Answer {
  /** ISO time. */
  readonly at: string
  /** Without credentials. */
  readonly index: string
  readonly filename: string
  /** ISO time, where the index tells. */
  readonly uploaded: string | null
  /** SHA-256 of the provenance as served; null where the index has none. */
  readonly provenance: string | null
}

/** Which file, asked at which indexes, without credentials. */
export interface Asked {
  readonly indexes: readonly string[]
  readonly name: string
  readonly filename: string | null
  readonly sha256: string
}

/**
 * What is kept of earlier runs: what an index said last, the provenances by their digest, and which of them hold for which file: that
 * one does not is never kept.
 */
export interface Kept {
  answer(asked: Asked): Answer | null
  keepAnswer(asked: Asked, answer: Answer): void
  provenance(digest: string): string | null
  keepProvenance(text: string): void
  /** What a provenance, by its digest, was found to say of a file; all of it holds. */
  vouchings(digest: string, subject: Subject): readonly Vouching[] | null
  keepVouchings(digest: string, subject: Subject, vouchings: readonly Vouching[]): void
}

/** `trust`: digest of what is trusted and of the rules; what was verified under another is not verified. */
export function openKept(cache: SealedCache | null, trust: string): Kept {
  const placeOf = ({ indexes, name, filename, sha256 }: Asked): readonly string[] => [
    'answer-1',
    JSON.stringify(indexes),
    name,
    filename ?? '',
    sha256,
  ]
  const resultOf = (digest: string, { name, sha256 }: Subject): readonly string[] => [
    'vouchings-1',
    trust,
    digest,
    name ?? '',
    sha256,
  ]
  return {
    answer: (asked) => answerOf(parsed(cache?.read(...placeOf(asked)) ?? '')),
    keepAnswer: (asked, answer) => cache?.write(JSON.stringify(answer), ...placeOf(asked)),
    provenance(digest) {
      const text = cache?.read('provenance-1', digest) ?? null
      return text !== null && digestOf(text) === digest ? text : null
    },
    keepProvenance: (text) => cache?.write(text, 'provenance-1', digestOf(text)),
    vouchings: (digest, subject) => vouchingsOf(parsed(cache?.read(...resultOf(digest, subject)) ?? '')),
    keepVouchings: (digest, subject, vouchings) =>
      cache?.write(JSON.stringify(vouchings), ...resultOf(digest, subject)),
  }
}

/** SHA-256 of a text, lower-case hex. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Long enough that a build asks little, short enough that a new provenance, or one that was taken back, is seen. */
const freshMilliseconds = { some: 7 * 86_400_000, none: 3_600_000 }

/** Whether an answer need not be asked again. One of the future is none: a clock was wrong. */
export function isFresh({ at, provenance }: Answer, now: Date): boolean {
  const age = now.getTime() - Date.parse(at)
  return age >= 0 && age < freshMilliseconds[provenance === null ? 'none' : 'some']
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The seal says that this program wrote it; the shape is looked at all the same. */
function answerOf(value: unknown): Answer | null {
  if (typeof value !== 'object' || value === null) return null
  const { at, index, filename, uploaded, provenance } = value as Readonly<Record<string, unknown>>
  if (typeof at !== 'string' || typeof index !== 'string' || typeof filename !== 'string') return null
  if (!isTextOrNull(uploaded) || !isTextOrNull(provenance)) return null
  return { at, index, filename, uploaded, provenance }
}

function isTextOrNull(value: unknown): value is string | null {
  return typeof value === 'string' || value === null
}

function vouchingsOf(value: unknown): readonly Vouching[] | null {
  if (!Array.isArray(value) || value.length === 0) return null
  const isVouching = (each: unknown): boolean =>
    typeof each === 'object' && each !== null && 'identity' in each && 'times' in each && Array.isArray(each.times)
  return value.every(isVouching) ? (value as readonly Vouching[]) : null
}
