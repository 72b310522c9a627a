import { resolve } from 'node:path'
import { type AdvisoryDatabase, AdvisoryError, buildDatabase, openDatabase } from '@cordon/advisories'
import type { AdvisoryAnswer, DatabaseStatus, Dependency } from '@cordon/model'
import type { SpecifierSet } from '@cordon/pypa'
import {
  absentStatus,
  loadDatabaseBytes,
  osv,
  readPlace,
  readyStatus,
  SourceError,
  userDatabasePath,
} from '@cordon/sources'

export interface AdvisoryRequest {
  /** Folders (or archives) of OSV records that are used instead of the database; empty to use the database. */
  readonly folders: readonly string[]
  /** Database file; null for the one in the cache. */
  readonly file: string | null
  readonly maximumAgeDays: number
  /** ISO date: only what was published by then. */
  readonly asOf: string | null
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly now: Date
}

export interface Advisories {
  readonly status: DatabaseStatus
  readonly warnings: readonly string[]
  /** Never clean without data: whoever has no database answers `unknown`. */
  readonly answer: (dependency: Dependency, constraint: SpecifierSet | null) => AdvisoryAnswer
}

/** Opens the advisories of a run. Missing and damaged databases are states with an advice, not errors: the rest is judged all the same. */
export function openAdvisories(request: AdvisoryRequest): Advisories {
  return request.folders.length > 0 ? fromFolders(request) : fromDatabase(request)
}

function fromFolders(request: AdvisoryRequest): Advisories {
  const warnings: string[] = []
  const built = buildDatabase({
    records: request.folders.flatMap((folder) => {
      const place = readPlace(folder, request.cwd)
      if (place.kind === 'url')
        throw new SourceError(
          'BAD_ADDRESS',
          `${folder}: a scan opens no connection. Name a folder, or run: cordon db update --from ${folder}`,
        )
      const onProblem = (problem: { record: string; detail: string }): number =>
        warnings.push(`advisory ${problem.record}: ${problem.detail}; it is not used`)
      return [...osv.read(place, { onProblem, onProgress: () => {} })]
    }),
    source: request.folders.join(', '),
    sourceTime: null,
    builtTime: request.now.toISOString(),
  })
  warnings.push(...built.problems.map((problem) => `advisory ${problem.record}: ${problem.detail}`))
  const database = openDatabase(built.bytes)
  if (database.meta.counts.live === 0)
    throw new SourceError(
      'BAD_DATA',
      `${request.folders.join(', ')}: no record there is a PyPI advisory, so everything would look clean. Name a folder of OSV JSON, or run: cordon db update`,
    )
  // A folder that a project keeps on purpose is as old as it is meant to be.
  return {
    ...answering(database, request),
    status: { ...readyStatus(database.meta, request.now), state: 'ready', advice: null },
    warnings,
  }
}

function fromDatabase(request: AdvisoryRequest): Advisories {
  try {
    const path = request.file === null ? userDatabasePath(request.env) : resolve(request.cwd, request.file)
    const database = openDatabase(loadDatabaseBytes(path))
    const status = readyStatus(database.meta, request.now, request.maximumAgeDays)
    return { ...answering(database, request), status, warnings: [] }
  } catch (error) {
    if (error instanceof SourceError && error.code === 'NO_DATABASE') return absent('missing', error.message)
    if (error instanceof SourceError || error instanceof AdvisoryError) return absent('damaged', error.message)
    throw error
  }
}

function answering(database: AdvisoryDatabase, request: AdvisoryRequest): Pick<Advisories, 'answer'> {
  return {
    answer: (dependency, constraint) =>
      database.answer(
        {
          name: dependency.name,
          version: dependency.version,
          specifier: dependency.specifier,
          // What is installed says itself which project it is.
          ecosystem: dependency.origin.kind === 'conda' && dependency.installed === undefined ? 'conda' : 'pypi',
        },
        { asOf: request.asOf ?? undefined, constraint },
      ),
  }
}

function absent(state: 'missing' | 'damaged', detail: string): Advisories {
  const answer: AdvisoryAnswer = { kind: 'unknown', code: 'NO_DATABASE', detail, matches: [] }
  return { status: absentStatus(state), warnings: [], answer: () => answer }
}
