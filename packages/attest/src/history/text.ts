import type {
  FileKind,
  IdentityHistory,
  IdentityMoment,
  IdentitySighting,
  IdentityTrust,
  KnownIdentity,
  ReleaseIdentity,
} from '@cordon/model'
import { AttestError } from '../error.ts'
import { isObject, type Json, type JsonObject, member, readJson } from '../json.ts'
import { identityFields } from './release-identity.ts'

const textVersion = 1
const mostProjects = 100_000
const trusts = ['accepted', 'first-use', 'follows', 'pending'] as const satisfies readonly IdentityTrust[]
const kinds = ['sdist', 'wheel'] as const satisfies readonly FileKind[]
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/

/**
 * Histories as text for a file: projects by name, one member a line, nothing that changes without a change. The same histories give the
 * same bytes whatever their order.
 */
export function writeHistories(histories: readonly IdentityHistory[]): string {
  const projects = histories
    .toSorted((a, b) => compareTexts(a.project, b.project) || compareTexts(a.index, b.index))
    .map(({ index, project, identities }) => ({
      project,
      index,
      identities: identities.map(writeIdentity).toSorted((a, b) => compareTexts(orderOf(a), orderOf(b))),
    }))
  return `${JSON.stringify({ version: textVersion, projects }, null, 2)}\n`
}

/** Reads what `writeHistories` has written. Throws `malformed` or `unsupported-version`: nothing is left out in silence. */
export function readHistories(text: string): readonly IdentityHistory[] {
  const json = readJson(text, 'The history of identities')
  if (!isObject(json)) throw malformed('it is no object')
  if (json.version !== textVersion)
    throw new AttestError('unsupported-version', 'The history of identities is of a version that is not known here.')
  refuseOthers(json, ['version', 'projects'])
  const projects = listAt(json, 'projects', mostProjects).map(readProject)
  const keys = new Set(projects.map(({ index, project }) => JSON.stringify([index, project])))
  if (keys.size < projects.length) throw malformed('it has a project twice')
  return projects
}

interface WrittenIdentity {
  readonly trust: IdentityTrust
  readonly seen: readonly object[]
}

function writeIdentity({ identity, trust, seen }: KnownIdentity): WrittenIdentity {
  const said = identityFields.flatMap((field) => (identity[field] === null ? [] : [[field, identity[field]] as const]))
  const rows = seen.toSorted((a, b) => compareTexts(a.files, b.files) || compareTexts(a.says, b.says))
  return {
    ...Object.fromEntries(said),
    trust,
    seen: rows.map(({ files, says, first, last }) => ({
      files,
      says,
      first: writeMoment(first),
      last: writeMoment(last),
    })),
  }
}

function writeMoment({ version, time }: IdentityMoment): object {
  return time === null ? { version } : { version, time }
}

/** By what an identity says, so that a row that grows stays in its place. */
function orderOf({ seen, ...said }: WrittenIdentity): string {
  return JSON.stringify(said)
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function readProject(json: Json): IdentityHistory {
  if (!isObject(json)) throw malformed('a project is no object')
  refuseOthers(json, ['project', 'index', 'identities'])
  return {
    project: needText(json, 'project'),
    index: needText(json, 'index'),
    identities: listAt(json, 'identities', 1000).map(readIdentity),
  }
}

function readIdentity(json: Json): KnownIdentity {
  if (!isObject(json)) throw malformed('an identity is no object')
  refuseOthers(json, [...identityFields, 'trust', 'seen'])
  const [first, ...others] = listAt(json, 'seen', 100).map(readSighting)
  if (first === undefined) throw malformed('an identity was never seen')
  return { identity: readFields(json), trust: wordAt(json, 'trust', trusts), seen: [first, ...others] }
}

function readFields(json: JsonObject): ReleaseIdentity {
  const text = (field: keyof ReleaseIdentity): string | null =>
    member(json, field) === undefined ? null : needText(json, field)
  return {
    issuer: text('issuer'),
    account: text('account'),
    repository: text('repository'),
    repositoryId: text('repositoryId'),
    owner: text('owner'),
    ownerId: text('ownerId'),
    workflow: text('workflow'),
    signer: text('signer'),
    environment: text('environment'),
    ref: member(json, 'ref') === undefined ? null : wordAt(json, 'ref', ['tag', 'branch', 'other']),
    runner: text('runner'),
    trigger: text('trigger'),
  }
}

function readSighting(json: Json): IdentitySighting {
  if (!isObject(json)) throw malformed('a sighting is no object')
  refuseOthers(json, ['files', 'says', 'first', 'last'])
  return {
    files: wordAt(json, 'files', kinds),
    says: needText(json, 'says'),
    first: readMoment(member(json, 'first')),
    last: readMoment(member(json, 'last')),
  }
}

function readMoment(json: Json | undefined): IdentityMoment {
  if (!isObject(json)) throw malformed('a sighting lacks when it was first or last')
  refuseOthers(json, ['version', 'time'])
  if (member(json, 'time') === undefined) return { version: needText(json, 'version'), time: null }
  const time = needText(json, 'time')
  if (!isoTime.test(time) || Number.isNaN(Date.parse(time))) throw malformed(`${JSON.stringify(time)} is no time`)
  return { version: needText(json, 'version'), time }
}

function needText(json: JsonObject, key: string): string {
  const value = member(json, key)
  if (typeof value !== 'string' || value === '') throw malformed(`\`${key}\` is missing, or is no text`)
  return value
}

function wordAt<const W extends string>(json: JsonObject, key: string, words: readonly W[]): W {
  const text = needText(json, key)
  const word = words.find((each) => each === text)
  if (word === undefined) throw malformed(`\`${key}\` must be one of ${words.join(', ')}`)
  return word
}

function listAt(json: JsonObject, key: string, most: number): readonly Json[] {
  const value = member(json, key)
  if (!Array.isArray(value)) throw malformed(`\`${key}\` is no list`)
  if (value.length > most) throw malformed(`\`${key}\` has ${value.length} entries; at most ${most} are read`)
  return value
}

function refuseOthers(json: JsonObject, known: readonly string[]): void {
  for (const key of Object.keys(json)) if (!known.includes(key)) throw malformed(`\`${key.slice(0, 60)}\` is not known`)
}

function malformed(why: string): AttestError {
  return new AttestError('malformed', `The history of identities cannot be read: ${why}.`)
}
