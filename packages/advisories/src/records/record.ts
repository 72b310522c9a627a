import { isObject } from '@cordon/model'
import { type PackageName, parseName } from '@cordon/pypa'
import { readInstant } from '../date.ts'
import { readSeverityWord } from '../severity.ts'
import type { VectorScorer, VectorType } from './cvss.ts'
import type { BuildProblem, ProblemCode } from './problem.ts'
import { plainLine, summarize } from './text.ts'

export const eventKinds = ['introduced', 'last_affected', 'fixed', 'limit'] as const
export type EventKind = (typeof eventKinds)[number]

/** One event of a range; `text` is a version, `0` (introduced: from the first release) or `*` (limit: none). */
export interface RangeEvent {
  readonly kind: EventKind
  readonly text: string
}

export interface RecordVector {
  readonly type: VectorType
  readonly vector: string
  readonly score: number | null
}

/** What a record says of one package of the Python index. */
export interface Affected {
  readonly name: PackageName
  readonly versions: readonly string[]
  /** Ranges of type ECOSYSTEM; GIT and SEMVER say nothing of releases on an index. */
  readonly ranges: readonly (readonly RangeEvent[])[]
  readonly vectors: readonly RecordVector[]
  /** True when a part of it had the wrong shape: what is left may not be all. */
  readonly incomplete: boolean
}

/** An OSV record, as far as it is about Python packages. */
export interface AdvisoryRecord {
  readonly id: string
  readonly aliases: readonly string[]
  /** Milliseconds since 1970. */
  readonly published: number
  readonly modified: number
  readonly withdrawn: number | null
  /** One printable line of at most 200 characters. */
  readonly summary: string
  /** See `readSeverityWord`. */
  readonly word: number
  readonly vectors: readonly RecordVector[]
  readonly affected: readonly Affected[]
}

export interface Reading {
  /** Null where the text is no record, or one about other ecosystems (then there is no problem either). */
  readonly record: AdvisoryRecord | null
  readonly problems: readonly BuildProblem[]
}

type Fields = Readonly<Record<string, unknown>>
type Note = (code: ProblemCode, detail: string) => void

interface Context {
  readonly note: Note
  readonly scorer: VectorScorer
}

const ecosystem = 'PyPI'
// Printable ASCII without blanks: what an id is made of in every advisory database.
const idText = /^[\x21-\x7e]{1,128}$/
/** PEP 440 versions and the legacy ones that are compared as text; anything longer is neither. */
const longestVersion = 256

const shownProblems = 20

/** Reads one record (OSV schema 1.x) of attacker-controlled text; `name` is what to call it where it has no id. Never throws. */
export function readRecord(text: string, name: string, scorer: VectorScorer): Reading {
  const problems: BuildProblem[] = []
  let called = plainLine(name.slice(0, 200))
  let more = 0
  const note: Note = (code, detail) => {
    if (problems.length < shownProblems)
      problems.push({ record: called, code, detail: plainLine(detail.slice(0, 300)) })
    else more += 1
  }
  const fields = parseObject(text)
  const id = fields === null ? null : readId(fields)
  if (id !== null) called = id
  const record = fields === null || id === null ? null : readFields(fields, id, { note, scorer })
  if (fields === null) note('BAD_RECORD', 'is not a JSON object')
  else if (id === null) note('BAD_RECORD', 'has no usable `id`')
  const last = problems.at(-1)
  if (more > 0 && last !== undefined) problems.push({ ...last, detail: `${more} more problems` })
  return { record, problems }
}

function readId({ id }: Fields): string | null {
  return typeof id === 'string' && idText.test(id) ? id : null
}

/** Null for a record that names no Python package. */
function readFields(fields: Fields, id: string, context: Context): AdvisoryRecord | null {
  if (isGiven(fields.affected) && !Array.isArray(fields.affected)) {
    context.note('BAD_RECORD', '`affected` is not a list')
    return null
  }
  const affected = listOf(fields.affected).flatMap((each) => readAffected(each, context) ?? [])
  return affected.length === 0 ? null : { ...readHead(fields, id, context), affected }
}

