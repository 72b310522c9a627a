import type { AdvisoryAnswer, AdvisoryMatch } from '@cordon/model'
import { parseName, parseSpecifiers, readVersion } from '@cordon/pypa'
import {
  type AdvisoryDatabase,
  type AnswerOptions,
  type BuildInput,
  type BuiltDatabase,
  buildDatabase,
  openDatabase,
} from '../src/index.ts'

export type Json = Readonly<Record<string, unknown>>

/** A record about `demo`; `over` replaces or adds fields. */
export function record(id: string, affected: Json | readonly Json[], over: Json = {}): Json {
  const entries = Array.isArray(affected) ? affected : [affected]
  return {
    id,
    modified: '2024-01-02T03:04:05Z',
    published: '2023-01-02T03:04:05Z',
    affected: entries.map((entry: Json) => ({ package: { ecosystem: 'PyPI', name: 'demo' }, ...entry })),
    ...over,
  }
}

/** An ECOSYSTEM range of the events, behind a GIT range as most real records have it. */
export function range(...events: readonly Json[]): Json {
  return {
    ranges: [
      { type: 'GIT', repo: 'https://example.org/demo.git', events: [{ introduced: '0' }, { fixed: 'c0ffee' }] },
      { type: 'ECOSYSTEM', events },
    ],
  }
}

export function texts(records: readonly Json[]): { name: string; text: string }[] {
  return records.map((each, index) => ({ name: `${index}.json`, text: JSON.stringify(each) }))
}

export function build(records: readonly Json[], over: Partial<BuildInput> = {}): BuiltDatabase {
  return buildDatabase({
    records: texts(records),
    source: 'test',
    sourceTime: null,
    builtTime: '2025-01-01T00:00:00Z',
    ...over,
  })
}

export function open(records: readonly Json[], over: Partial<BuildInput> = {}): AdvisoryDatabase {
  return openDatabase(build(records, over).bytes)
}

export interface Asked extends AnswerOptions {
  readonly name?: string
  readonly specifier?: string
}

/** Asks about a version of `demo`; null for no version. */
export function ask(database: AdvisoryDatabase, version: string | null, asked: Asked = {}): AdvisoryAnswer {
  const { name = 'demo', specifier, ...options } = asked
  const parsed = parseName(name)
  if (parsed === null) throw new Error(`${name} is no name`)
  return database.answer(
    {
      name: parsed,
      version: version === null ? null : readVersion(version),
      specifier: specifier === undefined ? null : parseSpecifiers(specifier),
      ecosystem: 'pypi',
    },
    options,
  )
}

/** The one flaw of an answer. */
export function only(answer: AdvisoryAnswer): AdvisoryMatch {
  const [match, ...others] = answer.matches
  if (match === undefined || others.length > 0) throw new Error(`${answer.matches.length} matches, not one`)
  return match
}

/** The objects of a list of a record. */
export function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value : []
}
