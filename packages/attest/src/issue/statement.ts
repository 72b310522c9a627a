import { AttestError } from '../error.ts'
import { isObject, type Json, type JsonObject, readJson } from '../json.ts'
import { attestationKinds } from '../kinds/index.ts'
import { limits } from '../limits.ts'
import { distributionKey } from '../statement.ts'
import { IssueError } from './error.ts'

/** The types that are issued by name; any other is given as it is. */
export const predicateTypes = {
  publish: 'https://docs.pypi.org/attestations/publish/v1',
  provenance: 'https://slsa.dev/provenance/v1',
} as const

/** Types that package indexes host (PEP 740). */
export const hostedPredicateTypes: readonly string[] = attestationKinds
  .filter(({ hosted }) => hosted)
  .flatMap((kind) => kind.predicateTypes)

/** A file that a statement is about. */
export interface StatedFile {
  /** Without a folder. */
  readonly name: string
  /** Lower-case hex. */
  readonly sha256: string
}

export interface StatementParts {
  readonly subjects: readonly StatedFile[]
  readonly predicateType: string
  readonly predicate: Json
}

/**
 * The bytes of an in-toto statement (version 1) about files, in the order in which they are given. A predicate of a known type is
 * checked as `cordon verify` does. Throws `subject`, `predicate`, and `distribution-name` where an index demands such a name.
 */
export function composeStatement({ subjects, predicateType, predicate }: StatementParts): Buffer {
  checkSubjects(subjects)
  if (URL.parse(predicateType) === null)
    throw new IssueError('predicate', `The type of a predicate is an address; this is none: ${quoted(predicateType)}.`)
  const kind = attestationKinds.find((each) => each.predicateTypes.includes(predicateType))
  if (kind?.id === 'pypi-publish-v1') for (const { name } of subjects) checkDistributionName(name)
  try {
    kind?.read(predicate)
  } catch (cause) {
    if (!(cause instanceof AttestError)) throw cause
    throw new IssueError('predicate', `The predicate is not one of ${predicateType}. ${cause.message}`, { cause })
  }
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjects.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
    predicateType,
    predicate,
  }
  return Buffer.from(JSON.stringify(statement), 'utf8')
}

/** A predicate as a file holds it: a JSON object without a key twice. Throws `predicate`. */
export function parsePredicate(text: string): JsonObject {
  try {
    const json = readJson(text, 'The predicate')
    if (isObject(json)) return json
  } catch (cause) {
    if (!(cause instanceof AttestError)) throw cause
    throw new IssueError('predicate', cause.message, { cause })
  }
  throw new IssueError('predicate', 'The predicate is no JSON object.')
}

/** What an index hosts is about a wheel or a source distribution, by its name (PEP 740). Throws `distribution-name`. */
export function checkDistributionName(name: string): void {
  if (distributionKey(name) !== null) return
  throw new IssueError(
    'distribution-name',
    `${quoted(name)} is no name of a wheel or source distribution, and an index takes attestations for nothing else. Give the file the name it is uploaded with.`,
  )
}

function checkSubjects(subjects: readonly StatedFile[]): void {
  if (subjects.length === 0 || subjects.length > limits.subjects)
    throw new IssueError('subject', `A statement is about 1 to ${limits.subjects} files, not ${subjects.length}.`)
  const names = new Set<string>()
  for (const { name, sha256 } of subjects) {
    if (name === '' || /[/\\]/.test(name)) throw new IssueError('subject', `${quoted(name)} is no name of a file.`)
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new IssueError('subject', `${quoted(name)} has no SHA-256.`)
    if (names.has(name))
      throw new IssueError('subject', `Two of the files are called ${quoted(name)}; a statement tells them by name.`)
    names.add(name)
  }
}

function quoted(text: string): string {
  return `\`${text.slice(0, 200)}\``
}