function parseObject(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function readHead(fields: Fields, ownId: string, context: Context): Omit<AdvisoryRecord, 'affected'> {
  const { note } = context
  const modified = readInstant(fields.modified)
  const published = readInstant(fields.published)
  if (modified === null) note('BAD_DATE', '`modified` is missing or no date')
  if (published === null && isGiven(fields.published)) note('BAD_DATE', '`published` is no date')
  const withdrawn = readInstant(fields.withdrawn)
  if (withdrawn === null && isGiven(fields.withdrawn)) note('BAD_DATE', '`withdrawn` is no date; it counts as live')
  const specific = isObject(fields.database_specific) ? fields.database_specific : {}
  return {
    id: ownId,
    aliases: readAliases(fields.aliases, ownId, note),
    // OSV: a record without `published` was published when it was last modified.
    published: published ?? modified ?? 0,
    modified: modified ?? published ?? 0,
    withdrawn,
    summary: summarize(fields.summary, fields.details),
    word: readSeverityWord(specific.severity),
    vectors: readVectors(fields.severity, context),
  }
}

function readAliases(value: unknown, ownId: string, note: Note): string[] {
  const aliases = new Set<string>()
  for (const alias of listOf(value)) {
    if (typeof alias !== 'string' || !idText.test(alias)) note('BAD_ALIAS', `alias ${show(alias)} is no id`)
    else if (alias !== ownId) aliases.add(alias)
  }
  return [...aliases].sort()
}

function readVectors(value: unknown, { note, scorer }: Context): RecordVector[] {
  const vectors: RecordVector[] = []
  for (const each of listOf(value)) {
    if (!isObject(each) || typeof each.score !== 'string') note('BAD_VECTOR', `severity ${show(each)} has no score`)
    else if (each.type === 'CVSS_V2' || each.type === 'CVSS_V3' || each.type === 'CVSS_V4') {
      const scored = scorer.score(each.score)
      if (scored === null) note('BAD_VECTOR', `${show(each.score)} cannot be scored`)
      vectors.push(scored ?? { type: each.type, vector: plainLine(each.score.slice(0, 400)), score: null })
    }
  }
  return vectors
}

/** Null for a package of another ecosystem, and for one whose name cannot be asked for. */
function readAffected(value: unknown, context: Context): Affected | null {
  const { note } = context
  if (!isObject(value) || !isObject(value.package)) {
    note('BAD_AFFECTED', `${show(value)} names no package`)
    return null
  }
  // OSV: an ecosystem may carry a suffix after a colon.
  if (typeof value.package.ecosystem !== 'string' || value.package.ecosystem.split(':', 1)[0] !== ecosystem) return null
  const name = typeof value.package.name === 'string' ? parseName(value.package.name) : null
  if (name === null) {
    note('BAD_NAME', `${show(value.package.name)} is no name of a Python package`)
    return null
  }
  let incomplete = false
  const wrong = (detail: string): void => {
    incomplete = true
    note('BAD_AFFECTED', `${name}: ${detail}`)
  }
  const ranges = checkedList(value.ranges, '`ranges`', wrong).flatMap((each) => readRange(each, wrong) ?? [])
  const versions = readVersions(value.versions, wrong)
  return { name, versions, ranges, vectors: readVectors(value.severity, context), incomplete }
}

function readVersions(value: unknown, wrong: (detail: string) => void): string[] {
  const versions: string[] = []
  for (const each of checkedList(value, '`versions`', wrong)) {
    if (typeof each === 'string' && each.length <= longestVersion) versions.push(each)
    else wrong(`${show(each)} is no version`)
  }
  return versions
}

/** The events of a range of releases; an empty list for the ranges that speak of commits. */
function readRange(value: unknown, wrong: (detail: string) => void): RangeEvent[][] {
  if (!isObject(value) || typeof value.type !== 'string') {
    wrong(`range ${show(value)} has no type`)
    return []
  }
  if (value.type !== 'ECOSYSTEM') return []
  const events: RangeEvent[] = []
  for (const each of checkedList(value.events, '`events`', wrong)) {
    const kinds = isObject(each) ? eventKinds.filter((kind) => Object.hasOwn(each, kind)) : []
    if (kinds.length === 0) wrong(`event ${show(each)} is of no known kind`)
    for (const kind of kinds) {
      const text = isObject(each) ? each[kind] : null
      if (typeof text === 'string') events.push({ kind, text: text.trim().slice(0, longestVersion + 1) })
      else wrong(`event ${show(each)} has no version`)
    }
  }
  return events.length === 0 ? [] : [events]
}

function checkedList(value: unknown, what: string, wrong: (detail: string) => void): readonly unknown[] {
  if (isGiven(value) && !Array.isArray(value)) wrong(`${what} is not a list`)
  return listOf(value)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}

/** A piece of a value for a message, whatever it is. */
function show(value: unknown): string {
  if (typeof value === 'string') return `\`${value.slice(0, 80)}\``
  return Array.isArray(value) ? 'a list' : value === null ? 'null' : typeof value
}
